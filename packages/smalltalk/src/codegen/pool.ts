/**
 * What the emitted functions of one script refer to by name: literals, bindings, primitives, block code, and the parts of
 * the runtime. The script's head defines the names; the functions close over them.
 */
import { type BindingReference, type CodeUnit, unitsInOrder } from "../ir/index.js";
import type { LiteralValue } from "../syntax/index.js";
import { access, quote } from "./mangle.js";

/** Parts of the runtime that emitted code may name; `runtime.ts` in `machine` supplies them. */
export const RUNTIME_NAMES = [
  "nil",
  "FAIL",
  "L",
  "M",
  "P",
  "poll",
  "Home",
  "Marker",
  "StArray",
  "StFloat",
  "F",
  "latin",
  "B0",
  "B1",
  "B2",
  "B3",
  "B4",
  "BN",
] as const;
export type RuntimeName = (typeof RUNTIME_NAMES)[number];

/** A method that a place in the code may run a copy of. */
export interface LoopCopy {
  /** JavaScript expression for the method itself, over the linker `E`. */
  readonly original: string;
  /** Its text: a function expression. */
  readonly text: string;
}

/** What one unit refers to, by index in the unit. */
interface Parts {
  readonly constants: Map<number, string>;
  readonly bindings: Map<number, string>;
  /** Of a block: the function of its code. */
  code: string | null;
}

export class Pool {
  readonly #parts = new Map<CodeUnit, Parts>();
  readonly #heads: string[] = [];
  readonly #constants = new Map<string, string>();
  readonly #bindings = new Map<string, string>();
  readonly #primitives = new Set<string>();
  readonly #functions: string[] = [];
  readonly #copies: string[] = [];
  readonly #sites: string[] = [];

  /** A name for a constant of a unit, the same at each of its places. */
  constantOf(unit: CodeUnit, index: number): string {
    const value = unit.constants[index];
    if (value === undefined) throw new RangeError(`no constant ${index}`);
    return remembered(this.#partsOf(unit).constants, index, () => this.#constant(value));
  }

  /** A name for the association of a variable that a unit refers to. */
  bindingOf(unit: CodeUnit, index: number): string {
    const reference = unit.bindings[index];
    if (reference === undefined) throw new RangeError(`no binding ${index}`);
    return remembered(this.#partsOf(unit).bindings, index, () => this.#binding(reference));
  }

  /** Emits the code of a block and answers the name of its function. */
  blockCode(unit: CodeUnit, emit: () => string): string {
    const name = this.function(emit());
    this.#partsOf(unit).code = name;
    return name;
  }

  /**
   * What the units of an emitted method refer to, in the order of their text, as a JavaScript expression: an array with
   * `[constants, bindings, code]` for each, where constants and bindings stand at their index in the unit if they have
   * names here. Empty where nothing has one.
   */
  partsOf(method: CodeUnit): string {
    const units = unitsInOrder(method).map((unit) => this.#partsOf(unit));
    if (units.every((p) => p.constants.size + p.bindings.size === 0 && p.code === null)) return "";
    return `[${units.map((p) => `[${list(p.constants)},${list(p.bindings)},${p.code}]`).join(",")}]`;
  }

  #partsOf(unit: CodeUnit): Parts {
    return remembered(this.#parts, unit, () => ({ constants: new Map(), bindings: new Map(), code: null }));
  }

  /** A name for a literal that has no JavaScript literal of its own. */
  #constant(value: LiteralValue): string {
    const expression = literalExpression(value);
    let name = this.#constants.get(expression);
    if (name === undefined) {
      name = `k${this.#constants.size}`;
      // Strings and arrays are objects with an identity: each occurrence in a method is its own.
      this.#constants.set(isShared(value) ? expression : `${expression} ${name}`, name);
      this.#heads.push(`${name}=${expression}`);
    }
    return name;
  }

  /** A name for the association of a variable. */
  #binding(reference: BindingReference): string {
    const expression = bindingExpression(reference);
    let name = this.#bindings.get(expression);
    if (name === undefined) {
      name = `g${this.#bindings.size}`;
      this.#bindings.set(expression, name);
      this.#heads.push(`${name}=${expression}`);
    }
    return name;
  }

  primitive(primitive: string): string {
    const name = `p_${primitive}`;
    if (!this.#primitives.has(primitive)) {
      this.#primitives.add(primitive);
      this.#heads.push(`${name}=P[${quote(primitive)}]`);
    }
    return name;
  }

  /** A name for a function of its own: a block's code, a primitive's fallback. */
  function(source: string): string {
    const name = `c${this.#functions.length}`;
    this.#functions.push(`${name}=${source}`);
    return name;
  }

  /**
   * A name for a function `(receiver, argument…, depth)` that sends `property`, through a copy of the method where it is one
   * of `copies`.
   */
  site(property: string, parameterCount: number, copies: readonly LoopCopy[]): string {
    const name = `s${this.#sites.length}`;
    const parameters = Array.from({ length: parameterCount }, (_, i) => `r${i},`).join("");
    const ways = copies.map(({ original, text }, i) => {
      this.#copies.push(`${name}m${i}=${original}`, `${name}f${i}=${text}`);
      return `m===${name}m${i}?${name}f${i}.call(x,${parameters}d):`;
    });
    const send = `x${access(property)}`;
    this.#sites.push(
      `${name}=function(x,${parameters}d){const m=${send};return ${ways.join("")}${send}(${parameters}d)}`,
    );
    return name;
  }

  /** Names given by `function`. */
  get functionNames(): readonly string[] {
    return this.#functions.map((_, i) => `c${i}`);
  }

  /** Declarations for the head of the script, in which `E` is the linker. */
  get declarations(): string {
    const all = [...this.#heads, ...this.#copies, ...this.#sites, ...this.#functions];
    return all.length === 0 ? "" : `const ${all.join(",\n")};\n`;
  }
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}

/** An array literal with holes where there is no name. */
function list(names: ReadonlyMap<number, string>): string {
  const length = Math.max(-1, ...names.keys()) + 1;
  return `[${Array.from({ length }, (_, i) => names.get(i) ?? "").join(",")}]`;
}

const isShared = (value: LiteralValue): boolean =>
  value.type !== "string" && value.type !== "array" && value.type !== "byteArray";

/** How the linker `E` makes a literal. */
export function literalExpression(value: LiteralValue): string {
  switch (value.type) {
    case "nil":
      return "nil";
    case "boolean":
      return `${value.value}`;
    case "integer":
      return isSmall(value.value) ? smallInteger(value.value) : `E.integer(${value.value}n)`;
    case "float":
      return `E.float(${Object.is(value.value, -0) ? "-0" : value.value})`;
    case "scaledDecimal":
      return `E.scaledDecimal(${value.numerator}n,${value.denominator}n,${value.scale})`;
    case "character":
      return `E.character(${value.codePoint})`;
    case "string":
      return `E.string(${codePoints(value.codePoints)})`;
    case "symbol":
      return `E.symbol(${quote(String.fromCodePoint(...value.codePoints))})`;
    case "array":
      return `E.array([${value.elements.map(literalExpression).join(",")}])`;
    case "byteArray":
      return `E.byteArray([${value.bytes.join(",")}])`;
  }
}

function bindingExpression(reference: BindingReference): string {
  switch (reference.scope) {
    case "global":
      return `E.global(${quote(reference.name)})`;
    case "classVariable":
      return `E.classVariable(${quote(reference.owner)},${quote(reference.name)})`;
    case "member":
      return `E.member(O,${quote(reference.of)},${quote(reference.name)})`;
    case "workspace":
      return `E.workspace(${quote(reference.name)})`;
  }
}

/** Text as a JavaScript literal where every character is one UTF-16 unit, else as a list of code points. */
function codePoints(points: readonly number[]): string {
  return points.some((p) => p > 0xffff || (p >= 0xd800 && p <= 0xdfff))
    ? `[${points.join(",")}]`
    : quote(fromUnits(points));
}

function fromUnits(points: readonly number[]): string {
  let text = "";
  for (const point of points) text += String.fromCharCode(point);
  return text;
}

/** Whether an integer is a JavaScript number in the engine. */
export const isSmall = (value: bigint): boolean => value <= 9007199254740991n && value >= -9007199254740991n;

const smallInteger = (value: bigint): string => (value < 0n ? `(${value})` : `${value}`);
