/** Code that is run in an activation: it can read and assign what the activation's own code can. */
import { ClassObject, Doit } from "../classes/index.js";
import { associationOf, frameNames, receiverOf, variablesOf } from "../debugger/index.js";
import type { Interpreter } from "../interpreter/index.js";
import type { Activation, StProcess } from "../machine/index.js";
import { classOf } from "../memory/class-of.js";
import type { StAssociation, Value } from "../memory/values.js";
import type { Engine } from "./engine.js";
import { run } from "./run.js";
import type { Workspace } from "./workspace.js";

/** Milliseconds that the condition of a breakpoint may take. */
const CONDITION_MS = 100;

/** An activation of a stack; `activations` are outermost first, and `at` the index of the one that is meant. */
export interface Place {
  readonly activations: readonly Activation[];
  readonly at: number;
}

/** To be called with the depth. Throws SyntaxFailure. */
export function frameCode(
  engine: Engine,
  interpreter: Interpreter,
  { activations, at }: Place,
  workspace: Workspace | undefined,
  code: string,
): (depth: number) => Value {
  const activation = activations[at];
  if (activation === undefined) throw new RangeError(`no activation ${at}`);
  const owner = engine.codeOwner(activation.code);
  const receiver = receiverOf(activation);
  const written =
    owner === undefined || owner instanceof Doit ? engine.kernelClass("UndefinedObject") : owner.owner;
  const now = classOf(receiver);
  // It may have become an object that has other variables.
  const definedIn =
    now instanceof ClassObject && now !== written && !now.inheritsFrom(written) ? now : written;
  const bindings = new Map<string, StAssociation>();
  for (const variable of variablesOf(interpreter, activations, at))
    bindings.set(variable.name, associationOf(variable));
  const names = frameNames(
    definedIn,
    engine.environment,
    (name) => bindings.has(name),
    (name) => workspace?.variables().has(name) === true,
  );
  const binding = (name: string): StAssociation => {
    const known = bindings.get(name) ?? workspace?.binding(undefined, name);
    if (known === undefined) throw new RangeError(`nobody knows ${name}`);
    return known;
  };
  const { code: compiled } = engine.compiler.doitAmong(code, names, binding, definedIn);
  return (depth) => compiled.call(receiver, depth);
}

/** Whether the condition is true in the innermost activation; one that cannot be told stops as well. */
export function conditionHolds(
  engine: Engine,
  interpreter: Interpreter,
  { stack }: StProcess,
  condition: string,
): boolean {
  const { activations } = stack;
  try {
    const place = { activations, at: activations.length - 1 };
    const code = frameCode(engine, interpreter, place, undefined, condition);
    const result = run(engine, { timeoutMs: CONDITION_MS }, code);
    return result.kind !== "value" || result.value === true;
  } catch {
    return true;
  }
}
