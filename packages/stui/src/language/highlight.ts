/** What is what in code, for colours. */
import { scan, type Token } from "@stui/server/syntax";

export type Style =
  | "keyword"
  | "class"
  | "pseudo"
  | "string"
  | "symbol"
  | "number"
  | "comment"
  | "operator"
  | "wrong"
  | "command";

/** Offsets in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly style: Style;
}

const PSEUDO = new Set(["self", "super", "nil", "true", "false", "thisContext", "thisProcess"]);
const OPENS: ReadonlyMap<string, string> = new Map([
  ["closeParen", "openParen"],
  ["closeBlock", "openBlock"],
  ["closeBrace", "openBrace"],
]);

/** In order, none within another; what has no style is left out. */
export const highlight = (text: string): Span[] => {
  const command = /^\s*:[a-z?]+/.exec(text);
  if (command !== null) {
    const end = command[0].length;
    return [{ start: 0, end, style: "command" }];
  }
  const open: string[] = [];
  return scan(text).flatMap((token) => {
    const style = styleOf(token, open, text.length);
    return style === undefined ? [] : [{ start: token.start, end: token.end, style }];
  });
};

const styleOf = (token: Token, open: string[], length: number): Style | undefined => {
  const { kind, text } = token;
  switch (kind) {
    case "identifier":
      if (PSEUDO.has(text)) return "pseudo";
      return /^\p{Lu}/u.test(text) ? "class" : undefined;
    case "keyword":
      return "keyword";
    case "literal":
      return token.value?.type === "string" || token.value?.type === "character"
        ? "string"
        : token.value?.type === "symbol"
          ? "symbol"
          : "number";
    case "comment":
      return "comment";
    case "caret":
    case "assign":
      return "operator";
    case "openParen":
    case "openBlock":
    case "openBrace":
      open.push(kind);
      return undefined;
    case "openArray":
      open.push("openParen");
      return "symbol";
    case "openBytes":
      open.push("openBlock");
      return "symbol";
    case "closeParen":
    case "closeBlock":
    case "closeBrace":
      return open.pop() === OPENS.get(kind) ? undefined : "wrong";
    case "error":
      // What is being typed is not wrong yet.
      if (token.end === length || text.startsWith("'") || text.startsWith('"'))
        return text.startsWith('"') ? "comment" : "string";
      return "wrong";
    default:
      return undefined;
  }
};
