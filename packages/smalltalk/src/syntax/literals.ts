/** Literal arrays, byte arrays, and the literals of pragmas. */
import type { LiteralValue } from "./ast.js";
import { pointsOf } from "./scanner.js";
import type { TokenStream } from "./token-stream.js";

const NAMED: ReadonlyMap<string, LiteralValue> = new Map<string, LiteralValue>([
  ["nil", { type: "nil" }],
  ["true", { type: "boolean", value: true }],
  ["false", { type: "boolean", value: false }],
]);

export function namedLiteral(name: string): LiteralValue | null {
  return NAMED.get(name) ?? null;
}

/** literalArray := ('#(' | '(' within an array) element* ')' */
export function literalArray(tokens: TokenStream): LiteralValue {
  const elements: LiteralValue[] = [];
  if (tokens.enter()) {
    tokens.take();
    while (!tokens.is("closeParen") && !tokens.is("end")) {
      const element = arrayElement(tokens);
      if (element !== null) elements.push(element);
      else {
        tokens.raise(tokens.token.start, "not a literal", "a literal, or ) at the end of the array");
        tokens.take();
      }
    }
    tokens.expect("closeParen", "the literal array is not closed", ")");
    tokens.leave();
  }
  return { type: "array", elements };
}

/** byteArray := ('#[' | '[' within an array) integer* ']' */
export function byteArray(tokens: TokenStream): LiteralValue {
  tokens.take();
  const bytes: number[] = [];
  while (!tokens.is("closeBlock") && !tokens.is("end")) {
    const { start, value } = tokens.token;
    if (value?.type === "integer" && value.value <= 255n) bytes.push(Number(value.value));
    else tokens.raise(start, "not a byte", "an integer from 0 to 255, or ] at the end of the byte array");
    tokens.take();
  }
  tokens.expect("closeBlock", "the byte array is not closed", "]");
  return { type: "byteArray", bytes };
}

/** A literal as a pragma's argument; a bare name is a symbol. Null where there is none. */
export function pragmaArgument(tokens: TokenStream): LiteralValue | null {
  tokens.joinMinus();
  switch (tokens.token.kind) {
    case "openArray":
      return literalArray(tokens);
    case "openBytes":
      return byteArray(tokens);
    case "literal":
      return tokens.take().value;
    case "identifier": {
      const { text } = tokens.take();
      return namedLiteral(text) ?? symbolOf(text);
    }
    default:
      return null;
  }
}

/** Within an array a name, an operator, and what else is not a literal of its own, stands for the symbol of its text. */
function arrayElement(tokens: TokenStream): LiteralValue | null {
  tokens.joinMinus();
  switch (tokens.token.kind) {
    case "literal":
      return tokens.take().value;
    case "identifier":
    case "keyword": {
      tokens.joinSymbol();
      const { text, value } = tokens.take();
      return namedLiteral(text) ?? value;
    }
    case "binary":
    case "assign":
    case "caret":
    case "period":
    case "semicolon":
    case "colon":
    case "openBrace":
    case "closeBrace":
      return symbolOf(tokens.take().text);
    case "openArray":
    case "openParen":
      return literalArray(tokens);
    case "openBytes":
    case "openBlock":
      return byteArray(tokens);
    case "closeParen":
    case "closeBlock":
    case "comment":
    case "end":
    case "error":
      return null;
  }
}

function symbolOf(text: string): LiteralValue {
  return { type: "symbol", codePoints: pointsOf(text) };
}
