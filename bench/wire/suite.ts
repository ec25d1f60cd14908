/**
 * Requests through the whole of `stui serve` against a bare ROUTER of zeromq.js that echoes the same requests: the same
 * load, by turns, in one run.
 */
import { ClientConnection } from "@stui/client";
import type { SuiteOptions } from "../main.js";
import { geometricMean, median, type Report, round } from "../report.js";
import { textTable } from "../table.js";
import { LoadGenerator, type LoadReport } from "./load/load.js";
import { MeasuredProcess } from "./measured-process.js";

/** A request through the server and through the echo. */
export interface RateResult {
  readonly name: string;
  /** Requests in a second, median of the rounds. */
  readonly ours_per_s: number;
  readonly floor_per_s: number;
  /** ours / floor: greater is better. */
  readonly ratio: number;
  /** Microseconds of processor time a request, of all processes and threads of the server. */
  readonly ours_cpu_us: number;
  readonly floor_cpu_us: number;
  /** floor / ours: greater is better. What counts where the load is the limit of the rates. */
  readonly cpu_ratio: number;
  /**
   * Whether the load reached 1.5 × our rate against the echo, so that it is not the limit of ours and `ratio` may be
   * trusted.
   */
  readonly load_suffices: boolean;
  /** Of the load's own processes, against the echo. */
  readonly load_cpu_us: number;
  /** Milliseconds from request to reply. */
  readonly ours_p50_ms: number;
  readonly ours_p99_ms: number;
  readonly floor_p50_ms: number;
  readonly floor_p99_ms: number;
}

interface Case {
  readonly name: string;
  readonly command: "ping" | "evaluate";
  readonly clients: number;
  readonly inFlight: number;
}

const CASES: readonly Case[] = [
  { name: "ping", command: "ping", clients: 20, inFlight: 8 },
  { name: "evaluate", command: "evaluate", clients: 20, inFlight: 8 },
  { name: "ping-alone", command: "ping", clients: 1, inFlight: 1 },
  { name: "evaluate-alone", command: "evaluate", clients: 1, inFlight: 1 },
];

const EXPECTED = { ping: '"message":"pong"', evaluate: '"result":"7"' } as const;
/** How much faster than ours the load must be against the echo. */
const HEADROOM = 1.5;

export async function measureWire(options: SuiteOptions): Promise<Report> {
  const load = new LoadGenerator();
  const processes: MeasuredProcess[] = [];
  try {
    const server = await MeasuredProcess.serve();
    processes.push(server);
    const echo = await MeasuredProcess.echo();
    processes.push(echo);
    const results: RateResult[] = [];
    for (const measured of CASES.filter(
      ({ name }) => options.only.length === 0 || options.only.includes(name),
    ))
      results.push(await measureCase(measured, server, echo, load, options.quick));
    return wireReport(results, server.usage().rssMb, load.language);
  } finally {
    for (const process of processes) await process.stop();
    load.close();
  }
}

/** Until V8 has compiled what is used: after so many requests, or so long on a machine that is busy with others. */
const WARM_UP = { requests: 100_000, seconds: 15 };
const QUICK_WARM_UP = { requests: 30_000, seconds: 3 };

/** A request of each client, with the place for its number. A session each. */
export async function bodiesFor(
  command: "ping" | "evaluate",
  clients: number,
  endpoint: string,
): Promise<readonly string[]> {
  if (command === "ping")
    return Array.from({ length: clients }, () => '{"id":"@@@@@@@@@@","command":"ping","parameters":{}}');
  const client = new ClientConnection(endpoint, {});
  try {
    const bodies: string[] = [];
    for (let i = 0; i < clients; i += 1) {
      const { session_id } = await client.call("create_session", { client_id: `load-${process.pid}-${i}` });
      bodies.push(
        `{"id":"@@@@@@@@@@","command":"evaluate","parameters":{"session_id":"${session_id}","code":"3 + 4"}}`,
      );
    }
    return bodies;
  } finally {
    await client.close();
  }
}

/** One side of a case in each round. */
interface Round {
  readonly load: LoadReport;
  readonly cpuUs: number;
}

async function measureCase(
  { name, command, clients, inFlight }: Case,
  server: MeasuredProcess,
  echo: MeasuredProcess,
  load: LoadGenerator,
  quick: boolean,
): Promise<RateResult> {
  const bodies = await bodiesFor(command, clients, server.endpoint);
  const run = async (
    target: MeasuredProcess,
    expected: string,
    seconds: number,
    requests = Number.MAX_SAFE_INTEGER,
  ): Promise<Round> => {
    const before = target.usage().cpuUs;
    const report = await load.run({ port: target.port, bodies, inFlight, seconds, requests, expected });
    return { load: report, cpuUs: (target.usage().cpuUs - before) / report.requests };
  };
  // Of the echo what was asked comes back.
  const echoed = `"command":"${command}"`;
  const seconds = quick ? 1 : 2;
  const warmUp = quick ? QUICK_WARM_UP : WARM_UP;
  await run(server, EXPECTED[command], warmUp.seconds, warmUp.requests);
  await run(echo, echoed, warmUp.seconds, warmUp.requests);
  const oursRounds: Round[] = [];
  const floorRounds: Round[] = [];
  for (let i = 0; i < (quick ? 3 : 7); i += 1) {
    oursRounds.push(await run(server, EXPECTED[command], seconds));
    floorRounds.push(await run(echo, echoed, seconds));
  }
  const middle = (rounds: readonly Round[], of: (round: Round) => number): number => median(rounds.map(of));
  const rate = ({ load: { requests, seconds: taken } }: Round): number => requests / taken;
  const oursRate = middle(oursRounds, rate);
  const floorRate = middle(floorRounds, rate);
  const oursCpu = middle(oursRounds, (r) => r.cpuUs);
  const floorCpu = middle(floorRounds, (r) => r.cpuUs);
  return {
    name,
    ours_per_s: Math.round(oursRate),
    floor_per_s: Math.round(floorRate),
    ratio: round(oursRate / floorRate),
    ours_cpu_us: round(oursCpu),
    floor_cpu_us: round(floorCpu),
    cpu_ratio: round(floorCpu / oursCpu),
    load_suffices: floorRate >= HEADROOM * oursRate,
    load_cpu_us: round(middle(floorRounds, (r) => r.load.cpu_us)),
    ours_p50_ms: round(middle(oursRounds, (r) => r.load.p50_us) / 1_000),
    ours_p99_ms: round(middle(oursRounds, (r) => r.load.p99_us) / 1_000),
    floor_p50_ms: round(middle(floorRounds, (r) => r.load.p50_us) / 1_000),
    floor_p99_ms: round(middle(floorRounds, (r) => r.load.p99_us) / 1_000),
  };
}

function wireReport(results: readonly RateResult[], rssMb: number, language: string): Report {
  const geomean = round(geometricMean(results.map((r) => r.ratio)));
  const head = [
    "wire",
    "ours/s",
    "floor/s",
    "ratio",
    "load suffices",
    "ours CPU µs",
    "floor CPU µs",
    "CPU ratio",
    "load CPU µs",
    "p50 ms",
    "p99 ms",
    "floor p50",
    "floor p99",
  ];
  const rows = results.map((r) => [
    r.name,
    `${r.ours_per_s}`,
    `${r.floor_per_s}`,
    r.ratio.toFixed(2),
    r.load_suffices ? "yes" : "no",
    r.ours_cpu_us.toFixed(1),
    r.floor_cpu_us.toFixed(1),
    r.cpu_ratio.toFixed(2),
    r.load_cpu_us.toFixed(1),
    r.ours_p50_ms.toFixed(2),
    r.ours_p99_ms.toFixed(2),
    r.floor_p50_ms.toFixed(2),
    r.floor_p99_ms.toFixed(2),
  ]);
  const mean = ["geometric mean", "", "", geomean.toFixed(2)];
  return {
    json: { suite: "wire", results, geomean, rss_mb: round(rssMb), load: language },
    table: `${textTable([head, ...rows, mean])}\nRSS of all processes of the server ${rssMb.toFixed(1)} MB; load in ${language}`,
  };
}
