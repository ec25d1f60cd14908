/** A server as its users run it: a process of its own, on a free port of the loopback address. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const STUI = fileURLToPath(new URL("../../packages/stui/bin/stui.js", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class ServerProcess {
  /** What it wrote to standard error. */
  log = "";
  readonly ended: Promise<Ended>;

  private constructor(
    readonly child: ChildProcess,
    readonly endpoint: string,
    ended: Promise<Ended>,
  ) {
    this.ended = ended;
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.log += text;
    });
  }

  /** Starts `stui serve`, on a free port where no endpoint is given; resolves when it says that it listens. */
  static async start(...options: string[]): Promise<ServerProcess> {
    const where = options.includes("--endpoint") ? [] : ["--endpoint", "tcp://127.0.0.1:*"];
    const child = spawn(process.execPath, [STUI, "serve", ...where, ...options], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = once(child, "exit").then(([code, signal]): Ended => ({ code, signal }));
    const lines = createInterface({ input: child.stdout });
    for await (const line of lines) {
      const endpoint = /^listening on (\S+)$/.exec(line)?.[1];
      if (endpoint !== undefined) return new ServerProcess(child, endpoint, ended);
    }
    throw new Error("the server ended before it listened");
  }

  /** Asks it to end as an operator does, and answers how it did. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }
}
