/** The list of test classes: tab-separated columns tier, package, class, runs, under a line of headings. */
import { readFileSync } from "node:fs";

export interface ListedClass {
  readonly tier: string;
  readonly package: string;
  readonly className: string;
  /** Test runs that the class has: one a test, or one a test and case where it is parametrised. */
  readonly expected: number;
}

/** A line that is not of the form; `line` counts from 1. */
export class ListFailure extends Error {
  override readonly name = "ListFailure";
  constructor(file: string, line: number, text: string) {
    super(`${file}:${line}: "${text}": expected tier, package, class and runs, with tabs between them`);
  }
}

/** Throws ListFailure. */
export function readList(file: string): ListedClass[] {
  const listed: ListedClass[] = [];
  readFileSync(file, "utf8")
    .split(/\r?\n/)
    .forEach((text, i) => {
      if (text.trim() === "" || (i === 0 && text.startsWith("tier\t"))) return;
      const [tier, packageName, className, runs] = text.split("\t");
      const expected = Number(runs);
      if (
        tier === undefined ||
        packageName === undefined ||
        className === undefined ||
        !Number.isInteger(expected)
      )
        throw new ListFailure(file, i + 1, text);
      listed.push({ tier, package: packageName, className, expected });
    });
  return listed;
}
