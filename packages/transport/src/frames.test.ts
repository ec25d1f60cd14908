import { expect, test } from "vitest";
import { readFrames, writeFrames } from "./frames.js";

const id = Buffer.from([0, 0x6b, 0xff, 0x80, 0x67]);
const peer = "\0\x6b\xff\x80\x67";
const empty = Buffer.alloc(0);
const body = Buffer.from("{}");
const some = Buffer.from("1234");
const farewell = Buffer.from("sixteen bytes...");

test.each([
  ["DEALER", [id, body], []],
  ["REQ", [id, empty, body], [empty]],
  ["REQ with correlate", [id, some, empty, body], [some, empty]],
  ["three frames", [id, some, some, empty, body], [some, some, empty]],
])("a message of a %s, and its reply", (_, frames, envelope) => {
  expect(readFrames(frames, farewell)).toEqual({ kind: "delivery", delivery: { peer, envelope, body } });
  expect(writeFrames(peer, envelope, "reply")).toEqual([id, ...envelope, "reply"]);
});

test("an empty body behind an envelope is a body", () => {
  expect(readFrames([id, empty, empty], farewell)).toMatchObject({
    kind: "delivery",
    delivery: { body: empty },
  });
});

test("the farewell alone is a departure, of whatever peer", () => {
  expect(readFrames([id, farewell], farewell)).toEqual({ kind: "departure", peer });
  expect(readFrames([some, farewell], farewell)).toEqual({ kind: "departure", peer: "1234" });
});

test.each([
  ["an empty body", empty],
  ["a body as long as the farewell", Buffer.alloc(farewell.length)],
])("%s is a body", (_, other) => {
  expect(readFrames([id, other], farewell)).toMatchObject({ kind: "delivery", delivery: { body: other } });
});

test.each([
  ["no body", [id]],
  ["no frame", []],
  ["no empty frame before the body", [id, some, body]],
  ["the empty frame in the wrong place", [id, empty, some, body]],
  ["too many frames", [id, some, some, some, empty, body]],
])("%s is malformed", (_, frames) => {
  expect(readFrames(frames, farewell)).toEqual({ kind: "malformed" });
});

test.each([
  ["text", Buffer.from("me")],
  ["five bytes that begin with another than 0", Buffer.from([1, 2, 3, 4, 5])],
  ["0 and fewer than four bytes", Buffer.from([0, 1, 2, 3])],
])("a routing id of %s is the peer's own choice", (_, own) => {
  expect(readFrames([own, body], farewell)).toEqual({ kind: "self_chosen_id" });
});
