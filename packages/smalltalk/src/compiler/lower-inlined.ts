/** The inlined control structures as structured IR. `to` is where the value goes; null when nobody wants it. */
import type { Operand } from "../ir/index.js";
import type {
  BlockNode,
  ExpressionNode,
  LiteralValue,
  SequenceNode,
  SourceRange,
  VariableNode,
} from "../syntax/index.js";
import type { InlineForm } from "./inline.js";
import type { UnitBuilder } from "./unit-builder.js";

/** What they need of the lowering around them. */
export interface SurroundingLowering {
  readonly builder: UnitBuilder;
  /** The register of a parameter. */
  declare(parameter: VariableNode): number;
  inlinedBody(node: SequenceNode, to: number | null): void;
  value(node: ExpressionNode): Operand;
  /** The value in a register. */
  register(node: ExpressionNode): number;
  into(node: ExpressionNode, to: number): void;
  operands(nodes: readonly ExpressionNode[]): Operand[];
}

type Form<K extends InlineForm["kind"]> = Extract<InlineForm, { kind: K }>;

const NIL: LiteralValue = { type: "nil" };
const boolean = (value: boolean): LiteralValue => ({ type: "boolean", value });
const register = (index: number): Operand => ({ kind: "register", index });

export function lowerInlined(
  lowering: SurroundingLowering,
  form: InlineForm,
  node: ExpressionNode,
  to: number | null,
): void {
  switch (form.kind) {
    case "conditional":
      conditional(lowering, form, node, to);
      return;
    case "and":
    case "or":
      connective(lowering, form, node, to);
      return;
    case "while":
      whileLoop(lowering, form, node, to);
      return;
    case "repeat":
      loop(lowering, node, () => lowering.inlinedBody(form.body.body, null));
      return;
    case "timesRepeat":
      timesRepeat(lowering, form, node, to);
      return;
    case "toDo":
      toDo(lowering, form, node, to);
      return;
    case "ifNil":
      ifNil(lowering, form, node, to);
      return;
    case "same":
      same(lowering, form, node, to);
      return;
  }
}

function constant(
  lowering: SurroundingLowering,
  to: number | null,
  value: LiteralValue,
  range: SourceRange,
): void {
  if (to !== null) lowering.builder.emit({ op: "move", to, from: lowering.builder.constant(value) }, range);
}

function arm(
  lowering: SurroundingLowering,
  block: BlockNode | null,
  to: number | null,
  range: SourceRange,
): void {
  if (block === null) constant(lowering, to, NIL, range);
  else lowering.inlinedBody(block.body, to);
}

/** `if` with what runs on true and on false; an empty false part is left out. */
function branch(
  lowering: SurroundingLowering,
  test: number,
  range: SourceRange,
  onTrue: () => void,
  onFalse: (() => void) | null,
): void {
  const { builder } = lowering;
  builder.emit({ op: "if", test }, range);
  onTrue();
  if (onFalse !== null) {
    builder.emit({ op: "else" }, range);
    onFalse();
  }
  builder.emit({ op: "endIf" }, range);
}

function conditional(
  lowering: SurroundingLowering,
  form: Form<"conditional">,
  node: ExpressionNode,
  to: number | null,
): void {
  const test = lowering.register(form.test);
  const needsFalse = form.whenFalse !== null || to !== null;
  branch(
    lowering,
    test,
    node,
    () => arm(lowering, form.whenTrue, to, node),
    needsFalse ? () => arm(lowering, form.whenFalse, to, node) : null,
  );
}

function connective(
  lowering: SurroundingLowering,
  form: Form<"and" | "or">,
  node: ExpressionNode,
  to: number | null,
): void {
  const test = lowering.register(form.left);
  const right = () => lowering.inlinedBody(form.right.body, to);
  if (form.kind === "and")
    branch(
      lowering,
      test,
      node,
      right,
      to === null ? null : () => constant(lowering, to, boolean(false), node),
    );
  else branch(lowering, test, node, () => constant(lowering, to, boolean(true), node), right);
}

function loop(lowering: SurroundingLowering, range: SourceRange, body: () => void): void {
  lowering.builder.emit({ op: "loop" }, range);
  body();
  lowering.builder.emit({ op: "endLoop" }, range);
}

function leave(lowering: SurroundingLowering, range: SourceRange): void {
  lowering.builder.emit({ op: "leave" }, range);
}

function whileLoop(
  lowering: SurroundingLowering,
  form: Form<"while">,
  node: ExpressionNode,
  to: number | null,
): void {
  loop(lowering, node, () => {
    const test = lowering.builder.temporary();
    lowering.inlinedBody(form.test.body, test);
    const body = () => arm(lowering, form.body, null, node);
    if (form.continueOn) branch(lowering, test, form.test, body, () => leave(lowering, node));
    else branch(lowering, test, form.test, () => leave(lowering, node), body);
  });
  constant(lowering, to, NIL, node);
}

/** Runs `body` while `counter` has not passed `stop`, adding `step` each time. */
function counting(
  lowering: SurroundingLowering,
  range: SourceRange,
  counter: number,
  stop: Operand,
  step: LiteralValue,
  descending: boolean,
  body: () => void,
): void {
  const { builder } = lowering;
  const test = builder.temporary();
  loop(lowering, range, () => {
    const selector = descending ? ">=" : "<=";
    builder.emit({ op: "send", to: test, selector, receiver: register(counter), arguments: [stop] }, range);
    branch(
      lowering,
      test,
      range,
      () => {
        body();
        const next = {
          op: "send",
          to: counter,
          selector: "+",
          receiver: register(counter),
          arguments: [builder.constant(step)],
        } as const;
        builder.emit(next, range);
      },
      () => leave(lowering, range),
    );
  });
}

/** A value that stays as it is while a loop runs. */
function fixed(lowering: SurroundingLowering, node: ExpressionNode): Operand {
  if (node.kind === "literal") return lowering.value(node);
  const to = lowering.builder.temporary();
  lowering.into(node, to);
  return register(to);
}

function timesRepeat(
  lowering: SurroundingLowering,
  form: Form<"timesRepeat">,
  node: ExpressionNode,
  to: number | null,
): void {
  const stop = fixed(lowering, form.count);
  const counter = lowering.builder.temporary();
  const one: LiteralValue = { type: "integer", value: 1n };
  constant(lowering, counter, one, node);
  counting(lowering, node, counter, stop, one, false, () => lowering.inlinedBody(form.body.body, null));
  if (to !== null) lowering.builder.emit({ op: "move", to, from: stop }, node);
}

function toDo(
  lowering: SurroundingLowering,
  form: Form<"toDo">,
  node: ExpressionNode,
  to: number | null,
): void {
  const start = fixed(lowering, form.start);
  const stop = fixed(lowering, form.stop);
  const parameter = form.body.parameters[0];
  if (parameter === undefined) throw new RangeError("to:do: has a loop variable");
  const counter = lowering.declare(parameter);
  lowering.builder.emit({ op: "move", to: counter, from: start }, node);
  const step: LiteralValue = form.step?.value ?? { type: "integer", value: 1n };
  counting(lowering, node, counter, stop, step, form.descending, () =>
    lowering.inlinedBody(form.body.body, null),
  );
  if (to !== null) lowering.builder.emit({ op: "move", to, from: start }, node);
}

function ifNil(
  lowering: SurroundingLowering,
  form: Form<"ifNil">,
  node: ExpressionNode,
  to: number | null,
): void {
  const { builder } = lowering;
  const value = lowering.value(form.value);
  const test = builder.temporary();
  builder.emit({ op: "same", to: test, left: value, right: builder.constant(NIL) }, node);
  const { whenNil, whenNotNil } = form;
  const otherwise = () => {
    const parameter = whenNotNil?.parameters[0];
    if (parameter !== undefined)
      builder.emit({ op: "move", to: lowering.declare(parameter), from: value }, node);
    if (whenNotNil !== null) lowering.inlinedBody(whenNotNil.body, to);
    else if (to !== null) builder.emit({ op: "move", to, from: value }, node);
  };
  branch(
    lowering,
    test,
    node,
    () => arm(lowering, whenNil, to, node),
    whenNotNil === null && to === null ? null : otherwise,
  );
}

function same(
  lowering: SurroundingLowering,
  form: Form<"same">,
  node: ExpressionNode,
  to: number | null,
): void {
  const [left, right] = lowering.operands([form.left, form.right]);
  if (left === undefined || right === undefined || to === null) return;
  lowering.builder.emit({ op: "same", to, left, right }, node);
  if (!form.negated) return;
  branch(
    lowering,
    to,
    node,
    () => constant(lowering, to, boolean(false), node),
    () => constant(lowering, to, boolean(true), node),
  );
}
