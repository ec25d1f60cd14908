/** Results get names, `it1`, `it2` and so on, and `it` for the latest: they are assigned by the code itself. */

export interface NamedCode {
  readonly code: string;
  /** What was put in, and where. */
  readonly inserted: string;
  readonly at: number;
}

/** @param lastStatement offset of the statement whose value is the result */
export const nameResult = (code: string, lastStatement: number, number: number): NamedCode => {
  const inserted = `it := it${number} := `;
  return {
    code: `${code.slice(0, lastStatement)}${inserted}${code.slice(lastStatement)}`,
    inserted,
    at: lastStatement,
  };
};

/** A place in the code as it was sent, as one in the code as it was written. */
export const positionInOwn = (named: NamedCode, position: number): number =>
  position <= named.at ? position : Math.max(named.at, position - named.inserted.length);

/** Line and column of an offset, both from 1. */
export const lineAndColumn = (
  text: string,
  position: number,
): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, position).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
};
