/** Text with places where a line may end, and the layout that fits a width best. */

export type Document =
  | string
  /** A space, or a new line where its group does not fit on one. */
  | { readonly kind: "line" }
  /** A new line in any case: the groups around it do not fit on one. */
  | { readonly kind: "newLine"; readonly blank: boolean }
  /** One tab further. */
  | { readonly kind: "indented"; readonly content: Document }
  | { readonly kind: "group"; readonly content: Document; readonly broken: boolean }
  | { readonly kind: "several"; readonly parts: readonly Document[]; readonly broken: boolean };

export const line: Document = { kind: "line" };
export const newLine: Document = { kind: "newLine", blank: false };
export const blankLine: Document = { kind: "newLine", blank: true };

export const indented = (...parts: Document[]): Document => ({
  kind: "indented",
  content: several(parts),
});

export const group = (...parts: Document[]): Document => {
  const content = several(parts);
  return { kind: "group", content, broken: isBroken(content) };
};

export const several = (parts: readonly Document[]): Document => ({
  kind: "several",
  parts,
  broken: parts.some(isBroken),
});

/** Whether it takes more than one line in any case. */
export function isBroken(document: Document): boolean {
  if (typeof document === "string") return document.includes("\n");
  switch (document.kind) {
    case "line":
      return false;
    case "newLine":
      return true;
    case "indented":
      return isBroken(document.content);
    case "group":
    case "several":
      return document.broken;
  }
}

const TAB_WIDTH = 4;

interface Piece {
  readonly document: Document;
  readonly tabs: number;
  readonly flat: boolean;
}

/** The text, in lines of at most `width` columns where that can be; `tabs` is the indentation of all but the first line. */
export function layOut(document: Document, width: number, tabs: number): string {
  const out: string[] = [];
  let column = tabs * TAB_WIDTH;
  const pieces: Piece[] = [{ document, tabs, flat: false }];
  const endLine = (indentation: number, blank: boolean) => {
    out.push(blank ? "\n\n" : "\n", "\t".repeat(indentation));
    column = indentation * TAB_WIDTH;
  };
  for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
    const { document: current, flat } = piece;
    if (typeof current === "string") {
      out.push(current);
      const end = current.lastIndexOf("\n");
      column = end < 0 ? column + current.length : current.length - end - 1;
      continue;
    }
    switch (current.kind) {
      case "line":
        if (flat) {
          out.push(" ");
          column += 1;
        } else endLine(piece.tabs, false);
        break;
      case "newLine":
        endLine(piece.tabs, current.blank);
        break;
      case "indented":
        pieces.push({ document: current.content, tabs: piece.tabs + 1, flat });
        break;
      case "group": {
        const fits =
          flat || (!current.broken && width - column >= flatWidth(current.content, width - column));
        pieces.push({ document: current.content, tabs: piece.tabs, flat: fits });
        break;
      }
      case "several":
        for (let i = current.parts.length - 1; i >= 0; i -= 1) {
          const part = current.parts[i];
          if (part !== undefined) pieces.push({ document: part, tabs: piece.tabs, flat });
        }
        break;
    }
  }
  return out.join("");
}

/** Columns on one line; anything above `limit` where it is more. */
export function flatWidth(document: Document, limit: number): number {
  let sum = 0;
  const rest: Document[] = [document];
  for (let each = rest.pop(); each !== undefined && sum <= limit; each = rest.pop()) {
    if (typeof each === "string") sum += each.length;
    else if (each.kind === "line") sum += 1;
    else if (each.kind === "indented" || each.kind === "group") rest.push(each.content);
    else if (each.kind === "several")
      for (let i = each.parts.length - 1; i >= 0; i -= 1) {
        const part = each.parts[i];
        if (part !== undefined) rest.push(part);
      }
  }
  return sum;
}
