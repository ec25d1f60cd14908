/** What a server counts, seen from outside. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { Dealer } from "zeromq";
import { PlainClient } from "./plain-client.js";
import { ServerProcess } from "./server-process.js";

let server: ServerProcess;
let client: PlainClient;
beforeAll(async () => {
  server = await ServerProcess.start();
  client = new PlainClient(server.endpoint);
});
afterAll(async () => {
  client.close();
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

const read = async (): Promise<ReadonlyMap<string, unknown>> => {
  const metrics = (await client.flat("get_metrics")).at("result.metrics");
  if (typeof metrics !== "object" || metrics === null) throw new TypeError("no metrics");
  return new Map(Object.entries(metrics));
};

it("counts requests by command and outcome, their bytes and durations, and what there is", async () => {
  const before = await read();
  expect(before.get("requests_total")).toBe(0);
  expect(before.get("image_up.default")).toBe(1);
  const session_id = (await client.flat("create_session", { client_id: "ada" })).text("result.session_id");
  for (let i = 0; i < 3; i += 1) await client.flat("ping");
  await client.flat("evaluate", { session_id, code: "3 + 4" });
  await client.flat("evaluate", { session_id, code: "nil foo" });
  await client.flat("evaluate", { session_id: "s_none", code: "3" });
  await client.flat("no_such_command");
  await client.send("{");
  await client.send(JSON.stringify(["a", "b"].map((id) => ({ id, command: "ping" }))));
  await client.envelope("Ping");
  const after = await read();
  expect(Object.fromEntries(after)).toMatchObject({
    "requests_total.get_metrics.success": 1,
    "requests_total.create_session.success": 1,
    "requests_total.ping.success": 6,
    "requests_total.evaluate.success": 1,
    "requests_total.evaluate.EvaluationError": 1,
    "requests_total.evaluate.SessionNotFound": 1,
    "requests_total.refused.UnknownCommand": 1,
    "requests_total.refused.InvalidRequest": 1,
    requests_total: 13,
    "duration_ms.evaluate.le_inf": 2,
    evaluations_total: 2,
    sessions: 1,
    sessions_busy: 0,
    clients: 1,
    images: 1,
    "image_sessions.default": 1,
    "image_deaths_total.default": 0,
    connections: 1,
    messages_received_total: 13,
    requests_open: 0,
    requests_waiting: 0,
  });
  expect(after.has("duration_ms.ping.le_inf")).toBe(false);
  for (const name of [
    "bytes_received_total",
    "characters_sent_total",
    "process_rss_bytes",
    "image_heap_bytes.default",
  ])
    expect(after.get(name), name).toBeGreaterThan(0);
});

it("tells how deep the queues are", async () => {
  const session_id = (await client.flat("create_session", { client_id: "bob" })).text("result.session_id");
  const dealer = new Dealer({ linger: 0 });
  dealer.connect(server.endpoint);
  const send = (id: string, command: string, parameters: object) =>
    dealer.send(JSON.stringify({ id, command, parameters }));
  for (const id of ["1", "2", "3"]) await send(id, "evaluate", { session_id, code: "[true] whileTrue" });
  await send("4", "ping", {});
  // What came before it has come.
  await dealer.receive();
  const busy = await read();
  expect(busy.get("requests_waiting")).toBe(2);
  expect(busy.get("requests_open")).toBe(3);
  expect(busy.get("sessions_busy")).toBe(1);
  await client.flat("close_session", { session_id });
  for (let i = 0; i < 3; i += 1) await dealer.receive();
  expect((await read()).get("requests_open")).toBe(0);
  dealer.close();
});
