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
  | { readonly kind: "comment"; readonly className: string; readonly text: string; readonly line: number }
  /** `reorganize`: which selectors are in which protocol. */
  | {
      readonly kind: "protocols";
      readonly className: string;
      readonly isClassSide: boolean;
      readonly protocols: readonly (readonly [protocol: string, selectors: readonly string[]])[];
      readonly line: number;
    };

/** What the chunks behind an announcement are. */
type Announced =
  | {
      readonly kind: "method";
      readonly className: string;
      readonly isClassSide: boolean;
      readonly category: string;
    }
  | { readonly kind: "comment"; readonly className: string }
  | { readonly kind: "protocols"; readonly className: string; readonly isClassSide: boolean };

const RECEIVER = "^([\\p{L}_][\\p{L}\\p{N}_]*)(\\s+(?:class|classSide|classTrait))?\\s+";
const METHODS_FOR = new RegExp(`${RECEIVER}methodsFor:\\s*(?:#?'((?:[^']|'')*)'|#([^\\s]+))`, "u");
const COMMENT_STAMP = new RegExp(`${RECEIVER}commentStamp:`, "u");
const REORGANIZE = new RegExp(`${RECEIVER}reorganize\\s*$`, "u");

/** Lines of `text` may end with CR, LF or both. */
export function readChunks(text: string): ChunkItem[] {
  const lines = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const items: ChunkItem[] = [];
  let position = 0;
  let announced: Announced | null = null;
  while (position < lines.length) {
    const skipped = /\s*/y;
    skipped.lastIndex = position;
    skipped.exec(lines);
    const blankTo = skipped.lastIndex;
    const announces = announced === null && lines[blankTo] === "!";
    const chunk = nextChunk(lines, announces ? blankTo + 1 : position);
    const line = lineAt(lines, announces ? blankTo + 1 : Math.min(blankTo, chunk.end));
    const source = chunk.text.trim();
    position = chunk.end;
    // The fonts of the text before it.
    if (source.startsWith("]style[")) continue;
    if (announces) {
      announced = announcement(source);
      if (announced === null && source !== "") items.push({ kind: "doit", source, line });
    } else if (announced === null) {
      if (source !== "" && !/^'From .*'$/s.test(source)) items.push({ kind: "doit", source, line });
    } else if (announced.kind === "method") {
      if (source === "") announced = null;
      else items.push({ ...announced, source, line });
    } else {
      items.push(
        announced.kind === "comment"
          ? { ...announced, text: source, line }
          : { ...announced, protocols: protocolsIn(source), line },
      );
      announced = null;
    }
  }
  return items;
}

function announcement(source: string): Announced | null {
  const methods = METHODS_FOR.exec(source);
  if (methods !== null) {
    const [, className = "", side, quoted, symbol = ""] = methods;
    const category = quoted?.replaceAll("''", "'") ?? symbol;
    return { kind: "method", className, isClassSide: side !== undefined, category };
  }
  const stamp = COMMENT_STAMP.exec(source);
  if (stamp !== null) return { kind: "comment", className: stamp[1] ?? "" };
  const reorganize = REORGANIZE.exec(source);
  if (reorganize === null) return null;
  return { kind: "protocols", className: reorganize[1] ?? "", isClassSide: reorganize[2] !== undefined };
}

/** `('accessing' name name:)`, one behind the other. */
function protocolsIn(source: string): (readonly [string, readonly string[]])[] {
  return [...source.matchAll(/\(\s*(?:#?'((?:[^']|'')*)'|#?([^\s()]+))([^()]*)\)/g)].map(
    ([, quoted, plain = "", selectors = ""]) => [
      quoted?.replaceAll("''", "'") ?? plain,
      selectors.split(/\s+/).filter((each) => each !== ""),
    ],
  );
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
