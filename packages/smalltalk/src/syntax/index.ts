export type * from "./ast.js";
export { problemAt, SyntaxFailure } from "./failure.js";
export { formatDoit, formatMethod } from "./format.js";
export { messagePattern } from "./message-pattern.js";
export { nearestFloat } from "./nearest-float.js";
export { firstCharacters, ownText } from "./own-text.js";
export { pace, paced, watchPace } from "./pace.js";
export {
  parseDoit,
  parseDoitWithRecovery,
  parseExpression,
  parseMethod,
  parseMethodWithRecovery,
  type Recovered,
} from "./parser.js";
export { printExpression, printMethod, printSequence, printStatement } from "./print.js";
export { printLiteral } from "./print-literals.js";
export { scan } from "./scanner.js";
export {
  isBinarySelector,
  isKeywordSelector,
  isUnarySelector,
  keywordsOf,
  numArgs,
  patternOf,
} from "./selectors.js";
export type { Token, TokenKind } from "./token.js";
