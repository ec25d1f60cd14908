/**
 * The chunk format: chunks end with `!`; a `!` within is doubled. A chunk that begins with `!` announces the methods that
 * follow, up to an empty chunk.
 */
import { lineAt } from "./definitions.js";

export type ChunkItem =
  | { readonly kind: "doit"; readonly source: string; readonly line: number }
  | {
      readonly kind: "method";
      readonly className: string;
      readonly isClassSide: boolean;
      readonly category: string;
      readonly source: string;
      readonly line: number;
    }
  | { readonly kind: "comment"; readonly className: string; readonly text: string; readonly line: number };

const METHODS_FOR = /^([\p{L}_][\p{L}\p{N}_]*)(\s+class)?\s+methodsFor:\s*'((?:[^']|'')*)'/u;
const COMMENT_STAMP = /^([\p{L}_][\p{L}\p{N}_]*)(\s+class)?\s+commentStamp:/u;

export function readChunks(text: string): ChunkItem[] {
  const items: ChunkItem[] = [];
  let position = 0;
  let methods: { className: string; isClassSide: boolean; category: string } | null = null;
  let comment: string | null = null;
  while (position < text.length) {
    const skipped = /\s*/y;
    skipped.lastIndex = position;
    skipped.exec(text);
    const blankTo = skipped.lastIndex;
    const announces = methods === null && comment === null && text[blankTo] === "!";
    const chunk = nextChunk(text, announces ? blankTo + 1 : position);
    const line = lineAt(text, announces ? blankTo + 1 : Math.min(blankTo, chunk.end));
    const source = chunk.text.trim();
    position = chunk.end;
    if (announces) {
      const announced = METHODS_FOR.exec(source);
      const stamp = COMMENT_STAMP.exec(source);
      if (announced !== null) {
        methods = {
          className: announced[1] ?? "",
          isClassSide: announced[2] !== undefined,
          category: (announced[3] ?? "").replaceAll("''", "'"),
        };
      } else if (stamp !== null) comment = stamp[1] ?? "";
      else if (source !== "") items.push({ kind: "doit", source, line });
    } else if (comment !== null) {
      items.push({ kind: "comment", className: comment, text: source, line });
      comment = null;
    } else if (methods !== null) {
      if (source === "") methods = null;
      else items.push({ kind: "method", ...methods, source, line });
    } else if (source !== "" && !/^'From .*'$/s.test(source)) items.push({ kind: "doit", source, line });
  }
  return items;
}

function nextChunk(text: string, start: number): { text: string; end: number } {
  let out = "";
  let from = start;
  for (;;) {
    const at = text.indexOf("!", from);
    if (at < 0) return { text: out + text.slice(from), end: text.length };
    out += text.slice(from, at);
    if (text[at + 1] !== "!") return { text: out, end: at + 1 };
    out += "!";
    from = at + 2;
  }
}
