import { expect, test } from "vitest";
import { FairReading, type FrameSource } from "./fair-reading.js";

/** A source that always has another message, and is closed after so many. */
class Flood implements FrameSource {
  read = 0;
  constructor(readonly most: number) {}
  get closed(): boolean {
    return this.read >= this.most;
  }
  receive(): Promise<Buffer[]> {
    this.read += 1;
    return Promise.resolve([Buffer.from(String(this.read))]);
  }
}

const busyFor = (milliseconds: number): void => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

test("timers run while a flood is read", async () => {
  const flood = new Flood(1_000);
  let seenAtTimer: number | undefined;
  setTimeout(() => {
    seenAtTimer = flood.read;
  }, 1);
  await new FairReading(flood, { onFrames: () => busyFor(0.5), onFault: () => {} }).done;
  expect(seenAtTimer).toBeLessThan(1_000);
});

test("a fault of the handler does not end the reading", async () => {
  const faults: unknown[] = [];
  const failure = new Error("broken handler");
  let handled = 0;
  await new FairReading(new Flood(4), {
    onFrames: () => {
      handled += 1;
      if (handled === 2) throw failure;
    },
    onFault: (error) => faults.push(error),
  }).done;
  expect(faults).toEqual([failure]);
  expect(handled).toBe(3);
});

test("a source that fails for good is told, and ends the reading", async () => {
  const faults: unknown[] = [];
  const failure = new Error("no more");
  const source = { closed: false, receive: () => Promise.reject(failure) };
  await new FairReading(source, { onFrames: () => {}, onFault: (error) => faults.push(error) }).done;
  expect(faults).toEqual([failure]);
});

test("nothing is read while paused but the one message that was on its way", async () => {
  const flood = new Flood(10);
  const seen: string[] = [];
  const reading = new FairReading(flood, {
    onFrames: ([frame]) => {
      seen.push(String(frame));
      if (seen.length === 3) reading.pause();
    },
    onFault: (error) => {
      throw error;
    },
  });
  await new Promise(setImmediate);
  expect(reading.paused).toBe(true);
  expect(seen).toEqual(["1", "2", "3"]);
  expect(flood.read).toBe(4);
  reading.resume();
  await reading.done;
  expect(seen).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
});
