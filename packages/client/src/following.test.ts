/** Following events of a real server, over connections that are cut. */
import { Interrupted, SessionNotFound } from "@stui/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "./client.js";
import type { Followable, Missed } from "./event-feeds.js";
import { Cable, type RealServer, startServer } from "./real-server.testing.js";
import { afterTest, connected, until } from "./responder.contract.js";

/** Events that the server keeps of a session. */
const KEPT = 20;

let server: RealServer;
let observer: Client;
beforeAll(async () => {
  server = await startServer(`limits.max_events=${KEPT}`);
});
afterAll(() => server.stop());

let sessions = 0;
/** A session, and a client beside the one under test, that nobody cuts off. */
const newSession = async (): Promise<string> => {
  observer = await connected(server.endpoint);
  sessions += 1;
  return (await observer.create_session({ client_id: `follower.${sessions}` })).session_id;
};
const write = (session_id: string, text: string) =>
  observer.evaluate({ session_id, code: `Transcript show: '${text}'` });

const cable = async (): Promise<Cable> => {
  const made = await Cable.to(server.endpoint);
  afterTest(() => made.close());
  return made;
};

/** What came of the events of a session. */
const follow = async (client: Client, session_id: string, events: readonly Followable[] = ["transcript"]) => {
  const seen: { text: string; states: string[]; missed: Missed[]; ends: unknown[] } = {
    text: "",
    states: [],
    missed: [],
    ends: [],
  };
  const following = await client.follow(session_id, events, {
    onEvent: (event) => {
      if (event.event === "transcript") seen.text += event.data.text;
      if (event.event === "session") seen.states.push(event.data.state);
    },
    onMissed: (missed) => seen.missed.push(missed),
    onEnd: (error) => seen.ends.push(error),
  });
  return { seen, following };
};

const isCut = async (client: Client): Promise<void> => {
  for await (const { kind } of client.status) if (kind === "disconnected" || kind === "waiting") return;
};

test("text for the Transcript comes while the code runs", async () => {
  const session_id = await newSession();
  const client = await connected(server.endpoint);
  const following = await client.follow(session_id, ["transcript"], {
    // Nothing else ends the code.
    onEvent: () => void client.interrupt({ session_id }),
  });
  const code = "Transcript show: 'early'. [true] whileTrue";
  await expect(client.evaluate({ session_id, code })).rejects.toThrow(Interrupted);
  await following.stop();
});

test("all of it is told before the result is there", async () => {
  const session_id = await newSession();
  const client = await connected(server.endpoint);
  const { seen } = await follow(client, session_id);
  const code = "1 to: 5000 do: [:i | Transcript show: i printString; cr]";
  const { output } = await client.evaluate({ session_id, code });
  expect(seen.text).toBe(output);
  expect(seen.missed).toEqual([]);
});

test("what came while the connection was lost is told when it is back, once", async () => {
  const session_id = await newSession();
  const wire = await cable();
  const client = await connected(wire.near);
  const { seen } = await follow(client, session_id);
  await write(session_id, "a");
  await until(() => seen.text === "a");
  for (const text of ["b", "c", "d"]) {
    wire.unplug();
    await isCut(client);
    await write(session_id, text);
    wire.plug();
    await until(() => seen.text.endsWith(text));
  }
  await write(session_id, "e");
  await until(() => seen.text.endsWith("e"));
  expect(seen.text).toBe("abcde");
  expect(seen.missed).toEqual([]);
});

test("what is no longer kept when the connection is back is told as missed", async () => {
  const session_id = await newSession();
  const wire = await cable();
  const client = await connected(wire.near);
  const { seen } = await follow(client, session_id);
  await write(session_id, "<");
  await until(() => seen.text === "<");
  wire.unplug();
  await isCut(client);
  for (let i = 0; i < KEPT + 5; i += 1) await write(session_id, `${i} `);
  wire.plug();
  await until(() => seen.text.endsWith(`${KEPT + 4} `));
  // The first event, then five that were let go.
  expect(seen.missed).toEqual([{ after: 1, before: 7 }]);
  expect(seen.text).toBe(`<${Array.from({ length: KEPT }, (_, i) => `${i + 5} `).join("")}`);
});

test("a session that ends says so, one that is gone when the connection is back ends the following", async () => {
  const session_id = await newSession();
  const wire = await cable();
  const [near, far] = [await connected(server.endpoint), await connected(wire.near)];
  const { seen } = await follow(near, session_id, ["session"]);
  const cutOff = await follow(far, session_id, ["session"]);
  wire.unplug();
  await isCut(far);
  await observer.close_session({ session_id });
  await until(() => seen.states.length > 0);
  expect(seen.states).toEqual(["closed"]);
  wire.plug();
  await until(() => cutOff.seen.ends.length > 0);
  expect(cutOff.seen.ends[0]).toBeInstanceOf(SessionNotFound);
  await expect(near.follow(session_id, ["session"], { onEvent: () => undefined })).rejects.toThrow(
    SessionNotFound,
  );
});

test("several follow one session, each its own kinds, and stop one by one", async () => {
  const session_id = await newSession();
  const client = await connected(server.endpoint);
  const first = await follow(client, session_id);
  const second = await follow(client, session_id, ["session", "transcript"]);
  await write(session_id, "a");
  await until(() => first.seen.text === "a" && second.seen.text === "a");
  await first.following.stop();
  await write(session_id, "b");
  await observer.close_session({ session_id, save_state: true });
  await until(() => second.seen.states.length > 0);
  expect([first.seen.text, second.seen.text]).toEqual(["a", "ab"]);
  expect(second.seen.states).toEqual(["slept"]);
  // The session sleeps: there is nothing to unsubscribe from.
  await second.following.stop();
});

test("with since one hears what was there before", async () => {
  const session_id = await newSession();
  const { following } = await follow(observer, session_id);
  await write(session_id, "a");
  await write(session_id, "b");
  await following.stop();
  const client = await connected(server.endpoint);
  const texts: string[] = [];
  await client.follow(
    session_id,
    ["transcript"],
    {
      onEvent: (event) => {
        if (event.event === "transcript") texts.push(event.data.text);
      },
    },
    { since: 1 },
  );
  await until(() => texts.length > 0);
  expect(texts).toEqual(["b"]);
});
