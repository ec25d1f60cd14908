/**
 * A code unit as JavaScript.
 *
 * Shape of a function: `pc` and the registers are locals; one `try` around the body, whose handler stores the activation
 * on a Capture that comes through, and catches the Cut that is meant for it; depth and attention are tested in one compare
 * at entry and at loop heads. A unit that sends nothing has none of this. Receiver and arguments come first, then the depth.
 */
import type { CodeUnit, Instruction, Operand } from "../ir/index.js";
import { access, mangleField, mangleSelector, propertyKey } from "./mangle.js";
import { type Inlined, inlined, isComparison } from "./operations.js";
import { isSmall, literalExpression, type Pool } from "./pool.js";

/** How many copied values have a field of their own in a block object; further ones stand in its array `cs`. */
const COPIED_FIELDS = 3;
const MARKER_KINDS = { handler: 1, ensure: 2, curtail: 3 } as const;
/** Sends of these call a block's code directly: see `memory/blocks.ts`. */
const VALUE_SENDS: Readonly<Record<string, string>> = {
  value: "b0",
  "value:": "b1",
  "value:value:": "b2",
  "value:value:value:": "b3",
  "value:value:value:value:": "b4",
};

export interface EmitOptions {
  /** JavaScript expression for the method that an activation on a Capture belongs to. */
  readonly code: string;
  /** JavaScript name of the owning class, for super sends. */
  readonly owner: string;
  /** JavaScript name of the function; those of blocks add `_b` and the number of their unit. */
  readonly name: string;
}

/** A function expression for a method or doit; what it refers to is added to the pool. */
export function emitUnit(unit: CodeUnit, pool: Pool, options: EmitOptions): string {
  const counter = { next: 0 };
  if (unit.primitive === null) return new Emitter(unit, pool, options, counter).function(options.name);
  const fallback = pool.function(
    new Emitter(unit, pool, options, counter).function(`${options.name}_fallback`),
  );
  const parameters = Array.from({ length: unit.parameterCount }, (_, i) => `r${i},`).join("");
  const call = `${pool.primitive(unit.primitive)}(this,${parameters}d)`;
  return `function ${options.name}(${parameters}d){const v=${call};return v!==FAIL?v:${fallback}.call(this,${parameters}d)}`;
}

class Emitter {
  readonly #out: string[] = [];
  readonly #self: string;
  readonly #ordinal: number;
  readonly #sends: boolean;
  readonly #hasMarker: boolean;

  constructor(
    readonly unit: CodeUnit,
    readonly pool: Pool,
    readonly options: EmitOptions,
    readonly counter: { next: number },
  ) {
    this.#ordinal = counter.next++;
    this.#self = unit.kind === "block" ? "self" : "this";
    this.#sends = unit.instructions.some(
      (i) =>
        i.op === "send" ||
        i.op === "superSend" ||
        i.op === "loop" ||
        i.op === "if" ||
        i.op === "returnFromHome",
    );
    this.#hasMarker = unit.instructions.some((i) => i.op === "mark");
    if (this.#hasMarker && unit.hasHome)
      throw new RangeError(`${unit.selector}: a method with a marker has no returning blocks`);
  }

  function(name: string): string {
    const { unit } = this;
    const parameters = Array.from({ length: unit.parameterCount }, (_, i) => `r${i},`).join("");
    this.#body();
    const body = this.#out.join("");
    return `function ${name}(${parameters}d){${this.#locals()}${this.#sends ? this.#guarded(body) : body}}`;
  }

  #locals(): string {
    const { unit } = this;
    const locals: string[] = [];
    for (let i = 0; i < unit.copiedCount; i += 1) {
      const from = i < COPIED_FIELDS ? `this.c${i}` : `this.cs[${i - COPIED_FIELDS}]`;
      locals.push(`r${unit.parameterCount + i}=${from}`);
    }
    if (unit.kind === "block" && unit.usesSelf) locals.push("self=this.r");
    if (this.#sends) locals.push("pc=0");
    locals.push("t");
    for (let i = unit.parameterCount + unit.copiedCount; i < unit.registerCount; i += 1) {
      locals.push(unit.variableNames.has(i) ? `r${i}=nil` : `r${i}`);
    }
    const home = unit.hasHome ? "const home=new Home(M.markers);" : this.#hasMarker ? "let home=null;" : "";
    return `${home}let ${locals.join(",")};`;
  }

  #guarded(body: string): string {
    const { unit } = this;
    const registers = Array.from({ length: unit.registerCount }, (_, i) => `r${i}`).join(",");
    const add = `e.add(${this.options.code},${this.#ordinal},pc,this,[${registers}])`;
    const poll = this.#pollsAtEntry() ? "if(d>L[0])poll(d);" : "";
    const rescue =
      unit.hasHome || this.#hasMarker
        ? `if(e.k===2&&e.home===home){M.markers=home.next;home.dead=true;return e.value}if(e.k===1)${add};else if(home!==null)home.dead=true;throw e`
        : `if(e.k===1)${add};throw e`;
    return `try{${poll}${body}}catch(e){${rescue}}`;
  }

  /** Blocks leave the test to what they call, unless they call blocks: each cycle of calls has a test in it. */
  #pollsAtEntry(): boolean {
    if (this.unit.kind !== "block") return true;
    return this.unit.instructions.some(
      (i) => i.op === "send" && (i.selector.startsWith("value") || i.selector.startsWith("perform:")),
    );
  }

  #body(): void {
    const { instructions } = this.unit;
    for (let pc = 0; pc < instructions.length; pc += 1) {
      const instruction = instructions[pc] as Instruction;
      const next = instructions[pc + 1];
      if (
        next?.op === "if" &&
        "to" in instruction &&
        instruction.to === next.test &&
        !this.unit.variableNames.has(next.test)
      ) {
        const condition = this.#fusedCondition(instruction, pc);
        if (condition !== null) {
          this.#out.push(`if(${condition}){`);
          pc += 1;
          continue;
        }
      }
      this.#out.push(this.#instruction(instruction, pc));
    }
  }

  /** A comparison that is tested at once needs no register. */
  #fusedCondition(i: Instruction, pc: number): string | null {
    if (i.op === "same") return `${this.#value(i.left)}===${this.#value(i.right)}`;
    if (i.op !== "send" || !isComparison(i.selector)) return null;
    const fast = this.#inlined(i);
    if (fast === null) return null;
    const slow = `((pc=${pc},r${i.to}=${this.#call(i)})===true||${this.#notTrue(i.to, pc + 1)})`;
    return fast.guard === "true" ? fast.value : `${fast.guard}?${fast.value}:${slow}`;
  }

  /** Behind `r===true||`: false is false, anything else is asked what it means as a Boolean. */
  #notTrue(register: number, pc: number): string {
    return `r${register}!==false&&(pc=${pc},r${register}.$mustBeBoolean(d+1))===true`;
  }

  #instruction(i: Instruction, pc: number): string {
    switch (i.op) {
      case "move":
        return `r${i.to}=${this.#value(i.from)};`;
      case "getField":
        return `r${i.to}=${this.#self}${access(mangleField(i.name))};`;
      case "setField":
        return `${this.#self}${access(mangleField(i.name))}=${this.#value(i.from)};`;
      case "newScope":
        return `r${i.to}={${i.names.map((name) => `${propertyKey(mangleField(name))}:nil`).join(",")}};`;
      case "getScoped":
        return `r${i.to}=r${i.scope}${access(mangleField(i.name))};`;
      case "setScoped":
        return `r${i.scope}${access(mangleField(i.name))}=${this.#value(i.from)};`;
      case "getBinding":
        return `r${i.to}=${this.#binding(i.binding)}._value;`;
      case "setBinding":
        return `${this.#binding(i.binding)}._value=${this.#value(i.from)};`;
      case "send":
        return this.#send(i, pc);
      case "superSend": {
        const operands = [this.#self, ...i.arguments.map((a) => this.#value(a)), "d+1"].join(",");
        return `pc=${pc};r${i.to}=${this.options.owner}.parent${access(mangleSelector(i.selector))}.call(${operands});`;
      }
      case "same":
        return `r${i.to}=${this.#value(i.left)}===${this.#value(i.right)};`;
      case "block":
        return this.#block(i);
      case "array":
        return `r${i.to}=new StArray([${i.elements.map((e) => this.#value(e)).join(",")}]);`;
      case "if":
        return `if(r${i.test}===true||${this.#notTrue(i.test, pc)}){`;
      case "else":
        return "}else{";
      case "endIf":
        return "}";
      case "loop":
        return `for(;;){if(d>L[0]){pc=${pc};poll(d)}`;
      case "endLoop":
        return "}";
      case "leave":
        return "break;";
      case "return":
        return this.unit.hasHome
          ? `t=${this.#value(i.value)};home.dead=true;return t;`
          : `return ${this.#value(i.value)};`;
      case "returnFromHome":
        return `pc=${pc};return M.returnFromHome(this.home,${this.#value(i.value)},d+1);`;
      case "mark": {
        const second = i.second === null ? "nil" : this.#value(i.second);
        return `M.markers=home=new Marker(M.markers,${MARKER_KINDS[i.kind]},${this.#value(i.first)},${second});`;
      }
      case "unmark":
        return "M.markers=home.next;home.dead=true;";
    }
  }

  #send(i: Extract<Instruction, { op: "send" }>, pc: number): string {
    const send = `pc=${pc};r${i.to}=${this.#call(i)};`;
    const fast = this.#inlined(i);
    if (fast === null) return send;
    if (fast.guard === "true") return `r${i.to}=${fast.value};`;
    return `if(${fast.guard})r${i.to}=${fast.value};else{${send}}`;
  }

  #inlined(i: Extract<Instruction, { op: "send" }>): Inlined | null {
    const [argument] = i.arguments;
    const text = (operand: Operand) => ({ text: this.#value(operand), isNumber: this.#isNumber(operand) });
    return inlined(i.selector, text(i.receiver), argument === undefined ? undefined : text(argument));
  }

  #call(i: Extract<Instruction, { op: "send" }>): string {
    const operands = [...i.arguments.map((a) => this.#value(a)), "d+1"].join(",");
    const direct = VALUE_SENDS[i.selector];
    return `${this.#value(i.receiver)}${direct === undefined ? access(mangleSelector(i.selector)) : `.${direct}`}(${operands})`;
  }

  #block(i: Extract<Instruction, { op: "block" }>): string {
    const unit = this.unit.blocks[i.block];
    if (unit === undefined) throw new RangeError(`no block ${i.block}`);
    const emitter = new Emitter(unit, this.pool, this.options, this.counter);
    const code = this.pool.function(emitter.function(`${this.options.name}_b${emitter.#ordinal}`));
    const home = unit.returnsFromHome ? (this.unit.kind === "block" ? "this.home" : "home") : "null";
    const copied = i.copied.map((c) => this.#value(c));
    const own = copied
      .slice(0, COPIED_FIELDS)
      .map((c) => `,${c}`)
      .join("");
    const rest = copied.length > COPIED_FIELDS ? `,[${copied.slice(COPIED_FIELDS).join(",")}]` : "";
    const receiver = this.unit.kind === "block" && !this.unit.usesSelf ? "this.r" : this.#self;
    const arity = unit.parameterCount <= 4 ? `B${unit.parameterCount}(` : `BN(${unit.parameterCount},`;
    return `r${i.to}=new ${arity}${code},${receiver},${home}${own}${rest});`;
  }

  #binding(index: number): string {
    const reference = this.unit.bindings[index];
    if (reference === undefined) throw new RangeError(`no binding ${index}`);
    return this.pool.binding(reference);
  }

  #isNumber(operand: Operand): boolean {
    if (operand.kind !== "constant") return false;
    const literal = this.unit.constants[operand.index];
    return literal?.type === "integer" && isSmall(literal.value);
  }

  #value(operand: Operand): string {
    if (operand.kind === "register") return `r${operand.index}`;
    if (operand.kind === "self") return this.#self;
    const literal = this.unit.constants[operand.index];
    if (literal === undefined) throw new RangeError(`no constant ${operand.index}`);
    if (
      literal.type === "nil" ||
      literal.type === "boolean" ||
      (literal.type === "integer" && isSmall(literal.value))
    ) {
      const text = literalExpression(literal);
      return literal.type === "integer" ? `(${text})` : text;
    }
    return this.#constantName(operand.index);
  }

  readonly #names = new Map<number, string>();

  /** One pool entry per constant of the unit, so that a literal string stays one object. */
  #constantName(index: number): string {
    let name = this.#names.get(index);
    if (name === undefined) {
      const literal = this.unit.constants[index];
      if (literal === undefined) throw new RangeError(`no constant ${index}`);
      name = this.pool.constant(literal);
      this.#names.set(index, name);
    }
    return name;
  }
}
