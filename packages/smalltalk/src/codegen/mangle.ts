/**
 * The JavaScript names of selectors and instance variables.
 *
 * A selector becomes a property that begins with `$`: `foo` → `$foo`, `at:put:` → `$at$put$`, `+` → `$$plus`. An instance
 * variable begins with `_`. Neither can meet a name of JavaScript's or of the engine's.
 */
const BINARY_NAMES: Readonly<Record<string, string>> = {
  "+": "plus",
  "-": "minus",
  "*": "times",
  "/": "slash",
  "\\": "backslash",
  "<": "less",
  ">": "more",
  "=": "equals",
  "~": "tilde",
  "@": "at",
  "%": "percent",
  "|": "bar",
  "&": "and",
  "?": "query",
  ",": "comma",
  "!": "bang",
};
const BINARY_CHARACTERS = new Map(Object.entries(BINARY_NAMES).map(([character, name]) => [name, character]));

const isBinary = (selector: string): boolean => !/[\p{L}\p{N}_:]/u.test(selector);

export function mangleSelector(selector: string): string {
  if (!isBinary(selector)) return `$${selector.replaceAll(":", "$")}`;
  return `$$${Array.from(selector, (c) => BINARY_NAMES[c] ?? `u${c.codePointAt(0)}`).join("$")}`;
}

/** The inverse of `mangleSelector`. */
export function demangleSelector(name: string): string {
  if (!name.startsWith("$$")) return name.slice(1).replaceAll("$", ":");
  return name
    .slice(2)
    .split("$")
    .map((part) => BINARY_CHARACTERS.get(part) ?? String.fromCodePoint(Number(part.slice(1))))
    .join("");
}

export const mangleField = (name: string): string => `_${name}`;

const PLAIN = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** `.name`, or `["name"]` for a name with letters beyond ASCII. */
export function access(name: string): string {
  return PLAIN.test(name) ? `.${name}` : `[${quote(name)}]`;
}

/** A property name in an object literal or class body. */
export function propertyKey(name: string): string {
  return PLAIN.test(name) ? name : `[${quote(name)}]`;
}

/**
 * A text as one JavaScript literal of Latin-1 characters: a single wider one would double what V8 takes for the whole
 * script.
 */
export function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[^\0-\xff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
