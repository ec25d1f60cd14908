/** Feeds and those who get them, with a sink that a test opens and closes. */
import { decodeServerBody, type EventOf, type StuiEvent } from "@stui/protocol";
import { expect, test } from "vitest";
import { Feed, type FeedLimits } from "./feed.js";
import { type EventSink, type Offered, Subscriber } from "./subscriber.js";

const LIMITS: FeedLimits = {
  max_events: 10,
  max_event_bytes: 1_000_000,
  event_retention_s: 60,
  max_message_bytes: 2_000,
};

class Sink implements EventSink {
  readonly events: StuiEvent[] = [];
  /** What was sent: `event 3`, `reply 1`. */
  readonly order: string[] = [];
  answer: Offered = "taken";
  #awaited: (() => void)[] = [];

  async offer(text: string): Promise<Offered> {
    if (this.answer === "taken") {
      const message = decodeServerBody(text);
      if (!("kind" in message)) throw new TypeError("no arrays are sent");
      if (message.kind === "event") {
        this.events.push(message.event);
        this.order.push(`event ${message.event.sequence}`);
      } else this.order.push(`reply ${message.id}`);
    }
    for (const told of this.#awaited.splice(0)) told();
    return this.answer;
  }

  /** Resolves when something has been offered and it is so. */
  async until(reached: () => boolean): Promise<void> {
    while (!reached()) await new Promise<void>((resolve) => this.#awaited.push(resolve));
  }

  /** Sequence and previous of each event. */
  get numbers(): [number, number | null][] {
    return this.events.map(({ sequence, previous }) => [sequence, previous]);
  }

  get texts(): string[] {
    return this.events.filter(isText).map(({ data }) => data.text);
  }
}

const isText = (event: StuiEvent): event is EventOf<"transcript"> => event.event === "transcript";

const follow = (limits: Partial<FeedLimits> = {}) => {
  const feed = new Feed("s_1", { ...LIMITS, ...limits });
  feed.want(["transcript", "session"]);
  const sink = new Sink();
  return { feed, sink, subscriber: new Subscriber(sink) };
};

const write = (feed: Feed, text: string, at?: number): void =>
  feed.publish("transcript", { text, request_id: "r" }, at);

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

test("events are numbered, and tell which was sent before them", async () => {
  const { feed, sink, subscriber } = follow();
  write(feed, "before");
  subscriber.subscribe(feed, ["transcript"], undefined);
  write(feed, "a");
  feed.publish("session", { state: "slept" });
  write(feed, "b");
  await settled();
  expect(sink.numbers).toEqual([
    [2, null],
    [4, 2],
  ]);
  expect(sink.texts).toEqual(["a", "b"]);
});

test("nothing is made of what nobody wants", () => {
  const feed = new Feed("s_1", LIMITS);
  feed.want(["transcript"]);
  feed.publish("session", { state: "slept" });
  expect(feed.sequence).toBe(0);
});

test("since sends again what is kept, and tells what is not", async () => {
  const { feed, sink, subscriber } = follow({ max_events: 3 });
  for (const text of "abcdef") write(feed, text);
  expect(subscriber.subscribe(feed, ["transcript"], 4)).toBe(0);
  await settled();
  expect(sink.texts).toEqual(["e", "f"]);
  expect(subscriber.subscribe(feed, ["transcript"], 1)).toBe(2);
  await settled();
  expect(sink.texts).toEqual(["e", "f", "d", "e", "f"]);
});

test("what is kept is bounded by bytes and by age", () => {
  const { feed } = follow({ max_event_bytes: 3_000, max_events: 1_000 });
  for (let i = 0; i < 100; i += 1) write(feed, "x".repeat(200));
  expect(feed.bytes).toBeLessThanOrEqual(3_000);
  expect(feed.sequence - feed.first).toBeGreaterThan(1);
  const aged = follow().feed;
  write(aged, "old", 1_000_000);
  write(aged, "new", 1_000_000 + 59_000);
  aged.sweep(1_000_000 + 61_000);
  expect(aged.first).toBe(2);
  expect(aged.at(1)).toBeUndefined();
  expect(aged.at(2)?.sequence).toBe(2);
});

test("many events leave nothing behind", () => {
  const { feed } = follow();
  for (let i = 0; i < 10_000; i += 1) write(feed, "x");
  expect(feed.first).toBe(9_991);
  expect(feed.at(9_991)?.sequence).toBe(9_991);
  expect(feed.at(10_000)?.sequence).toBe(10_000);
});

test("a full connection gets what is kept when it has room, and a gap for the rest", async () => {
  const { feed, sink, subscriber } = follow();
  subscriber.subscribe(feed, ["transcript"], undefined);
  write(feed, "first");
  await settled();
  sink.answer = "full";
  for (let i = 0; i < 25; i += 1) write(feed, `${i}`);
  await settled();
  expect(sink.texts).toEqual(["first"]);
  sink.answer = "taken";
  await sink.until(() => sink.events.length === 12);
  expect(sink.events[1]).toMatchObject({ event: "gap", sequence: 16, previous: 1, data: { lost: 15 } });
  expect(sink.events[2]).toMatchObject({ sequence: 17, previous: 16, data: { text: "15" } });
  expect(sink.texts).toHaveLength(11);
  // It goes on as before.
  write(feed, "last");
  await settled();
  expect(sink.events.at(-1)).toMatchObject({ sequence: 27, previous: 26, data: { text: "last" } });
});

test("an event longer than a message is a gap", async () => {
  const { feed, sink, subscriber } = follow();
  subscriber.subscribe(feed, ["transcript"], undefined);
  write(feed, "é".repeat(1_500));
  write(feed, "short");
  await settled();
  expect(sink.events[0]).toMatchObject({ event: "gap", sequence: 1, data: { lost: 1 } });
  expect(sink.texts).toEqual(["short"]);
});

test("a later subscription of the same connection changes the kinds and loses nothing", async () => {
  const { feed, sink, subscriber } = follow();
  subscriber.subscribe(feed, ["transcript"], undefined);
  sink.answer = "full";
  write(feed, "a");
  await settled();
  subscriber.subscribe(feed, ["transcript", "session"], undefined);
  feed.publish("session", { state: "slept" });
  sink.answer = "taken";
  await sink.until(() => sink.events.length === 2);
  expect(sink.numbers).toEqual([
    [1, null],
    [2, 1],
  ]);
});

test("a connection that is gone follows nothing any more", async () => {
  const { feed, sink, subscriber } = follow();
  subscriber.subscribe(feed, ["transcript"], undefined);
  sink.answer = "gone";
  write(feed, "a");
  await settled();
  expect(feed.followers.size).toBe(0);
  subscriber.subscribe(feed, ["transcript"], undefined);
  expect(feed.followers.size).toBe(0);
});

test("a feed that ends sends what there is and is followed no more", async () => {
  const { feed, sink, subscriber } = follow();
  subscriber.subscribe(feed, ["session"], undefined);
  sink.answer = "full";
  feed.publish("session", { state: "closed" });
  feed.end();
  await settled();
  expect(feed.followers.size).toBe(1);
  sink.answer = "taken";
  await sink.until(() => sink.events.length === 1);
  await settled();
  expect(feed.followers.size).toBe(0);
  expect(subscriber.unsubscribe(feed)).toBe(false);
});

const reply = (id: string): string => JSON.stringify({ id, status: "success", result: {}, timestamp: "now" });

test("a reply waits for the events that are on their way", async () => {
  const { feed, sink, subscriber } = follow();
  subscriber.subscribe(feed, ["transcript"], undefined);
  for (const text of "abc") write(feed, text);
  expect(subscriber.busy).toBe(true);
  expect(subscriber.reply(reply("1"))).toBe(true);
  await settled();
  expect(sink.order).toEqual(["event 1", "event 2", "event 3", "reply 1"]);
  expect(subscriber.busy).toBe(false);
});

test("a full connection keeps its replies, in bounds, and gets them first", async () => {
  const { feed, sink, subscriber } = follow();
  subscriber.subscribe(feed, ["transcript"], undefined);
  sink.answer = "full";
  write(feed, "a");
  await settled();
  expect(subscriber.busy).toBe(true);
  for (let id = 1; id <= 1_000; id += 1) expect(subscriber.reply(reply(`${id}`))).toBe(true);
  expect(subscriber.reply(reply("one too many"))).toBe(false);
  sink.answer = "taken";
  await sink.until(() => sink.order.includes("event 1"));
  await sink.until(() => sink.order.length === 1_001);
  expect(sink.order[0]).toBe("reply 1");
  expect(sink.order.filter((what) => what.startsWith("reply"))).toEqual(
    Array.from({ length: 1_000 }, (_, i) => `reply ${i + 1}`),
  );
});
