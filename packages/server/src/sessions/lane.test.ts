import { Interrupted, ServerBusy, ShuttingDown } from "@stui/protocol";
import { describe, expect, it } from "vitest";
import { Lane, MAX_AHEAD, MAX_WAITING } from "./lane.js";

/** Work that ends when told to. */
const held = <T>() => {
  let finish: (value: T) => void = () => undefined;
  const done = new Promise<T>((resolve) => {
    finish = resolve;
  });
  return { work: () => done, finish };
};

describe("a lane", () => {
  it("runs requests in the order in which they came, one after another", async () => {
    const lane = new Lane();
    const order: string[] = [];
    const first = held<void>();
    const a = lane.inOrder("a", async () => {
      order.push("a begins");
      await first.work();
      order.push("a ends");
    });
    const b = lane.inOrder("b", () => void order.push("b"));
    const c = lane.inOrder("c", () => void order.push("c"));
    expect(order).toEqual(["a begins"]);
    first.finish();
    await Promise.all([a, b, c]);
    expect(order).toEqual(["a begins", "a ends", "b", "c"]);
  });

  it("goes on behind work that fails, at once or later", async () => {
    const lane = new Lane();
    const thrown = lane.inOrder("a", () => {
      throw new RangeError("a");
    });
    const rejected = lane.inOrder("b", () => Promise.reject(new RangeError("b")));
    const fine = lane.inOrder("c", () => 3);
    await expect(thrown).rejects.toThrow("a");
    await expect(rejected).rejects.toThrow("b");
    await expect(fine).resolves.toBe(3);
    expect(lane.busy).toBe(false);
  });

  it("runs work beside what runs in order", async () => {
    const lane = new Lane();
    const first = held<number>();
    const slow = lane.inOrder("a", first.work);
    await expect(lane.beside("b", () => 2)).resolves.toBe(2);
    expect(lane.busy).toBe(true);
    first.finish(1);
    await expect(slow).resolves.toBe(1);
  });

  it("interrupts everything that runs, and leaves what waits", async () => {
    const lane = new Lane();
    const first = held<number>();
    const slow = lane.inOrder("a", first.work);
    const waiting = lane.inOrder("b", () => 2);
    const runs: number[] = [];
    expect(lane.interrupt(undefined, (run) => runs.push(run))).toBe(true);
    expect(runs).toHaveLength(1);
    first.finish(1);
    await expect(Promise.all([slow, waiting])).resolves.toEqual([1, 2]);
    expect(lane.interrupt(undefined, (run) => runs.push(run))).toBe(false);
  });

  it("leaves what runs beside alone while something runs in order", async () => {
    const lane = new Lane();
    const first = held<number>();
    const second = held<number>();
    const slow = lane.inOrder("a", first.work);
    const reading = lane.beside("b", second.work);
    const runs: number[] = [];
    lane.interrupt(undefined, (run) => runs.push(run));
    expect(runs).toHaveLength(1);
    first.finish(1);
    await slow;
    lane.interrupt(undefined, (run) => runs.push(run));
    expect(new Set(runs).size).toBe(2);
    lane.interruptAll((run) => runs.push(run));
    expect(runs).toHaveLength(3);
    second.finish(2);
    await reading;
  });

  it("interrupts the one request that is named, running or waiting", async () => {
    const lane = new Lane();
    const first = held<number>();
    const slow = lane.inOrder("a", first.work);
    const waiting = lane.inOrder("b", () => 2);
    const runs: number[] = [];
    expect(lane.interrupt("b", (run) => runs.push(run))).toBe(true);
    await expect(waiting).rejects.toBeInstanceOf(Interrupted);
    expect(runs).toEqual([]);
    expect(lane.interrupt("nobody", (run) => runs.push(run))).toBe(false);
    expect(lane.interrupt("a", (run) => runs.push(run))).toBe(true);
    expect(runs).toHaveLength(1);
    first.finish(1);
    await slow;
  });

  it("begins what follows ahead of its turn, so many and no more, and only behind its like", async () => {
    const lane = new Lane();
    const works = Array.from({ length: MAX_AHEAD + 2 }, () => held<number>());
    const begun: number[] = [];
    const all = works.map(({ work }, index) =>
      lane.inOrder(
        `${index}`,
        () => {
          begun.push(index);
          return work();
        },
        index < MAX_AHEAD + 1,
      ),
    );
    const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
    expect(begun).toEqual(upTo(MAX_AHEAD));
    const runs: number[] = [];
    lane.interrupt(undefined, (run) => runs.push(run));
    expect(runs).toHaveLength(1);
    works[0]?.finish(0);
    await all[0];
    expect(begun).toEqual(upTo(MAX_AHEAD + 1));
    works.slice(1, -2).forEach(({ finish }, index) => void finish(index + 1));
    await Promise.all(all.slice(1, -2));
    expect(begun).toEqual(upTo(MAX_AHEAD + 1));
    works.at(-2)?.finish(MAX_AHEAD);
    await all.at(-2);
    expect(begun).toEqual(upTo(MAX_AHEAD + 2));
    const behind = lane.inOrder("behind", () => -1, true);
    works.at(-1)?.finish(MAX_AHEAD + 1);
    expect(await Promise.all([...all, behind])).toEqual([...upTo(MAX_AHEAD + 2), -1]);
    expect(lane.busy).toBe(false);
  });

  it("refuses what waits when the server stops, and tells when it is idle", async () => {
    const lane = new Lane();
    const first = held<number>();
    const slow = lane.inOrder("a", first.work);
    const waiting = lane.inOrder("b", () => 2);
    expect(lane.refuseWaiting(new ShuttingDown())).toBe(true);
    await expect(waiting).rejects.toBeInstanceOf(ShuttingDown);
    first.finish(1);
    await slow;
    expect(lane.busy).toBe(false);
    await expect(lane.inOrder("c", () => 3)).resolves.toBe(3);
  });

  it("lets only so many wait", async () => {
    const lane = new Lane();
    const first = held<number>();
    const slow = lane.inOrder("first", first.work);
    const waiting = Array.from({ length: MAX_WAITING }, (_, i) => lane.inOrder(`${i}`, () => i));
    await expect(lane.inOrder("one too many", () => 0)).rejects.toBeInstanceOf(ServerBusy);
    first.finish(1);
    await slow;
    expect(await Promise.all(waiting)).toHaveLength(MAX_WAITING);
  });
});
