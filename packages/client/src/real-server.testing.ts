/** For tests: `stui serve` in a process of its own, and a connection to it that can be cut. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const STUI = fileURLToPath(new URL("../../stui/bin/stui.js", import.meta.url));

export interface RealServer {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** @param settings as `limits.max_events=10` */
export const startServer = async (...settings: readonly string[]): Promise<RealServer> => {
  const options = settings.flatMap((setting) => ["--set", setting]);
  const child = spawn(process.execPath, [STUI, "serve", "--endpoint", "tcp://127.0.0.1:*", ...options], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const stop = async (): Promise<void> => {
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await exited;
  };
  for await (const line of createInterface(child.stdout)) {
    const endpoint = /^listening on (\S+)$/.exec(line)?.[1];
    if (endpoint !== undefined) return { endpoint, stop };
  }
  throw new Error("The server did not start.");
};

/** Passes bytes on to a server, until it is cut. A connection that is made while it is unplugged comes to nothing. */
export class Cable {
  readonly #sockets = new Set<Socket>();
  #plugged = true;
  cuts = 0;

  private constructor(
    readonly far: string,
    readonly near: string,
    readonly listener: Server,
  ) {
    listener.on("connection", (near) => {
      if (!this.#plugged) {
        near.destroy();
        return;
      }
      const far = createConnection(Number(this.far.split(":").at(-1)), "127.0.0.1");
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.on("error", () => {});
        one.on("close", () => other.destroy());
        one.pipe(other);
      }
    });
  }

  /** Connect to `near` to reach the server at `endpoint`. */
  static async to(endpoint: string): Promise<Cable> {
    const listener = createServer();
    listener.listen(0, "127.0.0.1");
    await once(listener, "listening");
    const address = listener.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return new Cable(endpoint, `tcp://127.0.0.1:${address.port}`, listener);
  }

  /** Ends the connections there are; others can be made at once. */
  cut(): void {
    this.cuts += 1;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  unplug(): void {
    this.#plugged = false;
    this.cut();
  }

  plug(): void {
    this.#plugged = true;
  }

  async close(): Promise<void> {
    this.unplug();
    this.listener.close();
  }
}
