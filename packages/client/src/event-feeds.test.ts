import { encodeResult, SessionExpired, type StuiEvent } from "@stui/protocol";
import { expect, test } from "vitest";
import type { Missed } from "./event-feeds.js";
import { type Answer, connected, fails, Responder, until } from "./responder.contract.js";

const event = (
  sequence: number,
  previous: number | null = sequence - 1,
  name: StuiEvent["event"] = "transcript",
  session_id = "s_1",
): string => {
  const data =
    name === "gap"
      ? { lost: 1 }
      : name === "changes"
        ? { kind: "class_removed", author: "ada", class_name: "X" }
        : { text: "x", request_id: "r" };
  return JSON.stringify({ event: name, session_id, sequence, previous, data, timestamp: "now" });
};

/** Subscribes to whatever is asked for, from sequence 10. */
const subscribes =
  (missed = 0): Answer =>
  (request) => {
    if (request.command === "subscribe") return encodeResult(request, { sequence: 10, missed });
    if (request.command === "unsubscribe") return encodeResult(request, { unsubscribed: true });
    return undefined;
  };

interface Record {
  readonly events: number[];
  readonly missed: Missed[];
  readonly ends: unknown[];
}
const recorder = (): Record & {
  onEvent(event: StuiEvent): void;
  onMissed(missed: Missed): void;
  onEnd(error: unknown): void;
} => {
  const events: number[] = [];
  const missed: Missed[] = [];
  const ends: unknown[] = [];
  return {
    events,
    missed,
    ends,
    onEvent: ({ sequence }) => events.push(sequence),
    onMissed: (what) => missed.push(what),
    onEnd: (error) => ends.push(error),
  };
};

test("events go to those who follow their session and their kind", async () => {
  const responder = await Responder.start(subscribes());
  const client = await connected(responder.endpoint);
  const transcript = recorder();
  const changes = recorder();
  const other = recorder();
  await client.follow("s_1", ["transcript"], transcript);
  await client.follow("s_1", ["changes"], changes);
  await client.follow("s_2", ["transcript"], other);
  responder.push(event(11));
  responder.push(event(12, 11, "changes"));
  responder.push(event(11, null, "transcript", "s_2"));
  responder.push(event(13, 12, "gap"));
  responder.push(event(1, null, "transcript", "s_unknown"));
  await until(() => transcript.events.length === 2 && other.events.length === 1);
  expect(transcript.events).toEqual([11, 13]);
  expect(changes.events).toEqual([12, 13]);
  expect(transcript.missed).toEqual([{ after: 12, before: 14 }]);
  expect(other.events).toEqual([11]);
  expect(responder.requests.map(({ parameters }) => parameters)).toEqual([
    { session_id: "s_1", events: ["transcript"] },
    // The second who follows keeps what the first has seen.
    { session_id: "s_1", events: ["transcript", "changes"], since: 10 },
    { session_id: "s_2", events: ["transcript"] },
  ]);
});

test("a loss is told, a repetition is not", async () => {
  const responder = await Responder.start(subscribes());
  const client = await connected(responder.endpoint);
  const seen = recorder();
  await client.follow("s_1", ["transcript"], seen);
  for (const body of [event(11, 10), event(11, 10), event(15, 14), event(16, 15), event(12, 11)])
    responder.push(body);
  await until(() => seen.events.includes(16));
  expect(seen.events).toEqual([11, 15, 16]);
  expect(seen.missed).toEqual([{ after: 11, before: 15 }]);
});

test("after a lost connection what came meanwhile is asked for", async () => {
  const responder = await Responder.start(subscribes());
  const { endpoint } = responder;
  const client = await connected(endpoint);
  const seen = recorder();
  await client.follow("s_1", ["transcript"], seen);
  responder.push(event(11));
  await until(() => seen.events.length === 1);
  await responder.stop();
  responder.answer = subscribes(2);
  await responder.listen(endpoint);
  await until(() => responder.requests.length === 2);
  expect(responder.requests[1]?.parameters).toEqual({
    session_id: "s_1",
    events: ["transcript"],
    since: 11,
  });
  await until(() => seen.missed.length === 1);
  expect(seen.missed).toEqual([{ after: 11, before: 14 }]);
  responder.push(event(14, null));
  await until(() => seen.events.length === 2);
});

test("a session that cannot be followed again ends", async () => {
  const responder = await Responder.start(subscribes());
  const { endpoint } = responder;
  const client = await connected(endpoint);
  const seen = recorder();
  await client.follow("s_1", ["transcript"], seen);
  await responder.stop();
  responder.answer = fails(new SessionExpired({ session_id: "s_1", expired_at: "then" }));
  await responder.listen(endpoint);
  await until(() => seen.ends.length === 1);
  expect(seen.ends[0]).toBeInstanceOf(SessionExpired);
});

test("one that stops leaves the others, the last one unsubscribes", async () => {
  const responder = await Responder.start(subscribes());
  const client = await connected(responder.endpoint);
  const seen = recorder();
  const first = await client.follow("s_1", ["transcript"], recorder());
  const second = await client.follow("s_1", ["changes"], seen);
  await first.stop();
  responder.push(event(11, 10, "changes"));
  await until(() => seen.events.length === 1);
  await second.stop();
  await second.stop();
  expect(responder.requests.map(({ command }) => command)).toEqual([
    "subscribe",
    "subscribe",
    "subscribe",
    "unsubscribe",
  ]);
});

test("a subscription that is refused follows nothing", async () => {
  const responder = await Responder.start(
    fails(new SessionExpired({ session_id: "s_1", expired_at: "then" })),
  );
  const client = await connected(responder.endpoint);
  const seen = recorder();
  await expect(client.follow("s_1", ["transcript"], seen)).rejects.toThrow(SessionExpired);
  responder.push(event(11));
  await client.ping({}).catch(() => {});
  expect(seen.events).toEqual([]);
});

test("a handler that throws is told of, and the others hear the event", async () => {
  const faults: unknown[] = [];
  const responder = await Responder.start(subscribes());
  const client = await connected(responder.endpoint, { onFault: (error) => faults.push(error) });
  const failure = new Error("broken");
  const seen = recorder();
  await client.follow("s_1", ["transcript"], {
    onEvent: () => {
      throw failure;
    },
  });
  await client.follow("s_1", ["transcript"], seen);
  responder.push(event(11));
  await until(() => seen.events.length === 1);
  expect(faults).toEqual([failure]);
});
