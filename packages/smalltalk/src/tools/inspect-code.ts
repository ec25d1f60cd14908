/** Code that is run for an inspection: expressions of the workspace, and code whose `self` is the object. */
import { ClassObject } from "../classes/index.js";
import { frameNames } from "../debugger/index.js";
import { StContext } from "../machine/index.js";
import { classOf } from "../memory/class-of.js";
import type { Value } from "../memory/values.js";
import { compiledWithin, doitOf } from "./doit.js";
import type { Engine } from "./engine.js";
import { failureOf } from "./failure-report.js";
import type { Failure } from "./failures.js";
import { frameCode } from "./frame-code.js";
import type { RunResult } from "./run.js";
import { type Came, type Code, ran, type Steps } from "./steps.js";
import type { Workspace } from "./workspace.js";

export type Valued = { readonly kind: "value"; readonly value: Value } | Failure;

/** Takes what the session's code has written since it began; nothing where that belongs to somebody else. */
export type TakeOutput = () => string;

/** Compiles code, and runs it. */
export function* evaluated(
  engine: Engine,
  compile: () => Code,
  timeoutMs: number,
  takeOutput: TakeOutput,
): Steps<Valued> {
  const code = compiledWithin(engine, timeoutMs, compile);
  if (typeof code !== "function") return code;
  return yield* answered(engine, code, takeOutput);
}

/** Runs code. */
export function* answered(engine: Engine, code: Code, takeOutput: TakeOutput): Steps<Valued> {
  const came = yield* ran(code);
  const { result } = came;
  return result.kind === "value" ? result : failed(engine, result, came, takeOutput);
}

/** The failure of code that gave no value. */
export function failed(
  engine: Engine,
  result: Exclude<RunResult, { readonly kind: "value" }>,
  { executionMs, debugger: held }: Came,
  takeOutput: TakeOutput,
): Failure {
  const failure = failureOf(engine, result, { output: takeOutput(), executionMs });
  if (held === undefined) return failure;
  return "output" in failure ? { ...failure, debuggerId: held.id } : failure;
}

/** An expression of the workspace; throws SyntaxFailure. */
export function workspaceCode(engine: Engine, workspace: Workspace, code: string, self: Value): Code {
  const run = doitOf(engine, workspace, code, undefined);
  return (depth) => run.call(self, depth);
}

/**
 * Code that can name the object as `self`, its instance variables, and the workspace's variables; for a Context, what the code
 * of its activation can name. Throws SyntaxFailure.
 */
export function codeIn(engine: Engine, workspace: Workspace, object: Value, code: string): Code {
  if (object instanceof StContext && object.place.kind === "stack" && !object.isDead) {
    const place = { activations: object.place.stack.activations, at: object.index };
    return frameCode(engine, engine.execution.interpreter, place, workspace, code);
  }
  const cls = classOf(object);
  const definedIn = cls instanceof ClassObject ? cls : engine.kernelClass("UndefinedObject");
  const names = frameNames(
    definedIn,
    engine.environment,
    () => false,
    (name) => workspace.variables().has(name),
  );
  const bindings = (name: string) => workspace.binding(undefined, name);
  const { code: run } = engine.compiler.doitAmong(code, names, bindings, definedIn);
  return (depth) => run.call(object, depth);
}
