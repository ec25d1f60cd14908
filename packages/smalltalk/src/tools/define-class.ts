/** Defines a class by its definition message, in either style. */
import { ClassObject, send } from "../classes/index.js";
import type { RunNumber } from "../machine/index.js";
import { classOf } from "../memory/class-of.js";
import { nil, type Value } from "../memory/values.js";
import { type ExpressionNode, parseDoit, type SequenceNode, SyntaxFailure } from "../syntax/index.js";
import type { DefineClassOutcome, DefineClassRequest } from "./code-requests.js";
import { describeClass } from "./describe-code.js";
import { compile } from "./doit.js";
import type { Engine } from "./engine.js";
import { failureOf, faultOf, INTERRUPTED, syntaxErrorOf } from "./failure-report.js";
import type { Failure, RunListener } from "./requests.js";
import { type Code, inTurns, ran, type Steps } from "./steps.js";
import { DEFAULT_MAX_OUTPUT_BYTES } from "./transcript.js";
import { Workspace } from "./workspace.js";

/** Beginnings of the selectors that define something. */
const DEFINING = /^(<<$|(\w*[sS])ubclass:|named:|instanceVariableNames:|slots:)/;

/**
 * The definition is read before it is run: what defines nothing, or a class of the kernel, never runs. Others have their
 * turns meanwhile: `done` is told exactly once, perhaps at once.
 */
export function defineClass(
  engine: Engine,
  workspace: Workspace,
  request: DefineClassRequest,
  run: RunNumber,
  done: (outcome: DefineClassOutcome) => void,
  listener?: RunListener,
): void {
  inTurns<DefineClassOutcome>(engine, defined(engine, request), {
    workspace,
    timeoutMs: request.timeoutMs,
    run,
    asSession: { listener },
    interrupted: () => INTERRUPTED,
    broken: faultOf,
    done,
  });
}

function* defined(engine: Engine, request: DefineClassRequest): Steps<DefineClassOutcome> {
  let sequence: SequenceNode;
  try {
    sequence = parseDoit(request.definition);
  } catch (error) {
    if (error instanceof SyntaxFailure) return syntaxErrorOf(error);
    throw error;
  }
  const [statement, second] = sequence.statements;
  const expression = statement?.kind === "return" ? statement.value : statement;
  if (expression === undefined || second !== undefined)
    return { kind: "notADefinition", found: `${sequence.statements.length} statements` };
  const message = definingMessage(expression);
  if (message === undefined) return { kind: "notADefinition", found: "an expression that defines nothing" };
  const existing = message.name === null ? undefined : engine.environment.classNamed(message.name);
  const reason = existing === undefined ? undefined : engine.protection.ofClass(existing);
  if (reason !== undefined) return { kind: "protected", reason };
  return yield* evaluateDefinition(engine, request);
}

interface DefiningMessage {
  /** Of the class that it defines or changes; null where the code does not say. */
  readonly name: string | null;
}

/** The innermost message of a chain, if it is one that defines. */
function definingMessage(expression: ExpressionNode): DefiningMessage | undefined {
  let node = expression;
  let innermost: DefiningMessage | undefined;
  while (node.kind === "send" || node.kind === "cascade") {
    const message = node.kind === "send" ? node.message : node.messages[0];
    const { receiver } = node;
    if (message !== undefined && DEFINING.test(message.selector)) {
      const [argument] = message.arguments;
      const names = argument?.kind === "literal" ? argument.value : undefined;
      const name =
        names?.type === "symbol" || names?.type === "string"
          ? String.fromCodePoint(...names.codePoints.slice(0, 1_000))
          : null;
      const changes = message.selector === "instanceVariableNames:" || message.selector === "slots:";
      // `Foo class instanceVariableNames: 'a'`
      innermost = { name: changes ? classSideOf(receiver) : name };
    }
    node = receiver;
  }
  // `Foo class << …` says no name but the receiver's.
  return innermost;
}

function classSideOf(receiver: ExpressionNode): string | null {
  if (receiver.kind !== "send" || receiver.message.selector !== "class") return null;
  return receiver.receiver.kind === "variable" ? receiver.receiver.name : null;
}

function* evaluateDefinition(
  engine: Engine,
  { definition, timeoutMs }: DefineClassRequest,
): Steps<DefineClassOutcome> {
  // Names that nobody knows are no variables of the session's.
  const compiled = compile(engine, new Workspace(), { code: definition, timeoutMs });
  if (typeof compiled !== "function") return compiled;
  const defined = yield* evaluated(engine, (depth) => compiled.call(nil, depth));
  if ("kind" in defined) return defined;
  const isDefiner = /^ShiftClass(Side)?Builder$/.test(classOf(defined.value).name);
  const finished = isDefiner
    ? yield* evaluated(engine, (depth) => send(defined.value, "install", [], depth))
    : defined;
  if ("kind" in finished) return finished;
  const { value } = finished;
  if (!(value instanceof ClassObject))
    return { kind: "notADefinition", found: `code that answers an instance of ${classOf(value).name}` };
  return { kind: "defined", description: describeClass(engine, value.instanceSide ?? value) };
}

function* evaluated(engine: Engine, code: Code): Steps<{ readonly value: Value } | Failure> {
  engine.transcript.open(DEFAULT_MAX_OUTPUT_BYTES);
  const { result, executionMs } = yield* ran(code);
  const output = engine.transcript.take();
  return result.kind === "value"
    ? { value: result.value }
    : failureOf(engine, result, { output, executionMs });
}
