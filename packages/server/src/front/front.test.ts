/** Connections and their events, over real sockets, seen from within the server. */
import { DealerSocket } from "@stui/transport";
import { afterEach, expect, test } from "vitest";
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
    server.metrics,
  );
  cleanups.push(async () => {
    await server.close(0);
    await front.close();
  });
  return { server, front };
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const connect = (endpoint: string) => {
  /** What came and was not looked at, and who waits for what comes next. */
  const unread: Readonly<Record<string, unknown>>[] = [];
  let wake = (): void => undefined;
  const socket = DealerSocket.connect(
    endpoint,
    { linger: 0 },
    {
      onMessage: (body) => {
        const message: unknown = JSON.parse(`${body}`);
        if (isRecord(message)) unread.push(message);
        wake();
      },
      onStatus: () => undefined,
      onFault: (fault) => {
        throw fault;
      },
    },
  );
  cleanups.push(() => socket.close());
  const next = async (): Promise<Readonly<Record<string, unknown>>> => {
    for (;;) {
      const message = unread.shift();
      if (message !== undefined) return message;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const send = (id: string, command: string, parameters: object): void =>
    socket.send(JSON.stringify({ id, command, parameters }));
  const call = (command: string, parameters: object) => {
    send(command, command, parameters);
    return next();
  };
  const newSession = async (): Promise<string> => {
    const { result } = await call("create_session", { client_id: "ada" });
    return isRecord(result) ? `${result.session_id}` : "none";
  };
  return { socket, send, next, call, newSession };
};

/** Turns of the event loop until it is so. */
const until = async (reached: () => boolean): Promise<void> => {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 2));
};

test("a connection that departs is followed by nothing, and the feed goes on", async () => {
  const { server, front } = await open();
  const leaving = connect(front.endpoint);
  const staying = connect(front.endpoint);
  const session_id = await leaving.newSession();
  const subscribe = { session_id, events: ["evaluation"] };
  await leaving.call("subscribe", subscribe);
  await staying.call("subscribe", subscribe);
  const feed = server.sessions.require(session_id, undefined).feed;
  expect(feed?.followers.size).toBe(2);
  expect(server.metrics.read()).toMatchObject({ sessions_followed: 1, subscriptions: 2, events_kept: 0 });
  await leaving.socket.close();
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
  expect(await staying.next()).toMatchObject({ event: "evaluation", data: { state: "began" } });
});

test("nobody's evaluation makes or keeps anything", async () => {
  const { server, front } = await open();
  const { call, newSession } = connect(front.endpoint);
  const session_id = await newSession();
  await call("evaluate", { session_id, code: "Transcript show: 'unheard'" });
  expect(server.sessions.require(session_id, undefined).feed).toBeUndefined();
  expect(server.sessions.audience.empty).toBe(true);
});

test("a session that ends takes its feed along", async () => {
  const { server, front } = await open();
  const { send, next, call, newSession } = connect(front.endpoint);
  const session_id = await newSession();
  await call("subscribe", { session_id, events: ["session"] });
  const feed = server.sessions.require(session_id, undefined).feed;
  send("close", "close_session", { session_id });
  const messages = [await next(), await next()];
  expect(messages).toMatchObject([{ event: "session", data: { state: "closed" } }, { id: "close" }]);
  expect(feed?.ended).toBe(true);
  expect(feed?.followers.size).toBe(0);
  expect(server.sessions.audience.empty).toBe(true);
});
