/** A wire between a client and a server that can be cut, so that a lost connection can be shown. */
import { connect, createServer, type Server, type Socket } from "node:net";

const HOST = "127.0.0.1";

export class Relay {
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  private constructor(target: number) {
    this.#target = target;
  }

  /** @param endpoint of the server, as tcp://127.0.0.1:5555 */
  static async open(endpoint: string): Promise<Relay> {
    const relay = new Relay(Number(new URL(endpoint).port));
    await relay.restore();
    return relay;
  }

  get endpoint(): string {
    return `tcp://${HOST}:${this.#port}`;
  }

  /** Every connection ends, and nobody listens any more. */
  async cut(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Listens where it listened before. */
  async restore(): Promise<void> {
    const server = createServer((near) => this.#join(near));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.#port, HOST, resolve);
    });
    this.#server = server;
    const address = server.address();
    if (address !== null && typeof address === "object") this.#port = address.port;
  }

  #join(near: Socket): void {
    const far = connect(this.#target, HOST);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.setNoDelay(true);
      one.pipe(other);
      // Whichever end goes, for whatever reason, the other goes as well.
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }
}
