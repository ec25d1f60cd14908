/** The id of a request whose body cannot be parsed, for a REQ client waits for a reply that carries it. */
import { fits } from "../schema/check.js";
import { requestId } from "./head.js";

/** How far into the body an id is looked for, in characters. */
export const HEAD_LENGTH = 1_024;

/** A string, a bracket, or a run of anything else. Sticky: it ends where a string does not. */
const PIECE = /"(?:[^"\\]|\\.)*"|[{}[\]]|[:,]|[^"{}[\]:,]+/gsy;

/**
 * The value of the member `id` of the outermost object, where the head of the text shows one that is
 * valid.
 */
export const findId = (text: string): string | null => {
  const head = text.slice(0, HEAD_LENGTH);
  if (!/^\s*\{/.test(head)) return null;
  let depth = 0;
  /** The latest pieces at depth 1 that are not white space: `"id"`, `:`, `"1"`. */
  let name = "";
  let colon = false;
  for (const [piece] of head.matchAll(PIECE)) {
    if (piece === "{" || piece === "[") depth++;
    else if (piece === "}" || piece === "]") depth--;
    else if (depth === 1 && piece.trim() !== "") {
      if (colon && name === "id") return validId(piece);
      colon = piece === ":";
      if (!colon) name = piece.startsWith('"') ? piece.slice(1, -1) : "";
    }
  }
  return null;
};

const validId = (quoted: string): string | null => {
  try {
    const id: unknown = JSON.parse(quoted);
    return fits(requestId, id) ? id : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
};
