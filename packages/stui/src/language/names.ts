/** The names that code mentions. */
import { scan } from "@stui/server/syntax";

/** Each once, in the order of their appearance. */
export const namesIn = (code: string): string[] => [
  ...new Set(
    scan(code)
      .filter(({ kind }) => kind === "identifier")
      .map(({ text }) => text),
  ),
];

export const isCapitalised = (name: string): boolean => /^\p{Lu}/u.test(name);

/** Code whose display string is those of the names that the image does not know, with spaces between. */
export const unknownCode = (names: readonly string[]): string =>
  `String streamContents: [ :out | #( ${names.map((name) => `#${name}`).join(" ")} ) do: [ :each |
	(Smalltalk globals includesKey: each) ifFalse: [ out nextPutAll: each; space ] ] ]`;

/** `Foo is nil: there is no class of that name.`, `x is nil.` */
export const nilText = (name: string): string =>
  isCapitalised(name) ? `${name} is nil: there is no class of that name.` : `${name} is nil.`;
