/** Whatever bytes come, the router answers others; most are closed at once. */
import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { Dealer } from "zeromq";
import {
  afterTest,
  type RecordingRouter,
  recordingDealer,
  recordingRouter,
  transports,
  until,
} from "./recorder.contract.js";

const connectRaw = async (endpoint: string): Promise<Socket> => {
  const socket = endpoint.startsWith("ipc://")
    ? createConnection(endpoint.slice("ipc://".length))
    : createConnection(Number(endpoint.split(":").at(-1)), "127.0.0.1");
  socket.on("error", () => {});
  // What the server greets with is read, or the end of the connection would wait behind it.
  socket.resume();
  await once(socket, "connect");
  afterTest(async () => socket.destroy());
  return socket;
};

const closed = async (socket: Socket): Promise<void> => {
  if (!socket.closed) await new Promise((resolve) => socket.once("close", resolve));
};

/** The first 64 bytes of a ZMTP 3 connection with the NULL mechanism. */
const greeting = (): Buffer => {
  const bytes = Buffer.alloc(64);
  bytes.set([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0]);
  bytes.write("NULL", 12, "latin1");
  return bytes;
};

const property = (name: string, value: Buffer): Buffer => {
  const head = Buffer.alloc(1 + name.length + 4);
  head[0] = name.length;
  head.write(name, 1, "latin1");
  head.writeUInt32BE(value.length, 1 + name.length);
  return Buffer.concat([head, value]);
};

const ready = (routingId: Buffer): Buffer => {
  const body = Buffer.concat([
    Buffer.from("\x05READY", "latin1"),
    property("Socket-Type", Buffer.from("DEALER")),
    property("Identity", routingId),
  ]);
  return Buffer.concat([Buffer.from([4, body.length]), body]);
};

/**
 * A connection whose handshake is done. (What comes in one piece with the handshake's end is left lying by
 * libzmq until more comes.)
 */
const shakeHands = async (endpoint: string): Promise<Socket> => {
  const raw = await connectRaw(endpoint);
  raw.write(Buffer.concat([greeting(), ready(Buffer.alloc(0))]));
  await until(() => raw.bytesRead > 64 + "READY".length);
  return raw;
};

const answersOthers = async ({ socket }: RecordingRouter): Promise<void> => {
  const dealer = recordingDealer(socket.endpoint);
  dealer.socket.send("still there?");
  expect(await dealer.bodies.next()).toBe("still there?");
};

describe.each(transports)("hostile bytes over $name", ({ freeEndpoint }) => {
  const hostile: readonly (readonly [string, Buffer])[] = [
    ["zeros", Buffer.alloc(4_096)],
    ["ones", Buffer.alloc(4_096, 0xff)],
    ["text", Buffer.from('{"id":"1","command":"ping"}\n'.repeat(100))],
    ["an HTTP request", Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")],
    ["a TLS hello", Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, ...Array(500).fill(7)])],
    ["a greeting of ZMTP 1", Buffer.from([1, 0, 3, 0, 0x78, 0x79])],
    ["a greeting and then garbage", Buffer.concat([greeting(), Buffer.alloc(1_000, 0xaa)])],
  ];
  test.each(hostile)("%s: closed at once", async (_, bytes) => {
    const router = await recordingRouter({ endpoint: await freeEndpoint() });
    const raw = await connectRaw(router.socket.endpoint);
    raw.write(bytes);
    await closed(raw);
    await answersOthers(router);
    expect(router.socket.counters.received).toBe(1);
    expect(router.faults).toEqual([]);
  });

  test("silence: closed when the time for the handshake is over", async () => {
    const router = await recordingRouter({ endpoint: await freeEndpoint() });
    await closed(await connectRaw(router.socket.endpoint));
    await answersOthers(router);
  });

  test("a frame of 100 MiB: closed when it is announced", async () => {
    const router = await recordingRouter({ endpoint: await freeEndpoint() });
    const raw = await shakeHands(router.socket.endpoint);
    const announced = Buffer.alloc(9);
    announced[0] = 2;
    announced.writeBigUInt64BE(100n * 1_024n * 1_024n, 1);
    raw.write(announced);
    await closed(raw);
    await answersOthers(router);
  });

  test("a message above the protocol's limit is still delivered, one above ZeroMQ's is not", async () => {
    const router = await recordingRouter({ endpoint: await freeEndpoint(), maxMessageBytes: 1_000 });
    const dealer = recordingDealer(router.socket.endpoint);
    dealer.socket.send("x".repeat(3_999));
    expect((await router.deliveries.next()).body.length).toBe(3_999);
    dealer.socket.send("x".repeat(4_001));
    const { peer } = router.deliveries.all[0] ?? {};
    expect(await router.departures.next()).toBe(peer);
    await answersOthers(router);
  });

  test("a routing id of the form that libzmq makes: closed", async () => {
    const router = await recordingRouter({ endpoint: await freeEndpoint() });
    const victim = recordingDealer(router.socket.endpoint);
    victim.socket.send("mine");
    const { peer } = await router.deliveries.next();
    for (const id of [Buffer.from(peer, "latin1"), Buffer.from([0, 1, 2, 3, 4])]) {
      const raw = await connectRaw(router.socket.endpoint);
      raw.write(Buffer.concat([greeting(), ready(id), Buffer.from([0, 1, 0x78])]));
      await closed(raw);
    }
    await answersOthers(router);
    expect(router.deliveries.all.map(({ body }) => String(body))).toEqual(["mine", "still there?"]);
  });

  test("10,000 frames in one message: dropped as one", async () => {
    const router = await recordingRouter({ endpoint: await freeEndpoint() });
    const dealer = new Dealer({ linger: 0 });
    afterTest(async () => dealer.close());
    dealer.connect(router.socket.endpoint);
    await dealer.send(Array(10_000).fill("x"));
    await until(() => router.socket.counters.dropped.malformed === 1);
    await answersOthers(router);
  });

  test("frames without an end, and then none: nothing of them is delivered", async () => {
    const router = await recordingRouter({ endpoint: await freeEndpoint() });
    const raw = await shakeHands(router.socket.endpoint);
    raw.write(Buffer.concat(Array(10_000).fill(Buffer.from([1, 1, 0x78]))));
    await answersOthers(router);
    raw.destroy();
    await router.departures.next();
    expect(router.socket.counters).toMatchObject({ received: 1, dropped: { malformed: 0 } });
  });
});
