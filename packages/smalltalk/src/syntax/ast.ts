/**
 * The syntax tree of a Smalltalk method, block, or sequence of expressions.
 *
 * Every node carries its source range: `start` is the offset of its first UTF-16 code unit in the source,
 * `end` the offset after its last one. Nodes are plain immutable data; meaning is given to them by `compiler`.
 */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

/** A literal value as the scanner read it; integers are exact whatever their size. */
export type LiteralValue =
  | { readonly type: "nil" }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "integer"; readonly value: bigint }
  | { readonly type: "float"; readonly value: number }
  /** `numerator / denominator` is the exact value of the digits; `scale` the number of digits behind the point to print. */
  | {
      readonly type: "scaledDecimal";
      readonly numerator: bigint;
      readonly denominator: bigint;
      readonly scale: number;
    }
  | { readonly type: "character"; readonly codePoint: number }
  /** Code points, since a Smalltalk string is indexed by character. */
  | { readonly type: "string"; readonly codePoints: readonly number[] }
  | { readonly type: "symbol"; readonly codePoints: readonly number[] }
  | { readonly type: "array"; readonly elements: readonly LiteralValue[] }
  | { readonly type: "byteArray"; readonly bytes: readonly number[] };

export interface LiteralNode extends SourceRange {
  readonly kind: "literal";
  readonly value: LiteralValue;
}

/** A name in an expression, `self`, `super` and `thisContext` included; resolved by the compiler's scopes. */
export interface VariableNode extends SourceRange {
  readonly kind: "variable";
  readonly name: string;
}

export interface AssignmentNode extends SourceRange {
  readonly kind: "assignment";
  readonly variable: VariableNode;
  readonly value: ExpressionNode;
}

/** A message without its receiver: `selectorRanges` holds one range per keyword part (one for unary and binary). */
export interface MessageNode extends SourceRange {
  readonly selector: string;
  readonly selectorRanges: readonly SourceRange[];
  readonly arguments: readonly ExpressionNode[];
}

export interface SendNode extends SourceRange {
  readonly kind: "send";
  readonly receiver: ExpressionNode;
  readonly message: MessageNode;
}

/** `receiver foo; bar: 1; yourself`: `receiver` is the common receiver, `messages` at least two. */
export interface CascadeNode extends SourceRange {
  readonly kind: "cascade";
  readonly receiver: ExpressionNode;
  readonly messages: readonly MessageNode[];
}

/** `{ a. b. c }` */
export interface BraceArrayNode extends SourceRange {
  readonly kind: "braceArray";
  readonly elements: readonly ExpressionNode[];
}

export interface BlockNode extends SourceRange {
  readonly kind: "block";
  readonly parameters: readonly VariableNode[];
  readonly body: SequenceNode;
}

/** Stands where recovery could not read an expression; never compiled. */
export interface ErrorNode extends SourceRange {
  readonly kind: "error";
  readonly message: string;
}

export type ExpressionNode =
  | LiteralNode
  | VariableNode
  | AssignmentNode
  | SendNode
  | CascadeNode
  | BraceArrayNode
  | BlockNode
  | ErrorNode;

export interface ReturnNode extends SourceRange {
  readonly kind: "return";
  readonly value: ExpressionNode;
}

export type StatementNode = ExpressionNode | ReturnNode;

/** Temporaries and statements of a method, block or doit. */
export interface SequenceNode extends SourceRange {
  readonly kind: "sequence";
  readonly temporaries: readonly VariableNode[];
  readonly statements: readonly StatementNode[];
}

/** `<primitive: #integerAdd>`: arguments are literals (a bare name reads as a symbol). */
export interface PragmaNode extends SourceRange {
  readonly kind: "pragma";
  readonly selector: string;
  readonly arguments: readonly LiteralValue[];
}

export interface MethodNode extends SourceRange {
  readonly kind: "method";
  readonly selector: string;
  readonly selectorRanges: readonly SourceRange[];
  readonly parameters: readonly VariableNode[];
  readonly pragmas: readonly PragmaNode[];
  readonly body: SequenceNode;
  /** The first comment after the message pattern, quotes removed; empty if there is none. */
  readonly comment: string;
}

/**
 * What a parse failed on. `position` is a UTF-16 offset into the source; `line` and `column` count from 1.
 * `expected` names what would have been accepted there; `excerpt` is the offending line.
 */
export interface SyntaxProblem {
  readonly message: string;
  readonly position: number;
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  readonly excerpt: string;
}
