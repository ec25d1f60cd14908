/**
 * Fifty sessions of one image, six of which do whatever harms others most. Prints how long the others wait for `3 + 4`,
 * and how each of the six ends; fails where one ends otherwise than it has to.
 */
import { ClientConnection } from "@stui/client";
import { ResourceExceeded, StuiError } from "@stui/protocol";
import type { SuiteOptions } from "../main.js";
import { percentile, type Report, round } from "../report.js";
import { textTable } from "../table.js";
import { MeasuredProcess } from "../wire/measured-process.js";

const SESSIONS = 50;
/** Milliseconds that those may run which only their time ends. */
const TIMEOUT_MS = 10_000;
/** The same for those which end by another limit. */
const LONG_TIMEOUT_MS = 30_000;
/** Milliseconds between two evaluations of one of the others. */
const PAUSE_MS = 100;
/** Milliseconds of the 99th percentile that the others may wait. */
const GATE_MS = 50;

/** What the six do, and the error that each of them has to end in, with the resource that it used up. */
export const HARMFUL = [
  { code: "[true] whileTrue", ends: "Timeout" },
  { code: "[[true] whileTrue] on: Exception do: [:e | e retry]", ends: "Timeout" },
  { code: "| b | b := nil. b := [ b value. 1 ]. b value", ends: "ResourceExceeded depth" },
  { code: "| s | s := 'abc'. [true] whileTrue: [s := s , s]", ends: "ResourceExceeded memory" },
  {
    code: "[ [ [ true ] whileTrue ] forkAt: Processor highestPriority ] repeat",
    ends: "ResourceExceeded processes",
  },
  { code: "[ [ true ] whileTrue ] ensure: [ [ true ] whileTrue ]", ends: "Timeout" },
] as const;

export async function measureSessions({ quick }: SuiteOptions): Promise<Report> {
  const server = await MeasuredProcess.serve("limits.session_creations=1000");
  try {
    const connections = Array.from(
      { length: SESSIONS },
      (_, i) => new ClientConnection(server.endpoint, { clientId: `c${i}` }),
    );
    const sessions = await Promise.all(
      connections.map(async (connection, i) => {
        const { session_id } = await connection.call("create_session", { client_id: `c${i}` });
        return { connection, session_id };
      }),
    );
    let isOver = false;
    const ends = Promise.all(
      HARMFUL.map(async ({ code, ends: expected }, i) => {
        const { connection, session_id } = sessions[i] ?? fail("no session");
        const shortest = quick ? TIMEOUT_MS / 4 : TIMEOUT_MS;
        const timeout_ms = expected === "Timeout" ? shortest : LONG_TIMEOUT_MS;
        const start = performance.now();
        const end = await connection
          .call("evaluate", { session_id, code, timeout_ms })
          .then(({ result }) => result, nameOf);
        const ms = performance.now() - start;
        await expectSeven(connection, session_id);
        return { end, ms };
      }),
    ).finally(() => {
      isOver = true;
    });
    const waits: number[] = [];
    await Promise.all(
      sessions.slice(HARMFUL.length).map(async ({ connection, session_id }, i) => {
        // Not all at the same time.
        await pause((PAUSE_MS * i) / SESSIONS);
        while (!isOver) {
          const start = performance.now();
          await expectSeven(connection, session_id);
          waits.push(performance.now() - start);
          await pause(PAUSE_MS);
        }
      }),
    );
    const report = sessionsReport(waits, await ends);
    await Promise.all(connections.map((connection) => connection.close()));
    return report;
  } finally {
    await server.stop();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function nameOf(error: unknown): string {
  if (!(error instanceof StuiError)) return String(error);
  return error instanceof ResourceExceeded ? `${error.type} ${error.details.resource}` : error.type;
}

async function expectSeven(connection: ClientConnection, session_id: string): Promise<void> {
  const { result } = await connection.call("evaluate", { session_id, code: "3 + 4" });
  if (result !== "7") fail(`3 + 4 is ${result}`);
}

function fail(why: string): never {
  throw new Error(why);
}

function sessionsReport(
  waits: readonly number[],
  ends: readonly { readonly end: string; readonly ms: number }[],
): Report {
  const waited = {
    count: waits.length,
    p50_ms: round(percentile(waits, 0.5)),
    p99_ms: round(percentile(waits, 0.99)),
    max_ms: round(Math.max(...waits)),
    gate_ms: GATE_MS,
  };
  const results = HARMFUL.map(({ code, ends: expected }, i) => ({
    code,
    end: ends[i]?.end ?? "",
    expected,
    ms: Math.round(ends[i]?.ms ?? 0),
  }));
  const table = textTable([
    ["the six", "ends in", "expected", "ms"],
    ...results.map(({ code, end, expected, ms }) => [code, end, expected, `${ms}`]),
  ]);
  const { count, p50_ms, p99_ms, max_ms } = waited;
  const others = `the others: ${count} evaluations, p50 ${p50_ms} ms, p99 ${p99_ms} ms (gate ${GATE_MS}), longest ${max_ms} ms`;
  const wrong = results.filter(({ end, expected }) => end !== expected).length;
  if (wrong > 0) process.exitCode = 1;
  return { json: { suite: "sessions", waited, wrong, results }, table: `${table}\n${others}` };
}
