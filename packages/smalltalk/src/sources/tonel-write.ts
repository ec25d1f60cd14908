/**
 * Writes Tonel files as Pharo does, in either style of header: what was read from such a file comes back byte for byte.
 * Lines end with LF.
 */
import { DEFAULT_STYLE, type HeaderSpelling, type NameStyle, type TonelStyle } from "./definitions.js";
import { afterPattern } from "./message-pattern.js";

export interface WrittenMethod {
  readonly selector: string;
  readonly isClassSide: boolean;
  readonly category: string;
  readonly source: string;
}

export interface WrittenClass {
  readonly kind: "class" | "trait";
  readonly name: string;
  readonly superclass: string | null;
  readonly spelling: HeaderSpelling;
  readonly classVars: readonly string[];
  readonly pools: readonly string[];
  readonly classInstVars: readonly string[];
  readonly package: string;
  readonly tag: string;
  readonly comment: string;
  readonly methods: readonly WrittenMethod[];
}

export function tonelClass(c: WrittenClass, style: TonelStyle = DEFAULT_STYLE): string {
  const { type, slots, traits, classTraits } = c.spelling;
  const name = (text: string) => named(text, style.names);
  const category = c.tag === "" ? c.package : `${c.package}-${c.tag}`;
  const entries: (readonly [string, string])[] = [["name", name(c.name)]];
  if (c.kind === "class") entries.push(["superclass", name(c.superclass ?? "nil")]);
  if (type !== "normal") entries.push(["type", name(type)]);
  if (traits !== "" || classTraits !== "")
    entries.push(["traits", quoted(traits)], ["classTraits", quoted(classTraits)]);
  for (const [key, names] of [
    ["instVars", slots],
    ["classVars", c.classVars],
    ["pools", c.pools],
    ["classInstVars", c.classInstVars],
  ] as const)
    if (names.length > 0)
      entries.push([key, `[\n${names.map((each) => `\t\t${quoted(each)}`).join(",\n")}\n\t]`]);
  entries.push(["category", named(category, style.classCategory)]);
  if (style.saysPackage) {
    entries.push(["package", name(c.package)]);
    if (c.tag !== "") entries.push(["tag", name(c.tag)]);
  }
  const comment = c.comment === "" ? "" : `"\n${c.comment.replaceAll('"', '""')}\n"\n`;
  const header = entries.map(([key, value]) => `\t#${key} : ${value}`).join(",\n");
  const kind = c.kind === "class" ? "Class" : "Trait";
  return `${comment}${kind} {\n${header}\n}\n${methodsText(c.name, c.kind, inOrder(c.methods), style)}`;
}

/** What a package adds to a class or trait of another one: by selector, of both sides together. */
export function tonelExtension(
  className: string,
  kind: "class" | "trait",
  methods: readonly WrittenMethod[],
  style: TonelStyle = DEFAULT_STYLE,
): string {
  const header = `Extension { #name : ${named(className, style.names)} }\n`;
  const ordered = [...methods].sort((a, b) => {
    if (a.selector !== b.selector) return a.selector < b.selector ? -1 : 1;
    return a.isClassSide === b.isClassSide ? 0 : a.isClassSide ? -1 : 1;
  });
  return header + methodsText(className, kind, ordered, style);
}

/** `package.st`. */
export function tonelPackage(name: string, style: TonelStyle = DEFAULT_STYLE): string {
  return `Package { #name : ${named(name, style.names)} }\n`;
}

/** The class side first, each side by selector. */
export function inOrder(methods: readonly WrittenMethod[]): WrittenMethod[] {
  return [...methods].sort((a, b) => {
    if (a.isClassSide !== b.isClassSide) return a.isClassSide ? -1 : 1;
    return a.selector < b.selector ? -1 : 1;
  });
}

function methodsText(
  className: string,
  kind: "class" | "trait",
  methods: readonly WrittenMethod[],
  style: TonelStyle,
): string {
  const classSide = `${className} ${kind === "class" ? "class" : "classSide"}`;
  return methods
    .map(({ category, isClassSide, source }) => {
      const end = afterPattern(source);
      const pattern = source.slice(0, end).trim();
      const body = source.slice(end).replaceAll(/\r\n?/g, "\n");
      const side = isClassSide ? classSide : className;
      return `\n{ #category : ${named(category, style.methodCategory)} }\n${side} >> ${pattern} [${body}\n]\n`;
    })
    .join("");
}

function named(text: string, style: NameStyle): string {
  if (style === "string") return quoted(text);
  return /^[\p{L}_][\p{L}\p{N}_./]*$/u.test(text) ? `#${text}` : `#${quoted(text)}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "'": "\\'",
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** A STON string. */
function quoted(text: string): string {
  const escaped = Array.from(text, (c) => {
    const code = c.codePointAt(0) ?? 0;
    return ESCAPES[c] ?? (code < 32 ? `\\u${code.toString(16).padStart(4, "0")}` : c);
  });
  return `'${escaped.join("")}'`;
}
