import { expect, test } from "vitest";
import { connected, echoes, Responder } from "./responder.contract.js";

test("reads called together go as one array, each with its own reply", async () => {
  const responder = await Responder.start(echoes);
  const client = await connected(responder.endpoint);
  const messages = Array.from({ length: 10 }, (_, n) => String(n));
  const replies = await Promise.all(messages.map((message) => client.ping({ message })));
  expect(replies.map(({ message }) => message)).toEqual(messages);
  expect(responder.sizes).toEqual([10]);
});

test("an array holds at most 64 that were not asked to be joined", async () => {
  const responder = await Responder.start(echoes);
  const client = await connected(responder.endpoint);
  await Promise.all(Array.from({ length: 150 }, () => client.ping({})));
  expect(responder.sizes).toEqual([64, 64, 22]);
});

test("what may run long goes alone, in the order of the calls", async () => {
  const responder = await Responder.start(echoes);
  const client = await connected(responder.endpoint);
  await Promise.all([
    client.ping({}),
    client.ping({}),
    client.evaluate({ code: "1" }),
    client.evaluate({ code: "2" }),
    client.ping({}),
  ]);
  expect(responder.sizes).toEqual([2, 1, 1, 1]);
  expect(responder.requests.map(({ id }) => id)).toEqual(["1", "2", "3", "4", "5"]);
});

test("a batch joins whatever is called in it", async () => {
  const responder = await Responder.start(echoes);
  const client = await connected(responder.endpoint);
  const before = client.ping({});
  const batch = client.batch(() =>
    Promise.all([client.evaluate({ code: "1" }), client.ping({}), client.evaluate({ code: "2" })]),
  );
  const after = client.batch(() => client.ping({}));
  const [one, pong, two] = await batch;
  expect([one.result, pong.message, two.result]).toEqual(["1", "pong", "2"]);
  await Promise.all([before, after]);
  expect(responder.sizes).toEqual([1, 3, 1]);
});

test("a batch of more than an array may hold takes several", async () => {
  const responder = await Responder.start(echoes);
  const client = await connected(responder.endpoint);
  const codes = Array.from({ length: 1_500 }, (_, n) => String(n));
  const results = await client.batch(() => Promise.all(codes.map((code) => client.evaluate({ code }))));
  expect(results.map(({ result }) => result)).toEqual(codes);
  expect(responder.sizes).toEqual([1_024, 476]);
});

test("long requests do not make an array that is too long", async () => {
  const responder = await Responder.start(echoes);
  const client = await connected(responder.endpoint);
  const code = "x".repeat(600_000);
  await client.batch(() => Promise.all([1, 2, 3].map(() => client.evaluate({ code }))));
  expect(responder.sizes).toEqual([1, 1, 1]);
});
