/** Writes classes and extensions in chunks, in the order in which they can be filed in. */
import type { WrittenExtension } from "./filetree-write.js";
import { inOrder, type WrittenClass, type WrittenMethod } from "./tonel-write.js";

/** Classes come as given: superclasses and traits first. */
export function chunks(classes: readonly WrittenClass[], extensions: readonly WrittenExtension[]): string {
  const parts = classes.map(definition);
  for (const c of classes) parts.push(methodChunks(c.name, c.kind, c.methods));
  for (const { className, kind, methods } of extensions) parts.push(methodChunks(className, kind, methods));
  const initialized = classes.filter((c) =>
    c.methods.some((m) => m.isClassSide && m.selector === "initialize"),
  );
  for (const { name } of initialized) parts.push(`${chunk(`${name} initialize`)}\n`);
  return parts.filter((part) => part !== "").join("\n");
}

function definition(c: WrittenClass): string {
  const { type, slots, traits, classTraits } = c.spelling;
  const head = c.kind === "trait" ? `(Trait << #${c.name})` : `(${c.superclass ?? "nil"} << #${c.name})`;
  const symbols = (names: readonly string[]) => `{ ${names.map((name) => `#${name}`).join(". ")} }`;
  const messages = [
    ...(type === "normal" ? [] : [`layout: #${type}`]),
    ...(traits === "" ? [] : [`traits: ${traits}`]),
    ...(classTraits === "" ? [] : [`classTraits: ${classTraits}`]),
    ...(slots.length === 0 ? [] : [`slots: ${symbols(slots.map(plainName))}`]),
    ...(c.classVars.length === 0 ? [] : [`sharedVariables: ${symbols(c.classVars)}`]),
    ...(c.pools.length === 0 ? [] : [`sharedPools: ${symbols(c.pools)}`]),
    ...(c.tag === "" ? [] : [`tag: ${quoted(c.tag)}`]),
    `package: ${quoted(c.package)}`,
    "install",
  ];
  const parts = [chunk(`${head}\n\t${messages.join(";\n\t")}`)];
  if (c.classInstVars.length > 0)
    parts.push(chunk(`${c.name} class instanceVariableNames: ${quoted(c.classInstVars.join(" "))}`));
  if (c.comment !== "") parts.push(`!${c.name} commentStamp: '' prior: 0!\n${chunk(c.comment)}`);
  return `${parts.join("\n")}\n`;
}

/** The methods of a protocol stand together. */
function methodChunks(className: string, kind: "class" | "trait", methods: readonly WrittenMethod[]): string {
  const groups = new Map<string, WrittenMethod[]>();
  for (const method of inOrder(methods)) {
    const key = `${method.isClassSide} ${method.category}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [method]);
    else group.push(method);
  }
  return [...groups.values()]
    .map((group) => {
      const [first] = group;
      if (first === undefined) return "";
      const side = kind === "class" ? "class" : "classTrait";
      const receiver = first.isClassSide ? `${className} ${side}` : className;
      const sources = group.map(({ source }) => chunk(source.trimEnd())).join("\n\n");
      return `!${receiver} methodsFor: ${chunkText(quoted(first.category))}!\n${sources} !\n`;
    })
    .join("\n");
}

/** The name that a slot declares. */
const plainName = (slot: string): string => /^\s*#?'?([\p{L}_][\p{L}\p{N}_]*)/u.exec(slot)?.[1] ?? slot;
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const chunkText = (text: string): string => text.replaceAll("!", "!!");
const chunk = (text: string): string => `${chunkText(text)}!`;
