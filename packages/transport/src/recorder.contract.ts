/** What the socket tests share: endpoints of both transports, and sockets whose messages can be awaited. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { type ConnectionStatus, type DealerOptions, DealerSocket } from "./dealer-socket.js";
import type { Delivery, PeerId } from "./frames.js";
import { type RouterOptions, RouterSocket } from "./router-socket.js";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** Has something closed or removed after the test, in reverse order. */
export const afterTest = (clean: () => Promise<unknown>): void => {
  cleanups.push(clean);
};

export const ipcEndpoint = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "stui-"));
  afterTest(() => rm(folder, { recursive: true }));
  return `ipc://${join(folder, "socket")}`;
};

export interface Transport {
  readonly name: string;
  readonly freeEndpoint: () => Promise<string>;
}
export const transports: readonly Transport[] = [
  { name: "tcp", freeEndpoint: async () => "tcp://127.0.0.1:*" },
  { name: "ipc", freeEndpoint: ipcEndpoint },
];

/** What came, and what is waited for. */
export class Arrivals<T> {
  readonly all: T[] = [];
  #taken = 0;
  #wake: () => void = () => {};

  add(value: T): void {
    this.all.push(value);
    this.#wake();
  }

  /** The next one that was not taken yet. */
  async next(): Promise<T> {
    for (;;) {
      const value = this.all[this.#taken];
      if (value !== undefined) {
        this.#taken += 1;
        return value;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async take(count: number): Promise<T[]> {
    const taken: T[] = [];
    while (taken.length < count) taken.push(await this.next());
    return taken;
  }
}

export interface RecordingRouter {
  readonly socket: RouterSocket;
  readonly deliveries: Arrivals<Delivery>;
  readonly departures: Arrivals<PeerId>;
  readonly faults: unknown[];
}

/** A router that records, and echoes unless told otherwise. */
export const recordingRouter = async (
  options: Partial<RouterOptions> & { readonly endpoint: string },
  onMessage: (delivery: Delivery, socket: RouterSocket) => void = echo,
): Promise<RecordingRouter> => {
  const deliveries = new Arrivals<Delivery>();
  const departures = new Arrivals<PeerId>();
  const faults: unknown[] = [];
  const socket = await RouterSocket.bind(
    { maxMessageBytes: 64 * 1024, ...options },
    {
      onMessage: (delivery) => {
        deliveries.add(delivery);
        onMessage(delivery, socket);
      },
      onDeparture: (peer) => departures.add(peer),
      onFault: (error) => faults.push(error),
    },
  );
  afterTest(() => socket.close());
  return { socket, deliveries, departures, faults };
};

export const echo = (delivery: Delivery, socket: RouterSocket): void =>
  socket.send(delivery.peer, delivery.envelope, delivery.body.toString());

export interface RecordingDealer {
  readonly socket: DealerSocket;
  readonly bodies: Arrivals<string>;
  readonly statuses: Arrivals<ConnectionStatus>;
}

export const recordingDealer = (endpoint: string, options: DealerOptions = {}): RecordingDealer => {
  const bodies = new Arrivals<string>();
  const statuses = new Arrivals<ConnectionStatus>();
  const socket = DealerSocket.connect(
    endpoint,
    { linger: 0, ...options },
    {
      onMessage: (body) => bodies.add(body.toString()),
      onStatus: (status) => statuses.add(status),
      onFault: (error) => {
        throw error;
      },
    },
  );
  afterTest(() => socket.close());
  return { socket, bodies, statuses };
};

/** Waits until a counter, which changes with the turns of the event loop, has a value. */
export const until = async (reached: () => boolean): Promise<void> => {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 2));
};
