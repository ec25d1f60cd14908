import { link, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { Dealer, Request } from "zeromq";
import { AddressInUse, BindFailed, EndpointRefused } from "./failure.js";
import {
  afterTest,
  echo,
  ipcEndpoint,
  recordingDealer,
  recordingRouter,
  transports,
  until,
} from "./recorder.contract.js";
import { RouterSocket } from "./router-socket.js";

/** A plain ZeroMQ socket, as a stranger's client has it. */
const plain = <S extends Dealer | Request>(socket: S, endpoint: string): S => {
  socket.linger = 0;
  socket.connect(endpoint);
  afterTest(async () => socket.close());
  return socket;
};

describe.each(transports)("a router over $name", ({ freeEndpoint }) => {
  test("answers a DEALER, a REQ and a REQ with correlate, each in its own frames", async () => {
    const { socket, deliveries } = await recordingRouter({ endpoint: await freeEndpoint() });
    const dealer = plain(new Dealer(), socket.endpoint);
    await dealer.send("one");
    expect((await dealer.receive()).map(String)).toEqual(["one"]);
    await dealer.send(["a", "b", "", "two"]);
    expect((await dealer.receive()).map(String)).toEqual(["a", "b", "", "two"]);
    const req = plain(new Request(), socket.endpoint);
    await req.send("three");
    expect((await req.receive()).map(String)).toEqual(["three"]);
    const correlating = plain(new Request({ correlate: true, relaxed: true }), socket.endpoint);
    await correlating.send("four");
    expect((await correlating.receive()).map(String)).toEqual(["four"]);
    expect(deliveries.all.map(({ envelope }) => envelope.length)).toEqual([0, 3, 1, 2]);
    expect(new Set(deliveries.all.map(({ peer }) => peer)).size).toBe(3);
    expect(socket.counters).toMatchObject({ received: 4, sent: 4, accepted: 3 });
  });

  test("keeps texts beyond ASCII", async () => {
    const { socket } = await recordingRouter({ endpoint: await freeEndpoint() });
    const dealer = recordingDealer(socket.endpoint);
    const text = `λ → 😀${"é".repeat(1_000)}`;
    dealer.socket.send(text);
    expect(await dealer.bodies.next()).toBe(text);
  });

  test("drops and counts messages with too many frames and goes on", async () => {
    const { socket } = await recordingRouter({ endpoint: await freeEndpoint() });
    const dealer = plain(new Dealer(), socket.endpoint);
    await dealer.send(["a", "b", "c", "", "body"]);
    await dealer.send(["a", "body"]);
    await dealer.send("after");
    expect((await dealer.receive()).map(String)).toEqual(["after"]);
    expect(socket.counters.dropped).toMatchObject({ malformed: 2 });
    expect(socket.counters.received).toBe(1);
  });

  test("neither hears nor answers a peer that chose its routing id", async () => {
    const { socket, deliveries } = await recordingRouter({ endpoint: await freeEndpoint() });
    const impostor = plain(new Dealer({ routingId: "admin" }), socket.endpoint);
    await impostor.send("let me in");
    await until(() => socket.counters.dropped.self_chosen_id === 1);
    expect(deliveries.all).toEqual([]);
  });

  test("tells of a peer's departure", async () => {
    const { socket, deliveries, departures } = await recordingRouter({ endpoint: await freeEndpoint() });
    const dealer = recordingDealer(socket.endpoint);
    dealer.socket.send("here");
    const { peer } = await deliveries.next();
    await dealer.bodies.next();
    await dealer.socket.close();
    expect(await departures.next()).toBe(peer);
  });

  test("tells of the departure of one who leaves more behind than may wait", async () => {
    // An answer to one who has left would tell the departure again.
    const { socket, deliveries, departures } = await recordingRouter(
      { endpoint: await freeEndpoint(), receiveHighWaterMark: 4 },
      (delivery, router) => {
        if (String(delivery.body) === "first") echo(delivery, router);
      },
    );
    for (let many = 1; many < 16; many += 1) {
      const before = deliveries.all.length;
      const dealer = recordingDealer(socket.endpoint, { linger: 1_000 });
      dealer.socket.send("first");
      await dealer.bodies.next();
      socket.pause();
      for (let n = 0; n < many; n += 1) dealer.socket.send(String(n));
      const closed = dealer.socket.close();
      socket.resume();
      await closed;
      // What was not read when the connection ended may be lost; that it ended is not.
      expect(await departures.next()).toBe(deliveries.all[before]?.peer);
    }
  });

  test("a flood stalls at its sender while nothing is read", async () => {
    const { socket, deliveries } = await recordingRouter({ endpoint: await freeEndpoint() });
    const flood = recordingDealer(socket.endpoint, { sendHighWaterMark: 10 });
    flood.socket.send("first");
    await flood.bodies.next();
    socket.pause();
    const large = "x".repeat(100_000);
    while (flood.socket.counters.dropped.full === 0) {
      flood.socket.send(large);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(deliveries.all.length).toBe(1);
    socket.resume();
    await flood.bodies.take(flood.socket.counters.sent - 1);
    expect(deliveries.all.length).toBe(flood.socket.counters.sent);
  });

  test("counts what is sent to one who is gone, and tells of the departure again", async () => {
    const { socket, deliveries, departures } = await recordingRouter({ endpoint: await freeEndpoint() });
    const dealer = recordingDealer(socket.endpoint);
    dealer.socket.send("here");
    const { peer } = await deliveries.next();
    await dealer.bodies.next();
    await dealer.socket.close();
    await departures.next();
    socket.send(peer, [], "too late");
    expect(await departures.next()).toBe(peer);
    expect(socket.counters.dropped.peer_gone).toBe(1);
    expect(socket.counters.sent).toBe(1);
  });

  test("drops and counts what a peer does not read, and answers the others", async () => {
    const { socket, deliveries } = await recordingRouter({
      endpoint: await freeEndpoint(),
      sendHighWaterMark: 10,
      linger: 0,
    });
    const deaf = plain(new Dealer({ receiveHighWaterMark: 1 }), socket.endpoint);
    await deaf.send("hello");
    const { peer } = await deliveries.next();
    const large = "x".repeat(1_000_000);
    for (let n = 0; n < 100; n += 1) socket.send(peer, [], large);
    await until(() => socket.counters.dropped.peer_full > 0);
    const other = recordingDealer(socket.endpoint);
    other.socket.send("and me?");
    expect(await other.bodies.next()).toBe("and me?");
  });

  test("offers what was not asked for: taken, or full until the peer reads, or gone", async () => {
    const { socket, deliveries, departures } = await recordingRouter({
      endpoint: await freeEndpoint(),
      sendHighWaterMark: 10,
      linger: 0,
    });
    const deaf = plain(new Dealer({ receiveHighWaterMark: 1, linger: 0 }), socket.endpoint);
    await deaf.send("hello");
    const { peer } = await deliveries.next();
    const large = "x".repeat(100_000);
    let taken = 0;
    while ((await socket.offer(peer, `${taken} ${large}`)) === "taken") taken += 1;
    expect(taken).toBeGreaterThan(5);
    const reply = await deaf.receive();
    expect(reply.map(String)).toEqual(["hello"]);
    for (let n = 0; n < taken; n += 1) expect(String(await deaf.receive())).toMatch(`${n} x`);
    expect(await socket.offer(peer, "room again")).toBe("taken");
    expect(String(await deaf.receive())).toBe("room again");
    // Nothing was dropped, and nothing is counted as if it were.
    expect(socket.counters).toMatchObject({ sent: taken + 2, dropped: { peer_full: 0 } });
    deaf.close();
    await departures.next();
    expect(await socket.offer(peer, "too late")).toBe("gone");
    expect(await departures.next()).toBe(peer);
    await socket.close();
    expect(await socket.offer(peer, "closed")).toBe("gone");
  });

  test("hands over nothing while paused, and everything after", async () => {
    const { socket, deliveries } = await recordingRouter({ endpoint: await freeEndpoint() });
    const dealer = recordingDealer(socket.endpoint);
    dealer.socket.send("first");
    await dealer.bodies.next();
    socket.pause();
    const many = 500;
    for (let n = 0; n < many; n += 1) dealer.socket.send(String(n));
    // Another router of the same process answers meanwhile: the event loop has turned.
    const other = await recordingRouter({ endpoint: await freeEndpoint() });
    const bystander = recordingDealer(other.socket.endpoint);
    bystander.socket.send("?");
    await bystander.bodies.next();
    expect(deliveries.all.length).toBe(1);
    socket.resume();
    expect(await dealer.bodies.take(many)).toEqual(Array.from({ length: many }, (_, n) => String(n)));
  });

  test("a handler that throws is a fault to be told, and costs one message only", async () => {
    const failure = new Error("broken");
    const { socket, faults } = await recordingRouter(
      { endpoint: await freeEndpoint() },
      (delivery, router) => {
        if (String(delivery.body) === "bad") throw failure;
        router.send(delivery.peer, delivery.envelope, "ok");
      },
    );
    const dealer = recordingDealer(socket.endpoint);
    dealer.socket.send("bad");
    dealer.socket.send("good");
    expect(await dealer.bodies.next()).toBe("ok");
    expect(faults).toEqual([failure]);
  });

  test("close lets out what was sent, and frees the address at once", async () => {
    let endpoint = await freeEndpoint();
    for (let round = 0; round < 5; round += 1) {
      const { socket, deliveries } = await recordingRouter({ endpoint }, () => {});
      endpoint = socket.endpoint;
      const dealer = recordingDealer(endpoint);
      dealer.socket.send("hello");
      const { peer } = await deliveries.next();
      for (let n = 0; n < 50; n += 1) socket.send(peer, [], "x".repeat(100_000));
      await socket.close();
      expect((await dealer.bodies.take(50)).every((body) => body.length === 100_000)).toBe(true);
      socket.send(peer, [], "after closing");
      expect(socket.counters).toMatchObject({ sent: 50, dropped: { closed: 1, peer_full: 0 } });
      await dealer.socket.close();
    }
  });

  test("closing twice is closing once, paused or not", async () => {
    const { socket } = await recordingRouter({ endpoint: await freeEndpoint() });
    socket.pause();
    await Promise.all([socket.close(), socket.close()]);
    expect(socket.closed).toBe(true);
  });

  test("a second router at the same address is refused, and the first goes on", async () => {
    const first = await recordingRouter({ endpoint: await freeEndpoint() });
    const { endpoint } = first.socket;
    await expect(recordingRouter({ endpoint })).rejects.toThrow(AddressInUse);
    await expect(recordingRouter({ endpoint })).rejects.toThrow(
      /Another process listens.*Stop it, or choose/,
    );
    const dealer = recordingDealer(endpoint);
    dealer.socket.send("still there?");
    expect(await dealer.bodies.next()).toBe("still there?");
  });
});

test("a public address is refused before anything is opened", async () => {
  await expect(recordingRouter({ endpoint: "tcp://0.0.0.0:5555" })).rejects.toThrow(EndpointRefused);
});

test("a free port is chosen and told", async () => {
  const { socket } = await recordingRouter({ endpoint: "tcp://127.0.0.1:*" });
  expect(socket.endpoint).toMatch(/^tcp:\/\/127\.0\.0\.1:[1-9]\d*$/);
});

describe("an IPC path", () => {
  test("that a killed server left behind is taken over; closing removes it", async () => {
    const endpoint = await ipcEndpoint();
    const path = endpoint.slice("ipc://".length);
    // A Unix server removes its path when it closes, so a second name keeps the dead socket.
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(`${path}.live`, resolve));
    await link(`${path}.live`, path);
    await new Promise((resolve) => server.close(resolve));
    const { socket } = await recordingRouter({ endpoint });
    const dealer = recordingDealer(endpoint);
    dealer.socket.send("hello");
    expect(await dealer.bodies.next()).toBe("hello");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await socket.close();
    await expect(stat(path)).rejects.toThrow("ENOENT");
  });

  test("with a file of another kind is refused, and the file stays", async () => {
    const endpoint = await ipcEndpoint();
    const path = endpoint.slice("ipc://".length);
    await writeFile(path, "precious");
    await expect(recordingRouter({ endpoint })).rejects.toThrow("exists and is not a socket");
    expect((await stat(path)).size).toBe("precious".length);
  });

  test("in a folder that does not exist fails, and says so", async () => {
    const endpoint = (await ipcEndpoint()).replace(/socket$/, "nowhere/socket");
    const failure = await recordingRouter({ endpoint }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(BindFailed);
    expect(failure).toMatchObject({ code: "ENOENT", endpoint });
  });
});

test("a failed bind leaves nothing behind that keeps the process", async () => {
  const first = await recordingRouter({ endpoint: "tcp://127.0.0.1:*" });
  const handlers = { onMessage: () => {}, onDeparture: () => {}, onFault: () => {} };
  await expect(
    RouterSocket.bind({ endpoint: first.socket.endpoint, maxMessageBytes: 1_000 }, handlers),
  ).rejects.toThrow(AddressInUse);
  await first.socket.close();
  const second = await recordingRouter({ endpoint: first.socket.endpoint });
  expect(second.socket.endpoint).toBe(first.socket.endpoint);
});
