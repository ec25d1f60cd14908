/** Activations in words. */
import { ClassObject, Doit } from "../classes/index.js";
import { mangleField } from "../codegen/index.js";
import { type HeldProcess, lineAt, rangeOf, receiverOf, variablesOf } from "../debugger/index.js";
import { classOf } from "../memory/class-of.js";
import { nil, type Value } from "../memory/values.js";
import { ownText } from "../syntax/index.js";
import type { FrameDescription, FrameVariableDescription } from "./debug-requests.js";
import type { Engine } from "./engine.js";
import { classNameOf, print, SHORT_PRINT } from "./print.js";
import type { Workspace } from "./workspace.js";

/** Instance variables of a receiver that are told. */
const MAX_FIELDS = 100;

/** Where objects get ids. */
export interface Registering {
  readonly workspace: Workspace;
  readonly maxKept: number;
}

/** The activation of this index from the innermost; with ids, and the instance variables, where objects are to have any. */
export function describeFrame(
  engine: Engine,
  held: HeldProcess,
  index: number,
  registering: Registering | null,
): FrameDescription | null {
  const activation = held.at(index);
  const owner = activation === undefined ? undefined : engine.codeOwner(activation.code);
  if (activation === undefined || owner === undefined) return null;
  const describe = (name: string, value: Value): FrameVariableDescription => ({
    name,
    className: classNameOf(value),
    printString: print(engine, value, SHORT_PRINT).text,
    ...(registering === null ? {} : { objectId: registering.workspace.register(value, registering.maxKept) }),
  });
  const receiver = receiverOf(activation);
  const variables = variablesOf(held.interpreters.plain, held.activations, held.place(index));
  const ofKind = (kind: "argument" | "temporary") =>
    variables.filter((v) => v.kind === kind).map((v) => describe(v.name, v.get()));
  const { source, selector } = owner;
  const range = rangeOf(held.executableOf(activation), activation);
  const className = owner instanceof Doit ? "" : owner.owner.printName;
  const name = owner instanceof Doit ? "doit" : `${className}>>${selector}`;
  return {
    index,
    method: activation.unit === 0 ? name : `[ ] in ${name}`,
    className,
    selector,
    receiver: describe("self", receiver),
    arguments: ofKind("argument"),
    temporaries: ofKind("temporary"),
    ...(registering === null ? {} : { instanceVariables: fieldsOf(receiver, describe) }),
    source: ownText(source),
    range: range === null ? null : { start: range.start, end: range.end },
    line: range === null ? null : lineAt(source, range.start),
  };
}

function fieldsOf(
  receiver: Value,
  describe: (name: string, value: Value) => FrameVariableDescription,
): FrameVariableDescription[] {
  const cls = classOf(receiver);
  if (typeof receiver !== "object" || !(cls instanceof ClassObject)) return [];
  return cls.allInstVarNames
    .slice(0, MAX_FIELDS)
    .map((name) => describe(name, Reflect.get(receiver, mangleField(name)) ?? nil));
}
