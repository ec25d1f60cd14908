/** The instructions of one unit as the statements of its function. */

import type { CodeUnit, Instruction } from "../ir/index.js";
import { pace } from "../syntax/index.js";
import { access, mangleField, mangleSelector, propertyKey } from "./mangle.js";
import type { Operands } from "./operands.js";
import { isTest, type Way, waysInLine } from "./operations.js";
import type { LoopCopy } from "./pool.js";
import type { UnitShape } from "./unit-shape.js";

type Send = Extract<Instruction, { op: "send" }>;

/** How many copied values have a parameter of their own in a block's constructor; further ones stand in an array. */
const COPIED_PARAMETERS = 3;
const MARKER_KINDS = { handler: 1, ensure: 2, curtail: 3 } as const;
/** Sends of these call a block's code directly: see `memory/blocks.ts`. */
const VALUE_SENDS: ReadonlyMap<string, string> = new Map([
  ["value", "b0"],
  ["value:", "b1"],
  ["value:value:", "b2"],
  ["value:value:value:", "b3"],
  ["value:value:value:value:", "b4"],
]);

export interface Surroundings {
  /** JavaScript name of the owning class. */
  readonly owner: string;
  /** Emits a block's code and answers its name. */
  readonly blockCode: (unit: CodeUnit) => string;
  /** Methods that a send of that selector with a literal block may run a copy of. */
  readonly copies: (selector: string) => readonly LoopCopy[];
  /** The label that a `leave` outside the written loops goes to: see `loop-entry.ts`. */
  readonly labelOfLoopAround: (pc: number) => string;
}

export class Body {
  /** Loops that are open in the text written so far. */
  #openLoops = 0;

  constructor(
    readonly unit: CodeUnit,
    readonly shape: UnitShape,
    readonly operands: Operands,
    /** The statement for what cannot be done in line, in place of a send; null sends. */
    readonly restart: string | null,
    readonly surroundings: Surroundings,
  ) {}

  text(): string {
    return this.range(0, this.unit.instructions.length);
  }

  /** The instructions from `start` on, before `end`: whole statements, of loops the whole or nothing. */
  range(start: number, end: number): string {
    const { instructions } = this.unit;
    const out: string[] = [];
    for (let pc = start; pc < end; pc += 1) {
      const instruction = instructions[pc];
      if (instruction === undefined) break;
      const next = pc + 1 < end ? instructions[pc + 1] : undefined;
      if (
        next?.op === "if" &&
        "to" in instruction &&
        instruction.to === next.test &&
        !this.unit.variableNames.has(next.test)
      ) {
        const condition = this.#fusedCondition(instruction, pc);
        if (condition !== null) {
          out.push(condition);
          pc += 1;
          continue;
        }
      }
      out.push(this.#instruction(instruction, pc));
    }
    return out.join("");
  }

  /** A comparison that is tested at once needs no register. */
  #fusedCondition(i: Instruction, pc: number): string | null {
    const { operands } = this;
    if (i.op === "same") return `if(${operands.value(i.left)}===${operands.value(i.right)}){`;
    if (i.op !== "send" || !isTest(i.selector)) return null;
    const ways = this.#ways(i);
    if (ways.length === 0) return null;
    if (this.restart !== null) {
      const [only] = ways;
      if (ways.length === 1 && only !== undefined)
        return `${only.guard === "true" ? "" : `if(!(${only.guard}))${this.restart}`}if(${only.value}){`;
      return `${ways.map((w) => `if(${w.guard})t=${w.value};else `).join("")}${this.restart}if(t){`;
    }
    const slow = `((pc=${pc},r${i.to}=${this.#call(i)})===true||${this.#notTrue(`r${i.to}`, pc + 1)})`;
    return `if(${ways.map((w) => (w.guard === "true" ? w.value : `${w.guard}?${w.value}:`)).join("")}${ways.at(-1)?.guard === "true" ? "" : slow}){`;
  }

  /** Behind `r===true||`: false is false, anything else is asked what it means as a Boolean. */
  #notTrue(value: string, pc: number): string {
    return `${value}!==false&&(pc=${pc},${value}.$mustBeBoolean(d))===true`;
  }

  #instruction(i: Instruction, pc: number): string {
    pace();
    const { operands } = this;
    switch (i.op) {
      case "move":
        return this.#move(i);
      case "getField":
        return `r${i.to}=${operands.self}${access(mangleField(i.name))};`;
      case "setField":
        return `${this.#at(pc)}${operands.self}${access(mangleField(i.name))}=${operands.value(i.from)};`;
      case "newScope":
        return `r${i.to}={${i.names.map((name) => `${propertyKey(mangleField(name))}:nil`).join(",")}};`;
      case "getScoped":
        return `r${i.to}=r${i.scope}${access(mangleField(i.name))};`;
      case "setScoped":
        return `r${i.scope}${access(mangleField(i.name))}=${operands.value(i.from)};`;
      case "getBinding":
        return `r${i.to}=${this.#binding(i.binding)}._value;`;
      case "setBinding":
        return `${this.#at(pc)}${this.#binding(i.binding)}._value=${operands.value(i.from)};`;
      case "send":
        return this.#send(i, pc);
      case "superSend": {
        const all = [operands.self, ...i.arguments.map((a) => operands.value(a)), "d"].join(",");
        return `pc=${pc};r${i.to}=${this.surroundings.owner}.parent${access(mangleSelector(i.selector))}.call(${all});`;
      }
      case "same":
        return `r${i.to}=${operands.value(i.left)}===${operands.value(i.right)};`;
      case "block":
        return this.#block(i);
      case "array":
        return `r${i.to}=new StArray([${i.elements.map((e) => operands.value(e)).join(",")}]);`;
      case "if": {
        const test = `r${i.test}`;
        if (this.restart !== null) return `if(${test}!==true&&${test}!==false)${this.restart}if(${test}){`;
        return `if(${test}===true||${this.#notTrue(operands.register(i.test), pc)}){`;
      }
      case "else":
        return "}else{";
      case "endIf":
        return "}";
      case "loop":
        this.#openLoops += 1;
        return `for(;;){if(d>L[0]){pc=${pc};poll(d)}`;
      case "endLoop":
        this.#openLoops -= 1;
        return "}";
      case "leave":
        return this.#openLoops > 0 ? "break;" : `break ${this.surroundings.labelOfLoopAround(pc)};`;
      case "return":
        return this.unit.hasHome
          ? `t=${operands.value(i.value)};home.dead=true;return t;`
          : `return ${operands.value(i.value)};`;
      case "returnFromHome":
        return `pc=${pc};return M.returnFromHome(this.home,${operands.value(i.value)},d);`;
      case "mark": {
        const second = i.second === null ? "nil" : operands.value(i.second);
        return `M.markers=home=new Marker(M.markers,${MARKER_KINDS[i.kind]},${operands.value(i.first)},${second});`;
      }
      case "unmark":
        return "M.markers=home.next;home.dead=true;";
      case "breakpoint":
        return this.restart ?? `pc=${pc};M.breakpoint(${i.number});`;
    }
  }

  /** Where the unit stands, if what follows is refused; one that begins again does not need to know. */
  #at(pc: number): string {
    return this.restart === null ? `pc=${pc};` : "";
  }

  #move(i: Extract<Instruction, { op: "move" }>): string {
    if (this.shape.raw.has(i.to)) {
      const from = this.operands.leaf(i.from);
      if (from.literal === "float") return `f${i.to}=${from.double};r${i.to}=F;`;
    }
    return `r${i.to}=${this.operands.value(i.from)};`;
  }

  #send(i: Send, pc: number): string {
    const send = this.restart ?? `pc=${pc};r${i.to}=${this.#copiedCall(i, pc) ?? this.#call(i)};`;
    const ways = this.#ways(i);
    if (ways.length === 0) return send;
    const [first] = ways;
    if (first?.guard === "true") return this.#result(i.to, first);
    return `${ways.map((w) => `if(${w.guard}){${this.#result(i.to, w)}}else `).join("")}{${send}}`;
  }

  #result(to: number, way: Way): string {
    if (!way.isDouble) return `r${to}=${way.value};`;
    return this.shape.raw.has(to) ? `f${to}=${way.value};r${to}=F;` : `r${to}=new StFloat(${way.value});`;
  }

  #ways(i: Send): readonly Way[] {
    const [argument] = i.arguments;
    const { operands } = this;
    return waysInLine(
      i.selector,
      operands.leaf(i.receiver),
      argument === undefined ? undefined : operands.leaf(argument),
      this.shape.usesFloats,
    );
  }

  /** A call through copies of the loops that it may run, where a literal block goes with it; else null. */
  #copiedCall(i: Send, pc: number): string | null {
    const before = this.unit.instructions[pc - 1];
    const last = i.arguments.at(-1);
    if (before?.op !== "block" || last?.kind !== "register" || last.index !== before.to) return null;
    const copies = this.surroundings.copies(i.selector);
    if (copies.length === 0) return null;
    const { operands } = this;
    const all = [i.receiver, ...i.arguments].map((o) => operands.value(o));
    const site = operands.pool.site(mangleSelector(i.selector), i.arguments.length, copies);
    return `${site}(${all.join(",")},d)`;
  }

  #call(i: Send): string {
    const all = [...i.arguments.map((a) => this.operands.value(a)), "d"].join(",");
    const direct = VALUE_SENDS.get(i.selector);
    return `${this.operands.value(i.receiver)}${direct === undefined ? access(mangleSelector(i.selector)) : `.${direct}`}(${all})`;
  }

  #block(i: Extract<Instruction, { op: "block" }>): string {
    const unit = this.unit.blocks[i.block];
    if (unit === undefined) throw new RangeError(`no block ${i.block}`);
    const isBlock = this.unit.kind === "block";
    const code = this.surroundings.blockCode(unit);
    const home = unit.returnsFromHome ? (isBlock ? "this.home" : "home") : "null";
    const copied = i.copied.map((c) => this.operands.value(c));
    const own = copied
      .slice(0, COPIED_PARAMETERS)
      .map((c) => `,${c}`)
      .join("");
    const rest = copied.length > COPIED_PARAMETERS ? `,[${copied.slice(COPIED_PARAMETERS).join(",")}]` : "";
    const receiver = isBlock && !this.unit.usesSelf ? "this.r" : this.operands.self;
    const arity = unit.parameterCount <= 4 ? `B${unit.parameterCount}(` : `BN(${unit.parameterCount},`;
    return `r${i.to}=new ${arity}${code},${receiver},${home}${own}${rest});`;
  }

  #binding(index: number): string {
    return this.operands.pool.bindingOf(this.unit, index);
  }
}
