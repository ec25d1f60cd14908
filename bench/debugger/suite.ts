/**
 * How long a step takes over the wire, and what a breakpoint costs that is not hit: the same methods with and without one,
 * by turns, in one run.
 */
import { ClientConnection } from "@stui/client";
import type { SuiteOptions } from "../main.js";
import { percentile, type Report, round } from "../report.js";
import { textTable } from "../table.js";
import { MeasuredProcess } from "../wire/measured-process.js";

const STEPS = 1_000;
/** The same steps are gone so often: what a step takes in all passes is the step's, what in one of them the machine's. */
const PASSES = 5;
/** Activations from which on a step leads out. */
const DEEP = 7;
const GOAL_STEP_MS = 2;
const GOAL_COST = 1.1;

/** Steps go into these, over them and out of them again. */
const STEPPED =
  "| all | Halt now. all := OrderedCollection new. 1 to: 500 do: [ :i | all add: i printString reversed asSymbol ]. (all asArray sort: [ :a :b | a > b ]) first";

/** Each with a place that is never come to. */
const METHODS = [
  { name: "leaf", source: "leaf: n\n\t^ n > 0 ifTrue: [ n + 1 ] ifFalse: [\n\t\tn foo ]" },
  { name: "sends", source: "sends: n\n\tn < 0 ifTrue: [\n\t\tself foo ].\n\t^ (n max: 3) + (self leaf: n)" },
  {
    name: "loop",
    source:
      "loop: n\n\t| sum |\n\tsum := 0.\n\t1 to: 20 do: [ :i | sum := sum + (i \\\\ 7) ].\n\tsum < 0 ifTrue: [\n\t\tself foo ].\n\t^ sum + n",
  },
  {
    name: "blocks",
    source:
      "blocks: n\n\t| sum |\n\tsum := 0.\n\t#(1 2 3) do: [ :i | i < 0 ifTrue: [\n\t\tself foo ].\n\t\tsum := sum + i ].\n\t^ sum + n",
  },
] as const;

interface CostResult {
  readonly name: string;
  /** Microseconds of so many sends. */
  readonly with_us: number;
  readonly without_us: number;
  readonly ratio: number;
}

export async function measureDebugger({ quick }: SuiteOptions): Promise<Report> {
  const server = await MeasuredProcess.serve();
  const client = new ClientConnection(server.endpoint, {});
  try {
    const { session_id } = await client.call("create_session", { client_id: "bench" });
    const floor = await times(STEPS, () => client.call("evaluate", { session_id, code: "3 + 4" }));
    const passes: (readonly number[])[] = [];
    for (let pass = 0; pass < PASSES; pass += 1) passes.push(await stepTimes(client, session_id));
    const costs = await breakpointCosts(client, session_id, quick ? 5 : 25);
    return report(passes, floor, costs);
  } finally {
    await client.close();
    await server.stop();
  }
}

/** Milliseconds of each. */
async function times(count: number, work: (i: number) => Promise<unknown>): Promise<number[]> {
  const all: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const start = performance.now();
    await work(i);
    all.push(performance.now() - start);
  }
  return all;
}

async function stepTimes(client: ClientConnection, session_id: string): Promise<number[]> {
  const debugger_id = await debuggerOf(client, session_id);
  let depth = 1;
  const step = async (i: number) => {
    // Out of what they have come into, when it has become deep.
    const operation = depth > DEEP ? "step_out" : i % 3 === 0 ? "step_over" : "step_into";
    const state = await client.call("debug", { session_id, debugger_id, operation });
    if (!("depth" in state) || state.state !== "suspended") throw new Error("the program has ended");
    depth = state.depth;
  };
  // The first ones read the sources of the kernel.
  await times(STEPS / 10, step);
  const measured = await times(STEPS, step);
  await client.call("debug", { session_id, debugger_id, operation: "terminate" });
  return measured;
}

async function debuggerOf(client: ClientConnection, session_id: string): Promise<string> {
  try {
    await client.call("evaluate", { session_id, code: STEPPED, debug: true });
  } catch (error) {
    const details: unknown = Reflect.get(Object(error), "details");
    const id: unknown = Reflect.get(Object(details), "debugger_id");
    if (typeof id === "string") return id;
    throw error;
  }
  throw new Error("it did not halt");
}

async function breakpointCosts(
  client: ClientConnection,
  session_id: string,
  rounds: number,
): Promise<CostResult[]> {
  const definition =
    "Object subclass: #Stepped instanceVariableNames: '' classVariableNames: '' package: 'Bench'";
  await client.call("define_class", { session_id, definition });
  const results: CostResult[] = [];
  for (const { source } of METHODS)
    await client.call("compile_method", { session_id, class_name: "Stepped", source });
  for (const { name, source } of METHODS) {
    const code = `| s | s := Stepped new. Time microsecondsToRun: [ 1 to: 200000 do: [ :i | s ${name}: i ] ]`;
    const run = async () => Number((await client.call("evaluate", { session_id, code })).result);
    const line = source.split("\n").findIndex((text) => text.includes("foo")) + 1;
    const place = { class_name: "Stepped", method_name: `${name}:`, line };
    const samples = { with: [] as number[], without: [] as number[] };
    for (let round = -2; round < rounds; round += 1) {
      const without = await run();
      const set = await client.call("debug", { session_id, operation: "set_breakpoint", ...place });
      // Both are warm by then.
      await run();
      const withOne = await run();
      const { breakpoint_id = "" } = set;
      await client.call("debug", { session_id, operation: "remove_breakpoint", breakpoint_id });
      await run();
      if (round < 0) continue;
      samples.without.push(without);
      samples.with.push(withOne);
    }
    const [withOne, without] = [Math.min(...samples.with), Math.min(...samples.without)];
    results.push({ name, with_us: withOne, without_us: without, ratio: round(withOne / without) });
  }
  return results;
}

function report(
  passes: readonly (readonly number[])[],
  floor: readonly number[],
  costs: readonly CostResult[],
): Report {
  const least = (passes[0] ?? []).map((_, i) => Math.min(...passes.map((steps) => steps[i] ?? 0)));
  const step = {
    goal_ms: GOAL_STEP_MS,
    least: spread(least),
    passes: passes.map(spread),
    evaluate: spread(floor),
  };
  const row = (name: string, { p50_ms, p99_ms, max_ms, over_goal, count }: Spread): string[] => [
    name,
    `${p50_ms}`,
    `${p99_ms}`,
    `${max_ms}`,
    `${over_goal} of ${count}`,
  ];
  return {
    json: { suite: "debugger", step, goal_cost: GOAL_COST, breakpoints: costs },
    table: [
      textTable([
        ["debugger", "p50 ms", "p99 ms", "longest", `over ${GOAL_STEP_MS} ms`],
        row(`a step, the least of ${PASSES} passes`, step.least),
        ...step.passes.map((pass, i) => row(`pass ${i + 1}`, pass)),
        row("evaluate 3 + 4", step.evaluate),
      ]),
      textTable([
        ["a breakpoint not hit", "with µs", "without µs", "ratio"],
        ...costs.map((c) => [c.name, `${c.with_us}`, `${c.without_us}`, c.ratio.toFixed(2)]),
      ]),
    ].join("\n\n"),
  };
}

type Spread = ReturnType<typeof spread>;

const spread = (all: readonly number[]) => ({
  count: all.length,
  p50_ms: round(percentile(all, 0.5)),
  p99_ms: round(percentile(all, 0.99)),
  max_ms: round(Math.max(...all)),
  over_goal: all.filter((ms) => ms > GOAL_STEP_MS).length,
});
