/** A server within this process, and the events of its sessions. */
import { Interrupted, type StuiEvent } from "@stui/protocol";
import { afterEach, expect, test } from "vitest";
import { type LocalServer, openLocal } from "./local.js";
import { silentLog } from "./operations/log.js";

let server: LocalServer;
const faults: unknown[] = [];
afterEach(() => server.close());

const open = async (onEvent: (event: StuiEvent) => void): Promise<string> => {
  faults.length = 0;
  const log = { ...silentLog, error: (_: string, fault: unknown) => faults.push(fault) };
  server = await openLocal(undefined, log, onEvent);
  const { session_id } = await server.call("create_session", { client_id: "ada" });
  return session_id;
};

test("events are heard while code runs", async () => {
  const session_id = await open(() => void server.call("interrupt", { session_id }));
  await server.call("subscribe", { session_id, events: ["transcript"] });
  // Nothing but what is heard ends it.
  const code = "Transcript show: 'early'. [true] whileTrue";
  await expect(server.call("evaluate", { session_id, code })).rejects.toThrow(Interrupted);
});

test("all events of a call are heard before its result, or its failure", async () => {
  const events: StuiEvent[] = [];
  const session_id = await open((event) => events.push(event));
  await server.call("subscribe", { session_id, events: ["transcript", "evaluation"] });
  const text = "| text | text := String new: 16000 withAll: $x. 20 timesRepeat: [Transcript show: text].";
  await server.call("evaluate", { session_id, code: text });
  expect(events.length).toBeGreaterThan(15);
  expect(events.at(-1)).toMatchObject({ event: "evaluation", data: { state: "ended" } });
  await server.call("evaluate", { session_id, code: `${text} nil foo` }).catch(() => undefined);
  expect(events.at(-1)).toMatchObject({ event: "evaluation", data: { state: "failed" } });
});

test("what a listener throws costs nobody anything else", async () => {
  const session_id = await open(() => {
    throw new Error("broken");
  });
  await server.call("subscribe", { session_id, events: ["evaluation"] });
  expect((await server.call("evaluate", { session_id, code: "3 + 4" })).result).toBe("7");
  expect(faults).toEqual([new Error("broken"), new Error("broken")]);
});
