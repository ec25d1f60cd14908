/** What the server's processes take of memory after a million pings. */
import type { SuiteOptions } from "../main.js";
import { type Report, round } from "../report.js";
import { textTable } from "../table.js";
import { LoadGenerator } from "./load/load.js";
import { MeasuredProcess } from "./measured-process.js";
import { bodiesFor } from "./suite.js";

const CLIENTS = 20;
const IN_FLIGHT = 8;
/** Seconds within which they must have been answered. */
const LONGEST = 600;

export async function measureMemory({ quick }: SuiteOptions): Promise<Report> {
  const load = new LoadGenerator();
  const server = await MeasuredProcess.serve();
  try {
    const before = server.usage().rssMb;
    const bodies = await bodiesFor("ping", CLIENTS, server.endpoint);
    const { requests } = await load.run({
      port: server.port,
      bodies,
      inFlight: IN_FLIGHT,
      seconds: LONGEST,
      requests: quick ? 100_000 : 1_000_000,
      expected: '"message":"pong"',
    });
    const after = server.usage().rssMb;
    return {
      json: { suite: "memory", requests, rss_before_mb: round(before), rss_after_mb: round(after) },
      table: textTable([
        ["memory", "RSS of all processes of the server, MB"],
        ["idle", before.toFixed(1)],
        [`after ${requests} pings`, after.toFixed(1)],
      ]),
    };
  } finally {
    await server.stop();
    load.close();
  }
}
