import { once } from "node:events";
import { createServer } from "node:net";
import { commandNames, SessionNotFound, Timeout, UnreadableReply } from "@stui/protocol";
import { expect, expectTypeOf, test } from "vitest";
import type { Client } from "./client.js";
import { connect } from "./client.js";
import { CallAborted, CallTimedOut, ClientClosed, RequestTooLarge, ServerUnreachable } from "./failure.js";
import { afterTest, connected, echoes, fails, Responder, until } from "./responder.contract.js";

test("a call answers the command's result", async () => {
  const { endpoint } = await Responder.start(echoes);
  const client = await connected(endpoint);
  expect(await client.call("ping", { message: "hello" })).toMatchObject({
    message: "hello",
    status: "ready",
  });
  expect((await client.evaluate({ code: "3 + 4" })).result).toBe("3 + 4");
});

test("there is a method for every command, typed as the protocol says", async () => {
  const { endpoint } = await Responder.start(echoes);
  const client = await connected(endpoint);
  for (const name of commandNames) expect(client[name]).toBeTypeOf("function");
  expectTypeOf<Client["ping"]>().parameter(0).toEqualTypeOf<{ readonly message?: string }>();
  expectTypeOf<Awaited<ReturnType<Client["release_objects"]>>["released"]>().toEqualTypeOf<number>();
});

test("an error of the server is thrown as what it is", async () => {
  const { endpoint } = await Responder.start(fails(new SessionNotFound({ session_id: "s_1" })));
  const client = await connected(endpoint);
  const failure = await client.evaluate({ code: "x", session_id: "s_1" }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SessionNotFound);
  expect(failure).toMatchObject({ details: { session_id: "s_1" } });
});

test("the server's time limit is another error than the client's", async () => {
  const responder = await Responder.start(fails(new Timeout({ timeout_ms: 10 })));
  const client = await connected(responder.endpoint);
  await expect(client.evaluate({ code: "x" })).rejects.toThrow(Timeout);
  responder.answer = () => undefined;
  const failure = await client.evaluate({ code: "x" }, { timeoutMs: 20 }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(CallTimedOut);
  expect(failure).toMatchObject({ command: "evaluate", timeoutMs: 20, connected: true });
  expect(client.callsInFlight).toBe(0);
});

test("a result that is not what the command answers is not handed over", async () => {
  const { endpoint } = await Responder.start(
    ({ id }) => `{"id":"${id}","status":"success","result":{"message":1},"timestamp":"now"}`,
  );
  const client = await connected(endpoint);
  await expect(client.ping({})).rejects.toThrow(UnreadableReply);
});

test("what cannot be read at all is told, and costs no other call", async () => {
  const faults: unknown[] = [];
  const responder = await Responder.start(echoes);
  const client = await connected(responder.endpoint, { onFault: (error) => faults.push(error) });
  await client.ping({});
  responder.push("neither JSON nor anything");
  responder.push('{"id":null,"status":"error","error":"no","error_type":"InternalError","timestamp":"now"}');
  expect((await client.ping({ message: "after" })).message).toBe("after");
  expect(faults).toMatchObject([{ name: "UnreadableReply" }, { type: "InternalError" }]);
});

test("replies may come in any order", async () => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { endpoint } = await Responder.start(async (request) => {
    if (request.id === "1") await held;
    return echoes(request);
  });
  const client = await connected(endpoint);
  const slow = client.evaluate({ code: "slow" });
  expect((await client.evaluate({ code: "quick" })).result).toBe("quick");
  release();
  expect((await slow).result).toBe("slow");
});

test("only what has effects carries the instance, which no other client has", async () => {
  const responder = await Responder.start(echoes);
  const one = await connected(responder.endpoint, { clientId: "ada" });
  const two = await connected(responder.endpoint);
  await one.ping({});
  await one.evaluate({ code: "1" });
  await one.evaluate({ code: "2" });
  await two.evaluate({ code: "3" });
  const [ping, first, second, other] = responder.requests;
  expect(ping?.client).toBeUndefined();
  expect(first?.client).toMatch(/^[\w-]{22}$/);
  expect(second?.client).toBe(first?.client);
  expect(other?.client).not.toBe(first?.client);
  expect(responder.requests.map(({ clientId }) => clientId)).toEqual(["ada", "ada", "ada", undefined]);
});

test("a signal ends the waiting", async () => {
  const responder = await Responder.start(() => undefined);
  const client = await connected(responder.endpoint);
  const controller = new AbortController();
  const call = client.evaluate({ code: "x" }, { signal: controller.signal });
  await until(() => responder.requests.length === 1);
  controller.abort("enough");
  const failure = await call.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(CallAborted);
  expect(failure).toMatchObject({ cause: "enough", requestId: "1" });
  await expect(client.evaluate({ code: "x" }, { signal: controller.signal })).rejects.toThrow(CallAborted);
  expect(client.callsInFlight).toBe(0);
});

test("a request that is too long is not sent", async () => {
  const responder = await Responder.start(echoes);
  const client = await connected(responder.endpoint, { maxMessageBytes: 1_000 });
  await expect(client.evaluate({ code: "é".repeat(500) })).rejects.toThrow(RequestTooLarge);
  expect((await client.evaluate({ code: "é".repeat(100) })).result).toHaveLength(100);
  expect(responder.requests.length).toBe(1);
});

test("close fails the calls that wait and those that come", async () => {
  const responder = await Responder.start(() => undefined);
  const client = await connect(responder.endpoint);
  const waiting = client.evaluate({ code: "x" }).catch((error: unknown) => error);
  await until(() => responder.requests.length === 1);
  await client.close();
  expect(await waiting).toBeInstanceOf(ClientClosed);
  await expect(client.ping({})).rejects.toThrow(ClientClosed);
  await client.close();
  expect(client.status.current).toEqual({ kind: "closed" });
});

test("where nobody listens, that is said, with the endpoint and what to do", async () => {
  const responder = await Responder.start(echoes);
  const { endpoint } = responder;
  await responder.stop();
  const failure = await connect(endpoint, { connectTimeoutMs: 300 }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ServerUnreachable);
  expect(failure).toMatchObject({ endpoint, found: "nobody_listens" });
  expect(String(failure)).toContain(`stui serve --endpoint ${endpoint}`);
});

test("where something else listens, that is said", async () => {
  const server = createServer((connection) => {
    connection.on("error", () => {});
    connection.resume();
    connection.end("HTTP/1.1 400 Bad Request\r\n\r\n".repeat(10));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterTest(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const endpoint = `tcp://127.0.0.1:${address.port}`;
  const failure = await connect(endpoint, { connectTimeoutMs: 500 }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: "ServerUnreachable", found: "no_server" });
});

test("where a connection is taken and nothing is answered, that is said", async () => {
  const server = createServer((connection) => {
    connection.on("error", () => {});
    connection.resume();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterTest(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const endpoint = `tcp://127.0.0.1:${address.port}`;
  // Before the time for the handshake is over, and behind it.
  for (const connectTimeoutMs of [300, 2_800]) {
    const failure = await connect(endpoint, { connectTimeoutMs }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "ServerUnreachable", found: "no_answer" });
    expect(String(failure)).toContain(`did not answer within ${connectTimeoutMs} ms`);
  }
});

test("a server that starts a little later is found", async () => {
  // Something else has the address until the client has tried it.
  const deaf = createServer((connection) => connection.destroy());
  deaf.listen(0, "127.0.0.1");
  await once(deaf, "listening");
  const address = deaf.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const endpoint = `tcp://127.0.0.1:${address.port}`;
  const connecting = connected(endpoint);
  await once(deaf, "connection");
  await new Promise((resolve) => deaf.close(resolve));
  await Responder.start(echoes, endpoint);
  expect((await (await connecting).ping({})).message).toBe("pong");
});

test("a late reply to a call that was given up is ignored", async () => {
  let late: string | undefined;
  const responder = await Responder.start(async (request) => {
    const reply = await echoes(request);
    if (request.command === "ping") return reply;
    late = reply;
    return undefined;
  });
  const faults: unknown[] = [];
  const client = await connected(responder.endpoint, { onFault: (error) => faults.push(error) });
  await expect(client.evaluate({ code: "x" }, { timeoutMs: 50 })).rejects.toThrow(CallTimedOut);
  if (late === undefined) throw new Error("the request never came");
  responder.push(late);
  await client.ping({});
  expect(faults).toEqual([]);
});
