/** The client against `stui serve`, in a process of its own. */
import { EvaluationError, Interrupted, SmalltalkSyntaxError } from "@stui/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "./client.js";
import { Cable, type RealServer, startServer } from "./real-server.testing.js";
import { afterTest, connected, until } from "./responder.contract.js";

let server: RealServer;
let endpoint: string;

beforeAll(async () => {
  server = await startServer();
  endpoint = server.endpoint;
});

afterAll(() => server.stop());

let sessions = 0;
const session = async (client: Client): Promise<string> => {
  sessions += 1;
  return (await client.create_session({ client_id: `client.test.${sessions}` })).session_id;
};

test("a session keeps its variables, and its failures are typed", async () => {
  const client = await connected(endpoint);
  expect(await client.ping({})).toMatchObject({ status: "ready", protocol_version: "1.0.0" });
  const session_id = await session(client);
  await client.evaluate({ session_id, code: "x := (1 to: 3) collect: [:e | e squared]" });
  expect((await client.evaluate({ session_id, code: "x" })).result).toBe("#(1 4 9)");
  const misunderstood = await client.evaluate({ session_id, code: "nil foo" }).catch((e: unknown) => e);
  expect(misunderstood).toBeInstanceOf(EvaluationError);
  expect(misunderstood).toMatchObject({ details: { exception_class: "MessageNotUnderstood" } });
  await expect(client.evaluate({ session_id, code: "3 + " })).rejects.toThrow(SmalltalkSyntaxError);
});

test("evaluations called together run in the order of the calls, batched or not", async () => {
  const client = await connected(endpoint);
  const session_id = await session(client);
  await client.evaluate({ session_id, code: "log := OrderedCollection new" });
  const add = (n: number) => client.evaluate({ session_id, code: `log add: ${n}. log size` });
  const alone = await Promise.all([1, 2, 3, 4].map(add));
  const batched = await client.batch(() => Promise.all([5, 6, 7, 8].map(add)));
  expect([...alone, ...batched].map(({ result }) => result)).toEqual([..."12345678"]);
});

test("an endless evaluation is interrupted by the client that waits for it", async () => {
  const client = await connected(endpoint);
  const session_id = await session(client);
  const endless = client.evaluate({ session_id, code: "[true] whileTrue" }).catch((e: unknown) => e);
  await client.ping({});
  await until(() => client.callsInFlight === 1);
  for (;;) {
    const { interrupted } = await client.interrupt({ session_id });
    if (interrupted) break;
  }
  expect(await endless).toBeInstanceOf(Interrupted);
  expect((await client.evaluate({ session_id, code: "3 + 4" })).result).toBe("7");
});

const COUNT = "n := n + 1. 1 to: 20000000 do: [:i | i + 1]. n";

test("a request that is sent again while it runs runs once", async () => {
  const client = await connected(endpoint, { resendAfterMs: 10 });
  const session_id = await session(client);
  await client.evaluate({ session_id, code: "n := 0" });
  expect((await client.evaluate({ session_id, code: COUNT })).result).toBe("1");
  expect((await client.evaluate({ session_id, code: "n" })).result).toBe("1");
});

test("a call with a known id gets the reply that was kept", async () => {
  const client = await connected(endpoint);
  const session_id = await session(client);
  await client.evaluate({ session_id, code: "n := 0" });
  const again = () => client.evaluate({ session_id, code: "n := n + 1" }, { requestId: "once" });
  expect((await again()).result).toBe("1");
  expect((await again()).result).toBe("1");
});

/** A cable to the server, put away after the test. */
const cableTo = async (far: string): Promise<Cable> => {
  const cable = await Cable.to(far);
  afterTest(() => cable.close());
  return cable;
};

test("a connection that is cut while an evaluation runs costs neither reply nor a second run", async () => {
  const cable = await cableTo(endpoint);
  const { near } = cable;
  const observer = await connected(endpoint);
  const client = await connected(near);
  const session_id = await session(client);
  await client.evaluate({ session_id, code: "n := 0" });
  const running = client.evaluate({ session_id, code: COUNT });
  while (!(await observer.get_session_info({ session_id })).busy);
  cable.cut();
  for await (const { kind } of client.status) if (kind === "disconnected" || kind === "waiting") break;
  expect((await running).result).toBe("1");
  expect((await client.evaluate({ session_id, code: "n" })).result).toBe("1");
});

test("a hundred calls over a connection that is cut again and again each run once", async () => {
  const cable = await cableTo(endpoint);
  const { near } = cable;
  const client = await connected(near);
  const session_id = await session(client);
  await client.evaluate({ session_id, code: "n := 0" });
  const results: string[] = [];
  const calls = Array.from({ length: 100 }, async () => {
    results.push((await client.evaluate({ session_id, code: "n := n + 1" })).result);
    if (results.length % 25 === 0) cable.cut();
  });
  await Promise.all(calls);
  expect(cable.cuts).toBe(4);
  expect(new Set(results).size).toBe(100);
  expect((await client.evaluate({ session_id, code: "n" })).result).toBe("100");
});
