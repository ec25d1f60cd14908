/** Whatever comes in at the socket, the server stays up and answers the others. */

import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { Dealer } from "zeromq";
import { PlainClient } from "./plain-client.js";
import { ServerProcess } from "./server-process.js";

let server: ServerProcess;
let bystander: PlainClient;
beforeAll(async () => {
  server = await ServerProcess.start();
  bystander = new PlainClient(server.endpoint);
});
afterEach(async () => {
  expect((await bystander.flat("evaluate", { code: "3 + 4" })).at("result.result")).toBe("7");
});
afterAll(async () => {
  bystander.close();
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

const MIB = 1024 * 1024;

/** What one REQ hears to a body. */
const answer = async (body: string | Uint8Array) => {
  const client = new PlainClient(server.endpoint);
  try {
    return await client.send(body);
  } finally {
    client.close();
  }
};

it.each([
  ["random bytes", randomBytes(200), null],
  ["nothing", "", null],
  ["truncated JSON", '{"id": "7", "command": "ev', "7"],
  ["a number", "3", null],
  ["no id", '{"command": "ping"}', null],
  ["an id of the wrong type", '{"id": 3, "command": "ping"}', null],
  ["wrong types", '{"id": "8", "command": "evaluate", "parameters": {"code": 3}}', "8"],
  [
    "deep nesting",
    `{"id": "9", "command": "update_session_state", "parameters": ${'{"a":'.repeat(5000)}1${"}".repeat(5000)}}`,
    "9",
  ],
  ["a lone surrogate's bytes", Buffer.from([0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x7d]), null],
])("answers InvalidRequest to %s", async (_, body, id) => {
  const reply = await answer(body);
  expect(reply.value).toMatchObject({ id, status: "error", error_type: "InvalidRequest" });
  for (const member of ["path", "expected", "found"]) expect(reply.at(`details.${member}`)).toBeDefined();
});

it("names path, expected and found", async () => {
  const reply = await answer('{"id": "8", "command": "evaluate", "parameters": {"code": 3}}');
  expect(reply.at("details")).toEqual({
    path: "parameters.code",
    expected: "a string",
    found: "the number 3",
  });
});

it("answers UnknownCommand, with one like it", async () => {
  const reply = await answer('{"id": "1", "command": "evalute", "parameters": {}}');
  expect(reply.value).toMatchObject({ error_type: "UnknownCommand", details: { nearest: "evaluate" } });
});

it("answers SessionNotFound to a session that nobody has", async () => {
  const reply = await answer(
    '{"id": "1", "command": "evaluate", "parameters": {"session_id": "s_none", "code": "3"}}',
  );
  expect(reply.at("error_type")).toBe("SessionNotFound");
});

it("answers UnsupportedVersion to another major version", async () => {
  const data = { request_type: "Ping", params: {} };
  const envelope = {
    id: "1",
    version: "2.0.0",
    timestamp: "2026-01-01T00:00:00Z",
    payload: { type: "Request", data },
  };
  const reply = await answer(JSON.stringify(envelope));
  expect(reply.at("payload.data.data.code")).toBe("UnsupportedVersion");
});

it("answers UnsupportedOperation to what is not built", async () => {
  const reply = await bystander.flat("list_debuggers", { session_id: "s" });
  expect(["UnsupportedOperation", "SessionNotFound"]).toContain(reply.at("error_type"));
  expect((await bystander.flat("list_changes")).at("error_type")).toBe("UnsupportedOperation");
});

it("refuses a body of 20 MiB and says so", async () => {
  const reply = await answer(
    `{"id": "big", "command": "evaluate", "parameters": {"code": "${"x".repeat(20 * MIB)}"}}`,
  );
  expect(reply.value).toMatchObject({ id: "big", error_type: "InvalidRequest" });
});

it("closes the connection of a frame of 100 MiB", async () => {
  const dealer = new Dealer({ linger: 0, sendTimeout: 5_000, reconnectInterval: 60_000 });
  dealer.connect(server.endpoint);
  const gone = new Promise<void>((resolve) => dealer.events.on("disconnect", () => resolve()));
  await dealer.send(Buffer.alloc(100 * MIB, 32));
  await gone;
  dealer.close();
});

it("drops a message of too many frames, and goes on with the connection", async () => {
  const dealer = new Dealer({ linger: 0, receiveTimeout: 15_000 });
  dealer.connect(server.endpoint);
  const ping = JSON.stringify({ id: "after", command: "ping" });
  await dealer.send(["a", "b", "c", "d", "e", "", ping.replace("after", "dropped")]);
  await dealer.send(["x", "y", "", ping]);
  const [x, y, empty, body] = await dealer.receive();
  expect([x, y, empty].map(String)).toEqual(["x", "y", ""]);
  expect(JSON.parse(String(body))).toMatchObject({ id: "after", status: "success" });
  dealer.close();
});

it.each([
  ["garbage", randomBytes(4_096)],
  ["an HTTP request", Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")],
])("closes a connection that speaks %s", async (_, bytes) => {
  const { hostname, port } = new URL(server.endpoint.replace("tcp:", "http:"));
  const socket = connect(Number(port), hostname);
  // A reset is as good a close as any.
  socket.on("error", () => undefined);
  socket.on("data", () => undefined);
  const closed = new Promise((resolve) => socket.on("close", resolve));
  socket.on("connect", () => socket.write(bytes));
  await closed;
});

it("answers an array in order, and each of its parts for itself", async () => {
  const body = [
    { id: "1", command: "ping" },
    { id: "2", command: "evaluate", parameters: { code: "3 + 4" } },
    3,
    { id: "4", command: "evaluate", parameters: {} },
    {
      id: "5",
      version: "1.0.0",
      timestamp: "2026-01-01T00:00:00Z",
      payload: { type: "Request", data: { request_type: "Ping", params: {} } },
    },
  ];
  const reply = await answer(JSON.stringify(body));
  expect(reply.at("length")).toBe(5);
  expect([0, 1, 2, 3, 4].map((i) => reply.at(`${i}.id`))).toEqual(["1", "2", null, "4", "5"]);
  expect(reply.at("1.result.result")).toBe("7");
  expect(reply.at("3.error_type")).toBe("InvalidRequest");
  expect(reply.at("4.payload.data.response_type")).toBe("Ping");
  expect((await answer("[]")).value).toEqual([]);
  const many = await answer(
    JSON.stringify(Array.from({ length: 1_025 }, (_, i) => ({ id: `${i}`, command: "ping" }))),
  );
  expect(many.at("error_type")).toBe("InvalidRequest");
});

it("runs a request that is sent again at most once, from whatever connection", async () => {
  const created = await bystander.flat("create_session", { client_id: "once" });
  const session_id = created.text("result.session_id");
  const parameters = { session_id, code: "runs := (runs ifNil: [0]) + 1" };
  const body = JSON.stringify({
    id: "same",
    command: "evaluate",
    parameters,
    client: "AAAAAAAAAAAAAAAAAAAAAA",
  });
  const first = await answer(body);
  const again = await answer(body);
  expect(again.value).toEqual(first.value);
  const other = await answer(body.replace("+ 1", "+ 2"));
  expect(other.at("error_type")).toBe("InvalidRequest");
  const now = await bystander.flat("evaluate", { session_id, code: "runs" });
  expect(now.at("result.result")).toBe("1");
});

it("remembers so many client instances and no more, and none for what it refused", async () => {
  const own = await ServerProcess.start("--set", "limits.client_instances=3");
  const plain = new PlainClient(own.endpoint);
  const ask = async (client: string, command: string, parameters: object) => {
    const reply = await plain.send(JSON.stringify({ id: "1", command, client, parameters }));
    return reply.at("error_type");
  };
  for (let i = 0; i < 10; i += 1)
    expect(await ask(`refused-instance-${i}`, "release_objects", { session_id: "nope" })).toBe(
      "SessionNotFound",
    );
  for (let i = 0; i < 3; i += 1)
    expect(await ask(`instance-of-${i}`, "evaluate", { code: "3 + 4" })).toBeUndefined();
  expect(await ask("instance-of-3", "evaluate", { code: "3 + 4" })).toBe("ServerBusy");
  expect(await ask("instance-of-2", "evaluate", { code: "3 + 4" })).toBeUndefined();
  plain.close();
  expect(await own.stop()).toEqual({ code: 0, signal: null });
});
