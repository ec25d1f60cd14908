import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import type { ConnectionStatus } from "./dealer-socket.js";
import { EndpointRefused } from "./failure.js";
import { afterTest, recordingDealer, recordingRouter, transports } from "./recorder.contract.js";

type Kind = ConnectionStatus["kind"];

describe.each(transports)("a dealer over $name", ({ freeEndpoint }) => {
  test("tells how the connection stands, through loss and return", async () => {
    const first = await recordingRouter({ endpoint: await freeEndpoint() });
    const { endpoint } = first.socket;
    const { socket } = recordingDealer(endpoint);
    const seen: Kind[] = [];
    let back = false;
    for await (const { kind } of socket.status) {
      if (seen.at(-1) !== kind) seen.push(kind);
      if (kind === "connected" && !back) await first.socket.close();
      if (kind === "connected" && back) void socket.close();
      if (kind === "waiting" && !back) {
        back = true;
        await recordingRouter({ endpoint });
      }
    }
    expect(seen.slice(0, 4)).toEqual(["connecting", "connected", "disconnected", "waiting"]);
    expect(seen.slice(-2)).toEqual(["connected", "closed"]);
    expect(socket.status.current).toEqual({ kind: "closed" });
  });

  test("keeps what was sent before there was a server", async () => {
    const { socket } = await recordingRouter({ endpoint: await freeEndpoint() });
    const { endpoint } = socket;
    await socket.close();
    const dealer = recordingDealer(endpoint);
    dealer.socket.send("early");
    while ((await dealer.statuses.next()).kind !== "waiting");
    await recordingRouter({ endpoint });
    expect(await dealer.bodies.next()).toBe("early");
  });

  test("drops and counts what is more than can wait, and what is sent after closing", async () => {
    const { socket } = await recordingRouter({ endpoint: await freeEndpoint() });
    const { endpoint } = socket;
    await socket.close();
    const dealer = recordingDealer(endpoint, { sendHighWaterMark: 5 });
    for (let n = 0; n < 8; n += 1) dealer.socket.send("x");
    await Promise.resolve();
    expect(dealer.socket.counters).toMatchObject({ sent: 5, dropped: { full: 3 } });
    await dealer.socket.close();
    dealer.socket.send("x");
    expect(dealer.socket.counters.dropped.closed).toBe(1);
  });
});

test("a listener that speaks another protocol is no server", async () => {
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
  const { statuses } = recordingDealer(`tcp://127.0.0.1:${address.port}`);
  const kinds: Kind[] = [];
  while (kinds.at(-1) !== "waiting") kinds.push((await statuses.next()).kind);
  expect(kinds).not.toContain("connected");
});

test("a public address is refused", () => {
  expect(() => recordingDealer("tcp://10.0.0.1:5555")).toThrow(EndpointRefused);
});
