/** The class of an expression's value, where the code tells it without being run. */
import { ClassObject } from "../classes/index.js";
import { classOf } from "../memory/class-of.js";
import { nil } from "../memory/values.js";
import type { ExpressionNode, LiteralValue } from "../syntax/index.js";
import type { Engine } from "./engine.js";
import type { Workspace } from "./workspace.js";

/** What is known where the expression stands. */
export interface Known {
  readonly engine: Engine;
  readonly workspace: Workspace | undefined;
  /** The class in whose method it stands. */
  readonly owner: ClassObject | null;
  /** Variables that the code has assigned before; null where the class cannot be told. */
  readonly assigned: Map<string, ClassObject | null>;
}

/** Class messages that answer an instance. */
const CREATING: ReadonlySet<string> = new Set(["new", "new:", "basicNew", "basicNew:", "withAll:"]);
/** Messages whose answer everybody gives as an instance of one class, or of one near it: both booleans understand the same. */
const ANSWERS: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  "=": "True",
  "~=": "True",
  "==": "True",
  "~~": "True",
  "<": "True",
  ">": "True",
  "<=": "True",
  ">=": "True",
  isNil: "True",
  notNil: "True",
  isEmpty: "True",
  not: "True",
  "includes:": "True",
  "respondsTo:": "True",
  "isKindOf:": "True",
  printString: "String",
  displayString: "String",
  storeString: "String",
  asString: "String",
  asSymbol: "Symbol",
  asOrderedCollection: "OrderedCollection",
  asArray: "Array",
  asSet: "Set",
  asBag: "Bag",
  size: "SmallInteger",
  hash: "SmallInteger",
  "->": "Association",
});
/** Messages that numbers answer with numbers. */
const ARITHMETIC: ReadonlySet<string> = new Set([
  "+",
  "-",
  "*",
  "//",
  "\\\\",
  "/",
  "abs",
  "negated",
  "squared",
]);

export function classOfExpression(known: Known, node: ExpressionNode): ClassObject | null {
  const { environment } = known.engine;
  switch (node.kind) {
    case "literal":
      return environment.classNamed(classNameOfLiteral(node.value)) ?? null;
    case "variable":
      return classOfVariable(known, node.name);
    case "assignment":
      return classOfExpression(known, node.value);
    case "block":
      return environment.classNamed("FullBlockClosure") ?? null;
    case "braceArray":
      return environment.classNamed("Array") ?? null;
    case "cascade":
      return answerOf(known, node.receiver, node.messages.at(-1)?.selector ?? "");
    case "send": {
      // From the innermost receiver outwards: chains of messages are longer than the stack is deep.
      const selectors: string[] = [];
      let receiver: ExpressionNode = node;
      for (; receiver.kind === "send"; receiver = receiver.receiver)
        selectors.push(receiver.message.selector);
      let found = classOfExpression(known, receiver);
      for (const selector of selectors.reverse()) found = classOfAnswer(known, found, selector);
      return found;
    }
    case "error":
      return null;
  }
}

function answerOf(known: Known, receiver: ExpressionNode, selector: string): ClassObject | null {
  return classOfAnswer(known, classOfExpression(known, receiver), selector);
}

/** The class of what an instance of `receiver` answers. */
function classOfAnswer(known: Known, receiver: ClassObject | null, selector: string): ClassObject | null {
  if (receiver !== null) {
    if (selector === "yourself") return receiver;
    if (selector === "class") return receiver.cls;
    const instance = receiver.instanceSide;
    if (instance !== null && (CREATING.has(selector) || /^with:(with:)*$/.test(selector))) return instance;
    const number = known.engine.environment.classNamed("Number");
    if (ARITHMETIC.has(selector) && number !== undefined && receiver.inheritsFrom(number)) {
      const integer = known.engine.environment.classNamed("Integer");
      if (selector === "/" || integer === undefined) return number;
      return receiver === integer || receiver.inheritsFrom(integer) ? integer : number;
    }
  }
  const name = ANSWERS[selector];
  return name === undefined ? null : (known.engine.environment.classNamed(name) ?? null);
}

function classOfVariable(known: Known, name: string): ClassObject | null {
  const { owner, assigned, workspace, engine } = known;
  if (owner !== null) {
    if (name === "self") return owner;
    if (name === "super") return owner.superclass instanceof ClassObject ? owner.superclass : null;
  }
  if (name === "thisContext") return engine.environment.classNamed("Context") ?? null;
  const inCode = assigned.get(name);
  if (inCode !== undefined) return inCode;
  const binding =
    workspace?.variables().get(name) ?? classVariable(owner, name) ?? engine.environment.find(name);
  if (binding === undefined || binding._value === nil) return null;
  const cls = classOf(binding._value);
  return cls instanceof ClassObject ? cls : null;
}

function classVariable(owner: ClassObject | null, name: string) {
  for (const c of (owner?.instanceSide ?? owner)?.lineage() ?? []) {
    const found = c.classVariables.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function classNameOfLiteral(value: LiteralValue): string {
  switch (value.type) {
    case "nil":
      return "UndefinedObject";
    case "boolean":
      return value.value ? "True" : "False";
    case "integer":
      if (Number.isSafeInteger(Number(value.value))) return "SmallInteger";
      return value.value > 0n ? "LargePositiveInteger" : "LargeNegativeInteger";
    case "float":
      return "BoundedFloat64";
    case "scaledDecimal":
      return "ScaledDecimal";
    case "character":
      return "Character";
    case "string":
      return value.codePoints.some((c) => c > 255) ? "WideString" : "ByteString";
    case "symbol":
      return value.codePoints.some((c) => c > 255) ? "WideSymbol" : "ByteSymbol";
    case "array":
      return "Array";
    case "byteArray":
      return "ByteArray";
  }
}
