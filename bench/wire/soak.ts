/** Five clients of the product's own kind, with commands of all kinds for a while: no error, no growth. */
import { setTimeout as pause } from "node:timers/promises";
import { ClientConnection } from "@stui/client";
import { type CommandName, Interrupted, type Parameters, type Result } from "@stui/protocol";
import type { SuiteOptions } from "../main.js";
import { type Report, round } from "../report.js";
import { textTable } from "../table.js";
import { MeasuredProcess } from "./measured-process.js";

const CLIENTS = 5;
/** Milliseconds that a session lives at least: a client may create ten in ten seconds. */
const SESSION_MS = 1_500;
/** Milliseconds between two looks at memory. */
const LOOK_MS = 250;
/** The part of the time in which caches and histories fill, and at whose end growth begins to count. */
const WARM_UP = 0.4;
/** The part of the time at either end of what counts, of which the least memory taken is compared. */
const WINDOW = 0.2;

/** A command did not answer what it should. */
export class SoakFault extends Error {
  override readonly name = "SoakFault";
}

interface Look {
  /** The part of the time that had passed. */
  readonly at: number;
  readonly rssMb: number;
  readonly heapMb: number;
}

export async function measureSoak({ seconds }: SuiteOptions): Promise<Report> {
  const server = await MeasuredProcess.serve();
  try {
    const start = performance.now();
    const passed = (): number => (performance.now() - start) / (seconds * 1_000);
    const clients = Array.from(
      { length: CLIENTS },
      (_, i) => new SoakingClient(server.endpoint, `soak-${i}`),
    );
    const looks: Look[] = [];
    const looking = lookAt(server, passed, looks);
    await Promise.all([looking, ...clients.map((client) => client.work(() => passed() < 1))]);
    const counts = new Map<string, number>();
    for (const client of clients)
      for (const [command, count] of client.counts) counts.set(command, (counts.get(command) ?? 0) + count);
    return soakReport(seconds, counts, looks);
  } finally {
    await server.stop();
  }
}

const lookAt = async (server: MeasuredProcess, passed: () => number, looks: Look[]): Promise<void> => {
  const client = new ClientConnection(server.endpoint, {});
  try {
    while (passed() < 1) {
      const { info } = await client.call("system_info", { info_type: "Memory" });
      const heapBytes = Number(info.image_heap_bytes);
      looks.push({ at: passed(), rssMb: server.usage().rssMb, heapMb: heapBytes / 2 ** 20 });
      await pause(LOOK_MS);
    }
  } finally {
    await client.close();
  }
};

class SoakingClient {
  readonly counts = new Map<CommandName, number>();
  readonly #client: ClientConnection;
  #round = 0;

  constructor(
    endpoint: string,
    readonly clientId: string,
  ) {
    this.#client = new ClientConnection(endpoint, { clientId });
  }

  /** @throws SoakFault, and whatever a command fails with */
  async work(goesOn: () => boolean): Promise<void> {
    try {
      while (goesOn()) await this.#session(goesOn);
    } finally {
      await this.#client.close();
    }
  }

  async #session(goesOn: () => boolean): Promise<void> {
    const { clientId: client_id } = this;
    const { session_id } = await this.#call("create_session", { client_id });
    const ends = performance.now() + SESSION_MS;
    while (goesOn() && performance.now() < ends) await this.#work(session_id);
    const { sessions } = await this.#call("list_client_sessions", { client_id });
    this.#expect(sessions.length, 1);
    await this.#call("close_session", { session_id });
  }

  async #work(session_id: string): Promise<void> {
    this.#round += 1;
    const text = `'${this.clientId} ${this.#round}'`;
    const assigned = await this.#call("evaluate", { session_id, code: `x := ${text} , String new` });
    this.#expect(assigned.result, text);
    const inspected = await this.#call("inspect", { session_id, object_id: assigned.object_id });
    this.#expect(inspected.object_info.string_representation, text);
    const sum = "(1 to: 100) inject: 0 into: [:a :b | a + b]";
    this.#expect((await this.#call("evaluate", { session_id, code: sum })).result, "5050");
    const state = await this.#call("update_session_state", {
      session_id,
      state_data: { round: this.#round },
    });
    this.#expect(state.session_state.round, this.#round);
    await this.#call("save_context", { session_id });
    await this.#call("clear_context", { session_id });
    await this.#call("load_context", { session_id });
    this.#expect((await this.#call("evaluate", { session_id, code: "x" })).result, text);
    await this.#interrupt(session_id);
    const summary = await this.#call("get_context_summary", { session_id, limit: 5 });
    this.#expect(summary.variables.length, 1);
    this.#expect((await this.#call("get_session_info", { session_id })).client_id, this.clientId);
    this.#expect((await this.#call("restore_session", { session_id })).session_id, session_id);
    await this.#call("release_objects", { session_id });
    this.#expect((await this.#call("get_session_statistics", {})).images, 1);
    this.#expect((await this.#call("ping", { message: text })).message, text);
  }

  async #interrupt(session_id: string): Promise<void> {
    const requestId = `endless-${this.#round}`;
    const endless = this.#call("evaluate", { session_id, code: "[true] whileTrue" }, requestId).then(
      ({ result }) => result,
      (error: unknown) => {
        if (error instanceof Interrupted) return "interrupted";
        throw error;
      },
    );
    const { interrupted } = await this.#call("interrupt", { session_id, request_id: requestId });
    this.#expect(interrupted, true);
    this.#expect(await endless, "interrupted");
  }

  #call<C extends CommandName>(
    command: C,
    parameters: Parameters<C>,
    requestId?: string,
  ): Promise<Result<C>> {
    this.counts.set(command, (this.counts.get(command) ?? 0) + 1);
    return this.#client.call(command, parameters, requestId === undefined ? {} : { requestId });
  }

  #expect(found: unknown, expected: unknown): void {
    if (found !== expected)
      throw new SoakFault(
        `${this.clientId}, round ${this.#round}: ${String(found)} in place of ${String(expected)}`,
      );
  }
}

function soakReport(seconds: number, counts: ReadonlyMap<string, number>, looks: readonly Look[]): Report {
  const least = (from: number, to: number, of: (look: Look) => number): number =>
    Math.min(...looks.filter(({ at }) => at >= from && at <= to).map(of));
  const first = (of: (look: Look) => number): number => least(WARM_UP, WARM_UP + WINDOW, of);
  const last = (of: (look: Look) => number): number => least(1 - WINDOW, Number.POSITIVE_INFINITY, of);
  const rss = (look: Look): number => look.rssMb;
  const heap = (look: Look): number => look.heapMb;
  const commands = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const peak = Math.max(...looks.map(rss));
  return {
    json: {
      suite: "soak",
      seconds,
      clients: CLIENTS,
      commands,
      counts: Object.fromEntries(counts),
      // Any would have ended the run.
      errors: 0,
      rss_mb: { after_warm_up: round(first(rss)), at_end: round(last(rss)), peak: round(peak) },
      heap_mb: { after_warm_up: round(first(heap)), at_end: round(last(heap)) },
    },
    table: `${textTable([
      [`soak, ${seconds} s`, "after warm-up", "at end"],
      ["RSS of all processes, MB", first(rss).toFixed(1), last(rss).toFixed(1)],
      ["heap of the image, MB", first(heap).toFixed(1), last(heap).toFixed(1)],
    ])}\n${commands} commands of ${CLIENTS} clients, no error; at most ${peak.toFixed(1)} MB`,
  };
}
