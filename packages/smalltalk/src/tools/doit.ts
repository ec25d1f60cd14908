/** Doits: source compiled in a workspace, and run. */
import type { CompiledFunction } from "../classes/index.js";
import { TimeOver } from "../machine/index.js";
import { nil } from "../memory/values.js";
import { SyntaxFailure } from "../syntax/index.js";
import type { Engine } from "./engine.js";
import { failureOf, faultOf, syntaxErrorOf } from "./failure-report.js";
import type { LoadOutput } from "./load-output.js";
import type { Failure } from "./requests.js";
import { ran, type Steps } from "./steps.js";
import type { Workspace } from "./workspace.js";

interface Source {
  readonly code: string;
  readonly tool?: string | undefined;
  /** What compiling it may take. */
  readonly timeoutMs: number;
}

/** The doit, or why there is none. */
export function compile(
  engine: Engine,
  workspace: Workspace,
  { code, tool, timeoutMs }: Source,
): CompiledFunction | Failure {
  return compiledWithin(engine, timeoutMs, () => doitOf(engine, workspace, code, tool));
}

/** A doit among the workspace's variables; throws SyntaxFailure. */
export function doitOf(
  engine: Engine,
  workspace: Workspace,
  code: string,
  tool: string | undefined,
): CompiledFunction {
  const variables = workspace.variables(tool);
  return engine.compiler.doit(
    code,
    (name) => variables.has(name),
    (name) => workspace.binding(tool, name),
  );
}

/** What `compile` answers, or why there is nothing; it may take so many milliseconds. */
export function compiledWithin<Code>(engine: Engine, timeoutMs: number, compile: () => Code): Code | Failure {
  const { machine } = engine;
  const start = performance.now();
  machine.workEnd = start + timeoutMs;
  try {
    return compile();
  } catch (error) {
    if (error instanceof TimeOver)
      return { kind: "timeout", stack: [], output: "", executionMs: performance.now() - start };
    return error instanceof SyntaxFailure ? syntaxErrorOf(error) : faultOf(error);
  } finally {
    machine.workEnd = Number.POSITIVE_INFINITY;
  }
}

/** Runs a doit of a load for its effect; answers the failure, or null. */
export function* runDoit(
  engine: Engine,
  workspace: Workspace,
  code: string,
  timeoutMs: number,
  written: LoadOutput,
): Steps<Failure | null> {
  const compiled = compile(engine, workspace, { code, timeoutMs });
  if (typeof compiled !== "function") return compiled;
  written.open();
  const { result, executionMs } = yield* ran((depth) => compiled.call(nil, depth));
  const output = written.take();
  return result.kind === "value" ? null : failureOf(engine, result, { output, executionMs });
}
