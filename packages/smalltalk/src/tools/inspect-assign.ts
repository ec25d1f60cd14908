/** Assigns to a variable of an object that is inspected, to an element of it, or in a row of a view of it. */
import { send } from "../classes/index.js";
import { classOf } from "../memory/class-of.js";
import { isText, textSize } from "../memory/text.js";
import { nil, StArray, StBytes, StString, type Value } from "../memory/values.js";
import { codeIn, evaluated, failed, type TakeOutput } from "./inspect-code.js";
import type { Looking } from "./inspect-describe.js";
import { keyOfElement, wordsOf } from "./inspect-elements.js";
import { fieldsOf, whyFixed } from "./inspect-fields.js";
import type { InspectOutcome, InspectPlace } from "./inspect-requests.js";
import { makeView, rowOf, ViewFailed } from "./inspect-views.js";
import { article, print, SHORT_PRINT, textOf } from "./print.js";
import { type Code, ran, type Steps } from "./steps.js";

/** What stands in the way. */
type Hindered = Exclude<InspectOutcome, { readonly kind: "inspection" }>;

export type Assigned = { readonly kind: "assigned"; readonly value: Value } | Hindered;

/** An assignment to an object, and what it is carried out with. */
export interface Assignment {
  readonly looking: Looking;
  readonly object: Value;
  readonly place: InspectPlace;
  /** An expression. */
  readonly value: string;
  /** The view whose rows are meant. */
  readonly view: { readonly name: string; readonly node: Value | undefined } | undefined;
  readonly timeoutMs: number;
  readonly takeOutput: TakeOutput;
}

/** Puts the value in its place; null where that is done. */
type Store = (value: Value) => Steps<Hindered | null> | null;

/** What cannot be assigned to is told before the value's code has run. */
export function* assign(assignment: Assignment): Steps<Assigned> {
  const store = yield* storeFor(assignment);
  if (typeof store !== "function") return store;
  const valued = yield* evaluatedIn(assignment, assignment.value);
  if (valued.kind !== "value") return valued;
  const storing = store(valued.value);
  const hindered = storing === null ? null : yield* storing;
  return hindered ?? { kind: "assigned", value: valued.value };
}

const evaluatedIn = ({ looking, object, timeoutMs, takeOutput }: Assignment, code: string) => {
  const { engine, workspace } = looking;
  return evaluated(engine, () => codeIn(engine, workspace, object, code), timeoutMs, takeOutput);
};

function* storeFor(assignment: Assignment): Steps<Store | Hindered> {
  const { place } = assignment;
  switch (place.kind) {
    case "variable":
      return inVariable(assignment, place.name);
    case "key":
      return yield* atKey(assignment, place.expression);
    case "element":
      return atElement(assignment, place.offset);
    case "row":
      return yield* inRow(assignment, place.offset);
  }
}

const refused = (path: string, expected: string, found: string): Hindered => ({
  kind: "refused",
  path: `assign.${path}`,
  expected,
  found,
});

function inVariable({ looking, object }: Assignment, name: string): Store | Hindered {
  const { engine } = looking;
  const fields = fieldsOf(engine, object);
  const field = fields.find((each) => each.name === name);
  const names = fields.filter(({ set }) => set !== undefined).map((each) => each.name);
  const { set } = field ?? {};
  if (set === undefined)
    return refused(
      "variable",
      names.length === 0
        ? `an object with variables; ${article(object)} has none that can be assigned to`
        : `a variable of the object: ${names.join(", ")}`,
      name,
    );
  const reason = whyFixed(engine, object);
  if (reason !== undefined) return { kind: "protected", reason };
  return (value) => {
    set(value);
    return null;
  };
}

function* atKey(assignment: Assignment, expression: string): Steps<Store | Hindered> {
  const valued = yield* evaluatedIn(assignment, expression);
  if (valued.kind !== "value") return valued;
  return at(assignment, valued.value, "key", expression);
}

function atElement(assignment: Assignment, offset: number): Store | Hindered {
  const key = keyOfElement(assignment.looking, assignment.object, offset);
  return key === undefined
    ? refused("element", "an element of the object, counted from 0", `${offset}`)
    : at(assignment, key, "element", `${offset}`);
}

function at(assignment: Assignment, key: Value, path: string, found: string): Store | Hindered {
  const { looking, object } = assignment;
  const { engine } = looking;
  const size = ownSize(object);
  const reason = whyFixed(engine, object);
  if (reason !== undefined) return { kind: "protected", reason };
  if (isText(object) && !(object instanceof StString))
    return {
      kind: "protected",
      reason: `${article(object)} is what it is: the only one with its characters`,
    };
  if (size !== undefined && !(typeof key === "number" && Number.isInteger(key) && key >= 1 && key <= size))
    return refused(path, size === 0 ? "an object with elements" : `an index from 1 to ${size}`, found);
  const expected = wanted(object);
  return (value) =>
    stored(
      assignment,
      (depth) => send(object, "at:put:", [key, value], depth),
      expected === undefined
        ? undefined
        : () => refused("value", expected, print(engine, value, SHORT_PRINT).text),
    );
}

function* inRow(assignment: Assignment, offset: number): Steps<Store | Hindered> {
  const { looking, object, view: asked } = assignment;
  if (asked === undefined) return refused("row", "a view with it, whose row is meant", "no view");
  try {
    const view = yield* makeView(looking, object, asked.name, asked.node);
    if (view.assign === nil) return refused("row", "a view whose rows can be assigned to", asked.name);
    const row = yield* rowOf(looking, view, offset);
    if (row === undefined) return refused("row", "a row of the view, counted from 0", `${offset}`);
    return (value) =>
      stored(assignment, (depth) => send(view.assign, "value:value:", [row.key, value], depth), undefined);
  } catch (error) {
    if (!(error instanceof ViewFailed)) throw error;
    return refused("row", "a view that can be shown", error.message);
  }
}

/** Of what the engine itself keeps elements in; undefined for others. */
function ownSize(object: Value): number | undefined {
  if (object instanceof StArray) return object.i.length;
  if (object instanceof StBytes) return object.b.length;
  return isText(object) ? textSize(object) : undefined;
}

/** What can be an element of an object, where not everything can; undefined for others. */
function wanted(object: Value): string | undefined {
  if (isText(object)) return "a Character";
  const words = wordsOf(object);
  if (words === undefined) return undefined;
  return object instanceof StBytes
    ? `an Integer from 0 to ${2 ** (8 * words.BYTES_PER_ELEMENT) - 1}`
    : `what ${article(object)} can hold`;
}

/** Runs what stores; `misfit` is the answer where the object cannot hold the value. */
function* stored(
  { looking, takeOutput }: Assignment,
  code: Code,
  misfit: (() => Hindered) | undefined,
): Steps<Hindered | null> {
  const { engine } = looking;
  const came = yield* ran(code);
  const { result } = came;
  if (result.kind === "value") return null;
  if (result.kind === "ended" && result.reason.kind === "unhandled") {
    const { exception } = result.reason;
    if (classOf(exception) === engine.kernelClass("ModificationForbidden"))
      return { kind: "protected", reason: textOf(engine, exception, "messageText", "it is read-only") };
    if (misfit !== undefined) return misfit();
  }
  return failed(engine, result, came, takeOutput);
}
