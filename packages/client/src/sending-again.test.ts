import { expect, test } from "vitest";
import type { Client } from "./client.js";
import { type Answer, connected, echoes, Responder, until } from "./responder.contract.js";

type Kind = Client["status"]["current"]["kind"];

test("a call survives the server's going and coming back, with the same id", async () => {
  const responder = await Responder.start(() => undefined);
  const { endpoint } = responder;
  const client = await connected(endpoint);
  const call = client.evaluate({ code: "3 + 4" });
  await until(() => responder.requests.length === 1);
  await responder.stop();
  responder.answer = echoes;
  await responder.listen(endpoint);
  expect((await call).result).toBe("3 + 4");
  const [first, second] = responder.requests;
  expect(second?.id).toBe(first?.id);
  expect(second?.client).toBe(first?.client);
});

test("calls made while there is no connection go out in order when there is one", async () => {
  const responder = await Responder.start(echoes);
  const { endpoint } = responder;
  const client = await connected(endpoint);
  await responder.stop();
  for await (const { kind } of client.status) if (kind === "waiting") break;
  const calls = ["1", "2", "3"].map((code) => client.evaluate({ code }));
  await responder.listen(endpoint);
  expect((await Promise.all(calls)).map(({ result }) => result)).toEqual(["1", "2", "3"]);
  expect(responder.requests.map(({ id }) => id)).toEqual(["1", "2", "3"]);
});

test("silence has a request sent again, and a second reply does no harm", async () => {
  const responder = await Responder.start((request) =>
    responder.requests.length < 3 ? undefined : echoes(request),
  );
  const client = await connected(responder.endpoint, { resendAfterMs: 20 });
  expect((await client.evaluate({ code: "x" })).result).toBe("x");
  expect(new Set(responder.requests.map(({ id }) => id))).toEqual(new Set(["1"]));
  expect((await client.evaluate({ code: "y" })).result).toBe("y");
});

test("a call that was given up can be taken up again by its id", async () => {
  const kept = new Map<string, string>();
  let runs = 0;
  const once: Answer = async (request) => {
    if (request.command !== "evaluate") return echoes(request);
    if (!kept.has(request.id)) {
      runs += 1;
      kept.set(request.id, (await echoes(request)) ?? "");
      return undefined;
    }
    return kept.get(request.id);
  };
  const responder = await Responder.start(once);
  const client = await connected(responder.endpoint);
  const given = { requestId: "transfer-1", timeoutMs: 30 };
  await expect(client.evaluate({ code: "pay" }, given)).rejects.toThrow("same requestId");
  expect((await client.evaluate({ code: "pay" }, given)).result).toBe("pay");
  expect(runs).toBe(1);
});

test("an id that is in flight cannot be used for another call", async () => {
  const responder = await Responder.start(() => undefined);
  const client = await connected(responder.endpoint);
  const first = client.evaluate({ code: "x" }, { requestId: "a" }).catch((error: unknown) => error);
  await expect(client.evaluate({ code: "y" }, { requestId: "a" })).rejects.toThrow("in flight already");
  await client.close();
  expect(await first).toMatchObject({ name: "ClientClosed" });
});

test("the status tells of loss and return, and ends with the client", async () => {
  const responder = await Responder.start(echoes);
  const { endpoint } = responder;
  const client = await connected(endpoint);
  const seen: Kind[] = [];
  for await (const { kind } of client.status) {
    if (seen.at(-1) !== kind) seen.push(kind);
    if (kind === "connected" && seen.length === 1) await responder.stop();
    else if (kind === "connected") void client.close();
    if (kind === "disconnected") await responder.listen(endpoint);
  }
  expect(seen.slice(0, 2)).toEqual(["connected", "disconnected"]);
  expect(seen.slice(-2)).toEqual(["connected", "closed"]);
});
