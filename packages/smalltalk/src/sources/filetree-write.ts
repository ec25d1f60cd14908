/** Writes a package, or a class of it, as FileTree does. */
import { afterPattern } from "./message-pattern.js";
import type { WrittenClass, WrittenMethod } from "./tonel-write.js";

export interface WrittenExtension {
  readonly className: string;
  readonly kind: "class" | "trait";
  readonly methods: readonly WrittenMethod[];
}

/** Files by path. */
export function fileTree(
  packageName: string,
  classes: readonly WrittenClass[],
  extensions: readonly WrittenExtension[],
): Record<string, string> {
  const root = `${packageName}.package`;
  const files: Record<string, string> = { [`${root}/properties.json`]: "{ }" };
  for (const c of classes) {
    const folder = `${root}/${c.name}.${c.kind}`;
    files[`${folder}/properties.json`] = properties(c);
    files[`${folder}/README.md`] = c.comment;
    addMethods(files, folder, c.methods);
  }
  for (const { className, methods } of extensions) {
    const folder = `${root}/${className}.extension`;
    files[`${folder}/properties.json`] = json([["name", className]]);
    addMethods(files, folder, methods);
  }
  return files;
}

function addMethods(files: Record<string, string>, folder: string, methods: readonly WrittenMethod[]): void {
  for (const { selector, isClassSide, category, source } of methods) {
    const side = isClassSide ? "class" : "instance";
    files[`${folder}/${side}/${fileName(selector)}.st`] = `${category}\n${source}`;
  }
}

const OPERATORS: Readonly<Record<string, string>> = {
  "+": "plus",
  "-": "minus",
  "=": "equals",
  "<": "less",
  ">": "more",
  "%": "percent",
  "&": "and",
  "|": "pipe",
  "*": "star",
  "/": "slash",
  "\\": "backslash",
  "~": "tilde",
  "?": "wat",
  ",": "comma",
  "@": "at",
  "!": "bang",
};

/** `at.put.` for `at:put:`, `^plus` for `+`. */
function fileName(selector: string): string {
  if (afterPattern(`${selector} x`) > selector.length)
    return `^${Array.from(selector, (c) => OPERATORS[c] ?? `u${c.codePointAt(0)?.toString(16)}`).join(".")}`;
  return selector.replaceAll(":", ".");
}

function properties(c: WrittenClass): string {
  const { spelling } = c;
  return json([
    ["commentStamp", ""],
    ...(c.kind === "class" ? [["super", c.superclass ?? "nil"] as const] : []),
    ["category", c.tag === "" ? c.package : `${c.package}-${c.tag}`],
    ["classinstvars", c.classInstVars],
    ["pools", c.pools],
    ["classvars", c.classVars],
    ["instvars", spelling.slots],
    ["name", c.name],
    ...(spelling.traits === "" ? [] : [["traitcomposition", spelling.traits] as const]),
    ...(spelling.classTraits === "" ? [] : [["classtraitcomposition", spelling.classTraits] as const]),
    ["type", spelling.type],
  ]);
}

function json(entries: readonly (readonly [string, string | readonly string[]])[]): string {
  const texts = entries.map(([key, value]) => {
    const list = typeof value === "string" ? undefined : value.map((each) => `\n\t\t${JSON.stringify(each)}`);
    const text =
      list === undefined ? JSON.stringify(value) : list.length === 0 ? "[ ]" : `[${list.join(",")} ]`;
    return `\t${JSON.stringify(key)} : ${text}`;
  });
  return `{\n${texts.join(",\n")} }\n`;
}
