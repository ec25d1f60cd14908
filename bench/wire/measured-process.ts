/** A server in a process of its own, with what it and its children take of the machine. Linux only: it reads `/proc`. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const STUI = fileURLToPath(new URL("../../../packages/stui/bin/stui.js", import.meta.url));
const ECHO = fileURLToPath(new URL("./echo.js", import.meta.url));

/** The server did not start. */
export class ServerFault extends Error {
  override readonly name = "ServerFault";
}

export interface Usage {
  /** Microseconds of processor time, all threads of all processes. */
  readonly cpuUs: number;
  /** MiB, all processes. */
  readonly rssMb: number;
}

export class MeasuredProcess {
  readonly port: number;

  private constructor(
    readonly process: ChildProcess,
    readonly endpoint: string,
  ) {
    this.port = Number(endpoint.slice(endpoint.lastIndexOf(":") + 1));
  }

  /** `stui serve`, with the settings of the product. */
  static serve(...settings: readonly string[]): Promise<MeasuredProcess> {
    const set = ["log.level=error", ...settings].flatMap((setting) => ["--set", setting]);
    return MeasuredProcess.#start([STUI, "serve", "--endpoint", "tcp://127.0.0.1:*", ...set]);
  }

  /** The bare ROUTER that echoes. */
  static echo(): Promise<MeasuredProcess> {
    return MeasuredProcess.#start([ECHO]);
  }

  static async #start(args: readonly string[]): Promise<MeasuredProcess> {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface(child.stdout)) {
      const [, endpoint] = /^listening on (\S+)/.exec(line) ?? [];
      if (endpoint === undefined) continue;
      child.stdout.resume();
      return new MeasuredProcess(child, endpoint);
    }
    throw new ServerFault(`node ${args.join(" ")} ended before it listened`);
  }

  /** What its processes have taken until now. */
  usage(): Usage {
    const pids = this.#tree();
    const stats = pids.map((pid) => statOf(pid));
    return {
      cpuUs: stats.reduce((sum, stat) => sum + stat.cpuUs, 0),
      rssMb: pids.reduce((sum, pid) => sum + rssMbOf(pid), 0),
    };
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, "exit");
    this.process.kill("SIGTERM");
    await exited;
  }

  /** Its process and all that descend from it. */
  #tree(): readonly number[] {
    const parents = new Map<number, number>();
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      try {
        parents.set(Number(name), statOf(Number(name)).parent);
      } catch {
        // It has ended meanwhile.
      }
    }
    const tree = [this.process.pid ?? 0];
    for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
    return tree;
  }
}

const TICK_US = 1_000_000 / Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

const statOf = (pid: number): { readonly parent: number; readonly cpuUs: number } => {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name, in parentheses, may hold blanks and parentheses.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return {
    parent: Number(fields[1]),
    cpuUs: (Number(fields[11]) + Number(fields[12])) * TICK_US,
  };
};

const rssMbOf = (pid: number): number => {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes ?? 0) / 1024;
};
