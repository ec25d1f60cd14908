/** Literal arrays, byte arrays, and the literals of pragmas. */
import type { LiteralValue } from "./ast.js";
import { pointsOf } from "./scanner.js";
import type { TokenStream } from "./token-stream.js";

const NAMED: Readonly<Record<string, LiteralValue>> = {
  nil: { type: "nil" },
  true: { type: "boolean", value: true },
  false: { type: "boolean", value: false },
};

export function namedLiteral(name: string): LiteralValue | null {
  return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? null) : null;
}

/** After `#(`, or `(` within an array: elements up to and with the parenthesis. */
export function literalArray(tokens: TokenStream): LiteralValue {
  return tokens.nested(() => {
    const elements: LiteralValue[] = [];
    while (!tokens.is("closeParen") && !tokens.is("end")) {
      const element = arrayElement(tokens);
      if (element === null) {
        tokens.raise(tokens.token.start, "not a literal", "a literal, or ) at the end of the array");
        if (!tokens.is("end")) tokens.take();
      } else elements.push(element);
    }
    tokens.expect("closeParen", "the literal array is not closed", ")");
    return { type: "array", elements };
  });
}

/** After `#[`: bytes up to and with the bracket. */
export function byteArray(tokens: TokenStream): LiteralValue {
  const bytes: number[] = [];
  while (!tokens.is("closeBlock") && !tokens.is("end")) {
    const { start, value } = tokens.token;
    if (value?.type === "integer" && value.value >= 0n && value.value <= 255n) bytes.push(Number(value.value));
    else tokens.raise(start, "not a byte", "an integer from 0 to 255, or ] at the end of the byte array");
    tokens.take();
  }
  tokens.expect("closeBlock", "the byte array is not closed", "]");
  return { type: "byteArray", bytes };
}

/** A literal as a pragma's argument; a bare name is a symbol. */
export function pragmaArgument(tokens: TokenStream): LiteralValue | null {
  tokens.joinMinus();
  if (tokens.is("openArray")) {
    tokens.take();
    return literalArray(tokens);
  }
  if (tokens.is("openBytes")) {
    tokens.take();
    return byteArray(tokens);
  }
  if (tokens.is("literal")) return tokens.take().value;
  if (!tokens.is("identifier")) return null;
  const { text } = tokens.take();
  return namedLiteral(text) ?? symbolOf(text);
}

function arrayElement(tokens: TokenStream): LiteralValue | null {
  tokens.joinMinus();
  const { kind, text, value } = tokens.token;
  switch (kind) {
    case "literal":
      tokens.take();
      return value;
    case "identifier":
      tokens.take();
      return namedLiteral(text) ?? symbolOf(text);
    case "keyword":
      return symbolOf(adjacentKeywords(tokens));
    case "binary":
    case "assign":
      tokens.take();
      return symbolOf(text);
    case "openArray":
    case "openParen":
      tokens.take();
      return literalArray(tokens);
    case "openBytes":
    case "openBlock":
      tokens.take();
      return byteArray(tokens);
    default:
      return null;
  }
}

/** `at:put:` without spaces is one symbol. */
function adjacentKeywords(tokens: TokenStream): string {
  let text = tokens.take().text;
  while ((tokens.is("keyword") || tokens.is("identifier")) && tokens.token.start === tokens.previousEnd) text += tokens.take().text;
  return text;
}

export function symbolOf(text: string): LiteralValue {
  return { type: "symbol", codePoints: pointsOf(text) };
}
