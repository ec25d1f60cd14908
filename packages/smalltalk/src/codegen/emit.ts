/**
 * A code unit as JavaScript.
 *
 * Shape of a function: `pc` and the registers are locals; one `try` around the body, whose handler stores the activation
 * on a Capture that comes through, and catches the Cut that is meant for it; depth and attention are tested in one compare
 * at entry and at loop heads. A unit that sends nothing has none of this. Receiver and arguments come first, then the depth.
 *
 * A unit that only sends what is mostly done in line becomes two functions: one without all this, which calls the other
 * when it meets anything unusual. The other begins again, so the first must not have changed anything by then.
 */
import type { CodeUnit } from "../ir/index.js";
import { Body } from "./emit-body.js";
import { continuation, labelOfLoopAround } from "./loop-entry.js";
import { Operands } from "./operands.js";
import type { LoopCopy, Pool } from "./pool.js";
import { quickPrimitive } from "./quick-primitives.js";
import { shapeOf, type UnitShape } from "./unit-shape.js";

/** How many copied values have a field of their own in a block object; further ones stand in its array `cs`. */
const COPIED_FIELDS = 3;

/**
 * On the way out with an exception. V8 counts the bytecodes of a function where it returns and where a loop closes, and
 * optimises what has run many: without a loop here a function that is mostly left by exceptions would be interpreted for
 * ever. Jumps forward are taken off the count, so the loop has none. Measured, a `^` through three methods: 2.6 µs without,
 * 1.5 µs with 8 or 16 rounds; a signal through ten activations: 10.3 µs without and with 8 rounds, 6.0 µs with 16.
 */
const COUNTED = "for(pc=17;--pc;);";

export interface EmitOptions {
  /** JavaScript expression for the method that an activation on a Capture belongs to. */
  readonly code: string;
  /** JavaScript name of the owning class, for super sends. */
  readonly owner: string;
  /** JavaScript name of the function; those of blocks add `_b` and the number of their unit. */
  readonly name: string;
  /** Methods that a send of that selector with a literal block may run a copy of. */
  readonly copies?: (selector: string) => readonly LoopCopy[];
}

/** A function expression for a method or doit; what it refers to is added to the pool. */
export function emitUnit(unit: CodeUnit, pool: Pool, options: EmitOptions): string {
  const emitter = new Emitter(pool, options);
  if (unit.primitive === null) return emitter.function(unit, options.name);
  const fallback = pool.function(emitter.function(unit, `${options.name}_fallback`));
  const parameters = parametersOf(unit);
  const call = `${pool.primitive(unit.primitive)}(this,${parameters}d)`;
  const body = `const v=${call};return v!==FAIL?v:${fallback}.call(this,${parameters}d)`;
  const quick = quickPrimitive(unit.primitive);
  if (quick === "") return `function ${options.name}(${parameters}d){${body}}`;
  // What V8 is to inline is kept small.
  const rest = pool.function(`function ${options.name}_rest(${parameters}d){${body}}`);
  return `function ${options.name}(${parameters}d){${quick}return ${rest}.call(this,${parameters}d)}`;
}

/**
 * A function expression for what a unit still has to do from a loop's head on: `this` and the home are the activation's,
 * `a` holds the values of all its registers. Its activations on a Capture are the unit's own.
 */
export function emitLoopEntry(
  unit: CodeUnit,
  ordinal: number,
  head: number,
  pool: Pool,
  options: EmitOptions,
): string {
  return new Emitter(pool, options).entry(unit, ordinal, head);
}

const parametersOf = (unit: CodeUnit): string =>
  Array.from({ length: unit.parameterCount }, (_, i) => `r${i},`).join("");

class Emitter {
  /** Units in order of their text: 0 is the method's own. */
  #units = 0;

  constructor(
    readonly pool: Pool,
    readonly options: EmitOptions,
  ) {}

  /** A function expression. */
  function(unit: CodeUnit, name: string): string {
    const ordinal = this.#units++;
    const shape = shapeOf(unit);
    if (!shape.canBeCaptured || !shape.isRestartable) return this.#whole(unit, shape, ordinal, name);
    const whole = this.pool.function(this.#whole(unit, shape, ordinal, `${name}_again`));
    const restart = `return ${whole}.call(this,${parametersOf(unit)}d);`;
    const plain = this.#body(unit, shape, restart);
    const body = shape.mayBeRefused ? `try{${plain}}catch(e){if(!M.isRefusal(e))throw e;${restart}}` : plain;
    return `function ${name}(${parametersOf(unit)}d){${locals(unit, shape, false)}${body}}`;
  }

  #whole(unit: CodeUnit, shape: UnitShape, ordinal: number, name: string): string {
    const body = this.#body(unit, shape, null);
    const begin = !shape.canBeCaptured ? "" : pollsAtEntry(unit) ? "if(++d>L[0])poll(d);" : "d++;";
    const isGuarded = shape.canBeCaptured || shape.mayBeRefused;
    const guarded = isGuarded ? this.#guarded(unit, shape, ordinal, begin, body) : body;
    return `function ${name}(${parametersOf(unit)}d){${locals(unit, shape, isGuarded)}${guarded}}`;
  }

  entry(unit: CodeUnit, ordinal: number, head: number): string {
    const shape = shapeOf(unit);
    const registers = Array.from({ length: unit.registerCount }, (_, i) => `r${i}=a[${i}],`).join("");
    const self = unit.kind === "block" && unit.usesSelf ? "self=this.r," : "";
    const raw = [...shape.raw].map((i) => `,f${i}=0`).join("");
    const body = continuation(unit, head, this.#bodyOf(unit, shape, null));
    // The loop's head polls at once.
    const guarded = this.#guarded(unit, shape, ordinal, "d++;", body);
    return `function ${this.options.name}(a,home,d){let ${registers}${self}pc=${head},t${raw};${guarded}}`;
  }

  #body(unit: CodeUnit, shape: UnitShape, restart: string | null): string {
    return this.#bodyOf(unit, shape, restart).text();
  }

  #bodyOf(unit: CodeUnit, shape: UnitShape, restart: string | null): Body {
    const operands = new Operands(unit, this.pool, unit.kind === "block" ? "self" : "this", shape.raw);
    return new Body(unit, shape, operands, restart, {
      owner: this.options.owner,
      blockCode: (block) =>
        this.pool.blockCode(block, () => this.function(block, `${this.options.name}_b${this.#units}`)),
      copies: this.options.copies ?? (() => []),
      labelOfLoopAround: (pc) => labelOfLoopAround(unit, pc),
    });
  }

  /** `begin` makes `d` the depth of what this activation calls. */
  #guarded(unit: CodeUnit, shape: UnitShape, ordinal: number, begin: string, body: string): string {
    const operands = new Operands(unit, this.pool, "this", shape.raw);
    const registers = shape.captured.map((i) => `,${operands.register(i)}`).join("");
    const home = unit.hasHome || hasMarker(unit) ? "home" : "null";
    const add = `e.add(${this.options.code},${ordinal},pc,this,${home}${registers})`;
    const rescue =
      unit.hasHome || hasMarker(unit)
        ? `if(e.k===2&&e.home===home){M.markers=home.next;home.dead=true;return e.value}if(e.k===1)${add};else if(home!==null)home.dead=true;`
        : `if(e.k===1)${add};`;
    const refused = shape.mayBeRefused ? "if(e.k===undefined)e=M.refused(e);" : "";
    return `try{${begin}${body}}catch(e){${refused}${rescue}${COUNTED}throw e}`;
  }
}

function locals(unit: CodeUnit, shape: UnitShape, storesPc: boolean): string {
  const names: string[] = [];
  for (let i = 0; i < unit.copiedCount; i += 1) {
    const from = i < COPIED_FIELDS ? `this.c${i}` : `this.cs[${i - COPIED_FIELDS}]`;
    names.push(`r${unit.parameterCount + i}=${from}`);
  }
  if (unit.kind === "block" && unit.usesSelf) names.push("self=this.r");
  if (storesPc) names.push("pc=0");
  // V8 counts bytecodes where it inlines: a `var` needs none to begin as undefined.
  const undefinedNames = ["t"];
  for (let i = unit.parameterCount + unit.copiedCount; i < unit.registerCount; i += 1) {
    if (unit.variableNames.has(i) && shape.aliveAtEntry.has(i)) names.push(`r${i}=nil`);
    else undefinedNames.push(`r${i}`);
  }
  for (const register of shape.raw) names.push(`f${register}=0`);
  const home = unit.hasHome ? "const home=new Home(M.markers);" : hasMarker(unit) ? "let home=null;" : "";
  if (hasMarker(unit) && unit.hasHome)
    throw new RangeError(`${unit.selector}: a method with a marker has no returning blocks`);
  return `${home}${names.length === 0 ? "" : `let ${names.join(",")};`}var ${undefinedNames.join(",")};`;
}

const hasMarker = (unit: CodeUnit): boolean => unit.instructions.some((i) => i.op === "mark");

/** Blocks leave the test to what they call, unless they call blocks: each cycle of calls has a test in it. */
function pollsAtEntry(unit: CodeUnit): boolean {
  if (unit.kind !== "block") return true;
  return unit.instructions.some(
    (i) => i.op === "send" && (i.selector.startsWith("value") || i.selector.startsWith("perform:")),
  );
}
