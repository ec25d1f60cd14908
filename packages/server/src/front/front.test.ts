/** Connections and their events, over real sockets, seen from within the server. */
import { afterEach, expect, test } from "vitest";
import { Dealer } from "zeromq";
import { defaultConfiguration } from "../config/configuration.js";
import { Connection } from "../dispatch/connection.js";
import { ImageDirectory } from "../images/directory.js";
import { embeddedImages } from "../images/embedded/open-image-host.js";
import { silentLog } from "../operations/log.js";
import { Server } from "../server.js";
import { Front } from "./front.js";

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const open = async () => {
  const images = await ImageDirectory.open(embeddedImages({ host: "thread" }));
  const server = new Server(defaultConfiguration, images, silentLog);
  const front = await Front.open(
    "tcp://127.0.0.1:*",
    server.dispatcher,
    defaultConfiguration.limits,
    silentLog,
  );
  cleanups.push(async () => {
    await server.close(0);
    await front.close();
  });
  return { server, front };
};

const connect = (endpoint: string) => {
  const socket = new Dealer({ linger: 0, receiveTimeout: 20_000 });
  socket.connect(endpoint);
  let requests = 0;
  const call = async (command: string, parameters: object) => {
    requests += 1;
    await socket.send(JSON.stringify({ id: `${requests}`, command, parameters }));
    const [reply] = await socket.receive();
    return JSON.parse(`${reply}`);
  };
  cleanups.push(() => socket.close());
  return { socket, call };
};

/** Turns of the event loop until it is so. */
const until = async (reached: () => boolean): Promise<void> => {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 2));
};

test("a connection that departs is followed by nothing, and the feed goes on", async () => {
  const { server, front } = await open();
  const leaving = connect(front.endpoint);
  const staying = connect(front.endpoint);
  const { result } = await leaving.call("create_session", { client_id: "ada" });
  const { session_id } = result;
  const subscribe = { session_id, events: ["evaluation"] };
  await leaving.call("subscribe", subscribe);
  await staying.call("subscribe", subscribe);
  const feed = server.sessions.require(session_id, undefined).feed;
  expect(feed?.followers.size).toBe(2);
  leaving.socket.close();
  await until(() => feed?.followers.size === 1);
  await server.dispatcher.call(
    {
      kind: "request",
      id: "1",
      encoding: "flat",
      shape: "current",
      command: "evaluate",
      parameters: { session_id, code: "3 + 4" },
      client: undefined,
      clientId: undefined,
    },
    new Connection("the test"),
  );
  expect(feed?.sequence).toBe(2);
  const [event] = await staying.socket.receive();
  expect(JSON.parse(`${event}`)).toMatchObject({ event: "evaluation", data: { state: "began" } });
});

test("nobody's evaluation makes or keeps anything", async () => {
  const { server, front } = await open();
  const { call } = connect(front.endpoint);
  const { session_id } = (await call("create_session", { client_id: "ada" })).result;
  await call("evaluate", { session_id, code: "Transcript show: 'unheard'" });
  expect(server.sessions.require(session_id, undefined).feed).toBeUndefined();
  expect(server.sessions.audience.empty).toBe(true);
});

test("a session that ends takes its feed along", async () => {
  const { server, front } = await open();
  const { socket, call } = connect(front.endpoint);
  const { session_id } = (await call("create_session", { client_id: "ada" })).result;
  await call("subscribe", { session_id, events: ["session"] });
  const feed = server.sessions.require(session_id, undefined).feed;
  await socket.send(JSON.stringify({ id: "close", command: "close_session", parameters: { session_id } }));
  const messages = [
    JSON.parse(`${(await socket.receive())[0]}`),
    JSON.parse(`${(await socket.receive())[0]}`),
  ];
  expect(messages).toMatchObject([{ event: "session", data: { state: "closed" } }, { id: "close" }]);
  expect(feed?.ended).toBe(true);
  expect(feed?.followers.size).toBe(0);
  expect(server.sessions.audience.empty).toBe(true);
});
