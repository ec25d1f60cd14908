/**
 * Which sends are compiled as control flow in place of a send: those with literal blocks that Pharo's compiler inlines.
 */
import type { BlockNode, ExpressionNode, LiteralNode, SendNode } from "../syntax/index.js";

/** A literal block without parameters, or null where the message has no such arm. */
type Arm = BlockNode | null;

export type InlineForm =
  | {
      readonly kind: "conditional";
      readonly test: ExpressionNode;
      readonly whenTrue: Arm;
      readonly whenFalse: Arm;
    }
  | { readonly kind: "and" | "or"; readonly left: ExpressionNode; readonly right: BlockNode }
  | { readonly kind: "while"; readonly test: BlockNode; readonly body: Arm; readonly continueOn: boolean }
  | { readonly kind: "repeat"; readonly body: BlockNode }
  | { readonly kind: "timesRepeat"; readonly count: ExpressionNode; readonly body: BlockNode }
  | {
      readonly kind: "toDo";
      readonly start: ExpressionNode;
      readonly stop: ExpressionNode;
      /** Null means 1. */
      readonly step: LiteralNode | null;
      readonly descending: boolean;
      readonly body: BlockNode;
    }
  /** `whenNotNil` may take the receiver as its parameter. */
  | {
      readonly kind: "ifNil";
      readonly value: ExpressionNode;
      readonly whenNil: Arm;
      readonly whenNotNil: Arm;
    }
  | {
      readonly kind: "same";
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
      readonly negated: boolean;
    };

const blockOf = (node: ExpressionNode | undefined, parameters: number): BlockNode | null =>
  node !== undefined && node.kind === "block" && node.parameters.length === parameters ? node : null;

/** The inlined form of a send, or null where it is a send like any other. */
export function inlineForm(send: SendNode): InlineForm | null {
  const { receiver, message } = send;
  const [first, second, third] = message.arguments;
  if (receiver.kind === "variable" && receiver.name === "super") return null;
  switch (message.selector) {
    case "==":
    case "~~":
      return first === undefined
        ? null
        : { kind: "same", left: receiver, right: first, negated: message.selector === "~~" };
    case "ifTrue:":
    case "ifFalse:": {
      const arm = blockOf(first, 0);
      if (arm === null) return null;
      const onTrue = message.selector === "ifTrue:";
      return {
        kind: "conditional",
        test: receiver,
        whenTrue: onTrue ? arm : null,
        whenFalse: onTrue ? null : arm,
      };
    }
    case "ifTrue:ifFalse:":
    case "ifFalse:ifTrue:": {
      const a = blockOf(first, 0);
      const b = blockOf(second, 0);
      if (a === null || b === null) return null;
      const trueFirst = message.selector === "ifTrue:ifFalse:";
      return {
        kind: "conditional",
        test: receiver,
        whenTrue: trueFirst ? a : b,
        whenFalse: trueFirst ? b : a,
      };
    }
    case "and:":
    case "or:": {
      const right = blockOf(first, 0);
      return right === null
        ? null
        : { kind: message.selector === "and:" ? "and" : "or", left: receiver, right };
    }
    case "whileTrue:":
    case "whileFalse:": {
      const test = blockOf(receiver, 0);
      const body = blockOf(first, 0);
      if (test === null || body === null) return null;
      return { kind: "while", test, body, continueOn: message.selector === "whileTrue:" };
    }
    case "whileTrue":
    case "whileFalse": {
      const test = blockOf(receiver, 0);
      return test === null
        ? null
        : { kind: "while", test, body: null, continueOn: message.selector === "whileTrue" };
    }
    case "repeat": {
      const body = blockOf(receiver, 0);
      return body === null ? null : { kind: "repeat", body };
    }
    case "timesRepeat:": {
      const body = blockOf(first, 0);
      return body === null ? null : { kind: "timesRepeat", count: receiver, body };
    }
    case "to:do:": {
      const body = blockOf(second, 1);
      if (body === null || first === undefined) return null;
      return { kind: "toDo", start: receiver, stop: first, step: null, descending: false, body };
    }
    case "to:by:do:": {
      const body = blockOf(third, 1);
      if (body === null || first === undefined || second?.kind !== "literal") return null;
      const step = second.value;
      if (step.type !== "integer" || step.value === 0n) return null;
      return { kind: "toDo", start: receiver, stop: first, step: second, descending: step.value < 0n, body };
    }
    case "ifNil:": {
      const arm = blockOf(first, 0);
      return arm === null ? null : { kind: "ifNil", value: receiver, whenNil: arm, whenNotNil: null };
    }
    case "ifNotNil:": {
      const arm = blockOf(first, 0) ?? blockOf(first, 1);
      return arm === null ? null : { kind: "ifNil", value: receiver, whenNil: null, whenNotNil: arm };
    }
    case "ifNil:ifNotNil:":
    case "ifNotNil:ifNil:": {
      const nilFirst = message.selector === "ifNil:ifNotNil:";
      const whenNil = blockOf(nilFirst ? first : second, 0);
      const other = nilFirst ? second : first;
      const whenNotNil = blockOf(other, 0) ?? blockOf(other, 1);
      return whenNil === null || whenNotNil === null
        ? null
        : { kind: "ifNil", value: receiver, whenNil, whenNotNil };
    }
    default:
      return null;
  }
}
