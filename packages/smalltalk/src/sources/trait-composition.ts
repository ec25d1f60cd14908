/** Trait compositions as headers and class definitions write them: `TA + (TB - {#a}) + (TC @ {#new->#old})`. */
import { SourceFailure } from "./definitions.js";

/** One trait of a composition. */
export interface TraitReference {
  readonly name: string;
  readonly isClassSide: boolean;
  readonly exclusions: readonly string[];
  readonly aliases: readonly { readonly alias: string; readonly selector: string }[];
}

const TOKEN =
  /\s*(?:#?([\p{L}_][\p{L}\p{N}_]*(?::(?:[\p{L}_][\p{L}\p{N}_]*:)*)?)|#?'((?:[^']|'')*)'|(->|#\(|[-+@(){}.;,])|#([-+*/\\~<>=@,%|&?!]+))/uy;

interface Token {
  readonly kind: "word" | "sign";
  readonly text: string;
}

/** `path` and `line` are for errors. `""` and `{}` are no traits. Throws SourceFailure. */
export function readTraitComposition(text: string, path: string, line: number): TraitReference[] {
  const tokens = tokensOf(text, path, line);
  let next = 0;
  const fail = (expected: string): never => {
    const found = tokens[next]?.text ?? "the end";
    throw new SourceFailure(path, line, `${found} in the trait composition ${text}`, expected);
  };
  const takes = (sign: string): boolean => {
    const token = tokens[next];
    if (token?.kind !== "sign" || token.text !== sign) return false;
    next += 1;
    return true;
  };
  const word = (expected: string): string => {
    const token = tokens[next];
    if (token?.kind !== "word") return fail(expected);
    next += 1;
    return token.text;
  };
  const list = <T>(element: () => T): T[] => {
    const close = takes("{") ? "}" : takes("#(") ? ")" : undefined;
    if (close === undefined) return [element()];
    const found: T[] = [];
    while (!takes(close)) {
      found.push(element());
      while (takes(".") || takes(","));
    }
    return found;
  };
  const operand = (): TraitReference[] => {
    if (takes("(")) {
      const inner = sum();
      if (!takes(")")) fail(")");
      return inner;
    }
    const name = word("the name of a trait");
    const side = tokens[next];
    const isClassSide = side?.kind === "word" && (side.text === "classTrait" || side.text === "class");
    if (isClassSide) next += 1;
    return [{ name, isClassSide, exclusions: [], aliases: [] }];
  };
  const sum = (): TraitReference[] => {
    let found = operand();
    for (;;) {
      if (takes("+") || takes(",")) found = [...found, ...operand()];
      else if (takes("-")) {
        const exclusions = list(() => word("a selector"));
        found = found.map((use) => ({ ...use, exclusions: [...use.exclusions, ...exclusions] }));
      } else if (takes("@")) {
        const aliases = list(() => {
          const alias = word("a selector");
          if (!takes("->")) fail("->");
          return { alias, selector: word("a selector") };
        });
        found = found.map((use) => ({ ...use, aliases: [...use.aliases, ...aliases] }));
      } else return found;
    }
  };
  if (tokens.length === 0) return [];
  const found = takes("{") ? (takes("}") ? [] : braced()) : sum();
  if (next < tokens.length) fail("+, - or @");
  return found;

  function braced(): TraitReference[] {
    const members: TraitReference[] = [];
    while (!takes("}")) {
      members.push(...sum());
      while (takes("."));
    }
    return members;
  }
}

function tokensOf(text: string, path: string, line: number): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== "") {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null)
      throw new SourceFailure(
        path,
        line,
        `unexpected ${text.slice(at).trim()} in the trait composition`,
        "a trait, a selector, +, - or @",
      );
    const [, plain, quoted, sign, binary] = match;
    if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
    else tokens.push({ kind: "word", text: plain ?? quoted?.replaceAll("''", "'") ?? binary ?? "" });
  }
  return tokens;
}
