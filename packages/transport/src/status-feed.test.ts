import { expect, test } from "vitest";
import { StatusFeed } from "./status-feed.js";

const all = async <T>(feed: AsyncIterable<T>): Promise<T[]> => {
  const seen: T[] = [];
  for await (const status of feed) seen.push(status);
  return seen;
};

test("every follower sees the present status and all that come", async () => {
  const feed = new StatusFeed<string>("a");
  const first = all(feed);
  feed.announce("b");
  const second = all(feed);
  await Promise.resolve();
  feed.announce("c");
  feed.end("d");
  feed.announce("too late");
  expect(await first).toEqual(["a", "b", "c", "d"]);
  expect(await second).toEqual(["b", "c", "d"]);
  expect(feed.current).toBe("d");
});

test("one that follows after the end sees the last status", async () => {
  const feed = new StatusFeed<string>("a");
  feed.end("b");
  expect(await all(feed)).toEqual(["b"]);
});

test("a follower that does not read keeps a bounded number of the latest", async () => {
  const feed = new StatusFeed<number>(0);
  const iterator = feed[Symbol.asyncIterator]();
  await iterator.next();
  for (let n = 1; n <= 1_000; n += 1) feed.announce(n);
  feed.end(1_001);
  const rest: number[] = [];
  for await (const n of iterator) rest.push(n);
  expect(rest.length).toBe(256);
  expect(rest.at(-1)).toBe(1_001);
});
