/** The load, in processes of its own: in C where there is a compiler, else several of Node. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(new URL("../../../wire/load/load.c", import.meta.url));
const NODE_LOAD = fileURLToPath(new URL("./load-process.js", import.meta.url));
/** Processes of Node among which the connections are shared. */
const NODE_PROCESSES = 2;

/** What one process of load did. */
export interface LoadReport {
  readonly requests: number;
  readonly seconds: number;
  /** Of the load's own process, a request. */
  readonly cpu_us: number;
  /** Of a request, from sending to the reply. */
  readonly p50_us: number;
  readonly p99_us: number;
}

export interface LoadOptions {
  readonly port: number;
  /** A connection each: its request, with ten `@` where the number of the request goes. */
  readonly bodies: readonly string[];
  /** Requests without a reply on each connection. */
  readonly inFlight: number;
  readonly seconds: number;
  /** Ends there if that is before `seconds` have passed. */
  readonly requests?: number;
  /** Text that every reply must hold. */
  readonly expected: string;
}

/** The load could not be made, or a reply was not as expected. */
export class LoadFault extends Error {
  override readonly name = "LoadFault";
}

export class LoadGenerator {
  /** In what language the load is written. */
  readonly language: "C" | "JavaScript";
  readonly #folder = mkdtempSync(join(tmpdir(), "stui-load-"));
  readonly #program = join(this.#folder, "load");

  constructor() {
    this.language = this.#compile() ? "C" : "JavaScript";
  }

  /** Removes what was compiled. */
  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** @throws LoadFault */
  async run(options: LoadOptions): Promise<LoadReport> {
    if (this.language === "C") return runProcess(this.#program, [], options);
    const shares = Math.min(NODE_PROCESSES, options.bodies.length);
    const reports = await Promise.all(
      Array.from({ length: shares }, (_, share) => {
        const bodies = options.bodies.filter((_body, index) => index % shares === share);
        const part = options.requests === undefined ? {} : { requests: Math.ceil(options.requests / shares) };
        return runProcess(process.execPath, [NODE_LOAD], { ...options, ...part, bodies });
      }),
    );
    return together(reports);
  }

  #compile(): boolean {
    try {
      execFileSync("cc", ["-O2", "-D_GNU_SOURCE", "-o", this.#program, SOURCE], { stdio: "ignore" });
      return true;
    } catch {
      // No compiler, or not the headers of Linux.
      return false;
    }
  }
}

/** Of several processes that ran at the same time. */
const together = (reports: readonly LoadReport[]): LoadReport => {
  const requests = reports.reduce((sum, r) => sum + r.requests, 0);
  return {
    requests,
    seconds: Math.max(...reports.map((r) => r.seconds)),
    cpu_us: reports.reduce((sum, r) => sum + r.cpu_us * r.requests, 0) / requests,
    p50_us: Math.max(...reports.map((r) => r.p50_us)),
    p99_us: Math.max(...reports.map((r) => r.p99_us)),
  };
};

const runProcess = async (
  program: string,
  before: readonly string[],
  { port, inFlight, seconds, requests = 0, expected, bodies }: LoadOptions,
): Promise<LoadReport> => {
  const child = spawn(program, [...before, `${port}`, `${inFlight}`, `${seconds}`, `${requests}`, expected], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(bodies.map((body) => `${body}\n`).join(""));
  const { out, errors, code } = await outputOf(child);
  if (code !== 0) throw new LoadFault(errors.trim() || `the load ended with ${code}`);
  const report: LoadReport = JSON.parse(out);
  return report;
};

const outputOf = (child: ChildProcess): Promise<{ out: string; errors: string; code: number | null }> =>
  new Promise((resolve, reject) => {
    let out = "";
    let errors = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ out, errors, code }));
  });
