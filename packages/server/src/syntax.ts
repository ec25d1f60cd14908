/** Reading Smalltalk without an image, for whoever shows or edits it. */
export type {
  ExpressionNode,
  MessageNode,
  SequenceNode,
  SyntaxProblem,
  Token,
  TokenKind,
} from "@stui/smalltalk/syntax";
export { parseDoit, parseMethod, SyntaxFailure, scan } from "@stui/smalltalk/syntax";
