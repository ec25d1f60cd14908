/**
 * Random Smalltalk programs for tests: a class `Probe` below `ProbeBase` with a few methods that call one another, and a doit.
 * Each ends, and each says the same in every run: what it computes are integers, floats and errors.
 */

/** How the methods of a program and its doit are written; the same seed gives the same program. */
export interface RandomProgram {
  readonly base: readonly string[];
  readonly methods: readonly string[];
  readonly doit: string;
}

/** Calls that one program may make of its own methods. */
const FUEL = 60;

const BASE = [
  "initialize fuel := 0. total := 0",
  `spend fuel := fuel + 1. ^ fuel < ${FUEL}`,
  "one: a ^ total + a",
  "two: a with: b ^ (a max: b) - total",
  "down: n ^ n = 0 ifTrue: [ total ] ifFalse: [ (self down: n - 1) + 1 ]",
  "each: aBlock #(3 1 2) do: [ :e | aBlock value: e ]. ^ 7",
  "dead ^ [ :v | ^ v ]",
  "show: x Transcript show: x printString; show: ' '. ^ x",
] as const;

const SIGNALS = [
  "1 / 0",
  "Error signal: 'e'",
  "Warning signal: 'w'",
  "nil foo",
  "Notification signal",
  "#() first",
] as const;
const SELECTORS = [
  "Error",
  "ZeroDivide",
  "Warning",
  "Exception",
  "MessageNotUnderstood , ZeroDivide",
] as const;

export function randomProgram(seed: number, size: number): RandomProgram {
  return new Writer(seed, size).program();
}

class Writer {
  #state: number;
  #names = 0;
  /** How much may still be written. */
  #left: number;

  constructor(
    seed: number,
    readonly size: number,
  ) {
    this.#state = seed | 0;
    this.#left = size;
  }

  program(): RandomProgram {
    const methods = [
      this.#method("one:", ["a"]),
      this.#method("two:with:", ["a", "b"]),
      this.#method("three", []),
      this.#method("four:", ["a"]),
    ];
    this.#left = this.size;
    const body = this.#body(["p"], false);
    return {
      base: BASE,
      methods,
      doit: `| p ${body.temporaries} | p := Probe new. ${body.statements}. p show: (${body.value}). p three`,
    };
  }

  #method(selector: string, parameters: readonly string[]): string {
    this.#left = this.size;
    const parts = selector.split(":");
    const head =
      parameters.length === 0 ? selector : parameters.map((p, i) => `${parts[i] ?? ""}: ${p}`).join(" ");
    const body = this.#body(parameters, true);
    return `${head} | ${body.temporaries} | self spend ifFalse: [ ^ 1 ]. ${body.statements}. ^ ${body.value}`;
  }

  #body(
    variables: readonly string[],
    inMethod: boolean,
  ): { temporaries: string; statements: string; value: string } {
    const own = [this.#name(), this.#name()];
    const scope: Scope = {
      numbers: [...variables.filter((v) => v !== "p"), ...own],
      self: inMethod ? "self" : "p",
    };
    const begin = own.map((name) => `${name} := ${this.#literal()}`).join(". ");
    const statements = [begin, ...this.#many(1 + this.#below(4), () => this.#statement(scope))].join(". ");
    return { temporaries: own.join(" "), statements, value: this.#number(scope) };
  }

  #statement(scope: Scope): string {
    const number = () => this.#number(scope);
    const sub = () => this.#statement(scope);
    const v = this.#variable(scope);
    if (this.#spent()) return `${v} := ${v} + 1`;
    const counter = this.#constantName();
    const inner = this.#with(scope, counter);
    switch (this.#below(20)) {
      case 0:
      case 1:
        return `${v} := ${number()}`;
      case 2:
        return `${scope.self} show: (${number()})`;
      case 3:
        return `${this.#test(scope)} ifTrue: [ ${sub()} ] ifFalse: [ ${sub()} ]`;
      case 4:
        return `${this.#test(scope)} ifTrue: [ ^ ${number()} ]`;
      case 5:
        return `1 to: ${1 + this.#below(3)} do: [ :${counter} | ${this.#statement(inner)} ]`;
      case 6:
        return `[ | ${counter} | ${counter} := 0. [ ${counter} < ${1 + this.#below(3)} ] whileTrue: [ ${counter} := ${counter} + 1. ${this.#statement(inner)} ] ] value`;
      case 7:
        return `${2 + this.#below(2)} timesRepeat: [ ${sub()} ]`;
      case 8:
        return `#(3 1 2) ${this.#pick(["do:", "reverseDo:"])} [ :${counter} | ${this.#statement(inner)} ]`;
      case 9:
        return `[ ${sub()} ] ensure: [ ${sub()} ]`;
      case 10:
        return `[ ${sub()} ] ifCurtailed: [ ${sub()} ]`;
      case 11:
        return `${v} := ${this.#handled(scope)}`;
      case 12:
        // Blocks that see a loop's variable and change one from outside.
        return `[ | blocks | blocks := OrderedCollection new. 1 to: 3 do: [ :${counter} | | t | t := ${counter}. blocks add: [ t := t + 1. ${v} := ${v} + t ] ]. blocks do: [ :b | b value ]. blocks first value ] value`;
      case 13:
        return `${scope.self} each: [ :${counter} | ${this.#test(inner)} ifTrue: [ ^ ${this.#number(inner)} ]. ${this.#statement(inner)} ]`;
      case 14:
        return `Shared := ${number()}. ${v} := Shared`;
      case 15:
        return `#(3 1 2) withIndexDo: [ :${counter} :i | ${v} := ${v} + (${counter} * i) ]`;
      case 16:
        return `[ ${this.#test(scope)} ifTrue: [ ${this.#pick(SIGNALS)} ]. ${sub()} ] on: ${this.#pick(SELECTORS)} do: [ :ex | ${sub()} ]`;
      case 17:
        return `${v} := #(1 2 3) at: 2 put: ${number()}`;
      case 18:
        return `${v} := ${v} + (${scope.self} three)`;
      default:
        return `${v} isNil ifTrue: [ ${v} := 0 ]. ${sub()}`;
    }
  }

  /** An expression for a number, most of the time. */
  #number(scope: Scope): string {
    const number = () => this.#number(scope);
    if (this.#spent()) return this.#pick([...scope.numbers, this.#literal()]);
    const name = this.#constantName();
    const inner = this.#with(scope, name);
    switch (this.#below(24)) {
      case 0:
        return this.#literal();
      case 1:
      case 2:
        return this.#variable(scope);
      case 3:
      case 4:
        return `((${number()}) ${this.#pick(["+", "-"])} (${number()}))`;
      case 5:
        return `((${number()}) * (${number()}) \\\\ 1009)`;
      case 6:
        return `((${number()}) * 1.5 + (${number()}))`;
      case 7:
        return `(${this.#test(scope)} ifTrue: [ ${number()} ] ifFalse: [ ${number()} ])`;
      case 8:
        return `([ :${name} | ${this.#statement(inner)}. ${this.#number(inner)} ] value: ${number()})`;
      case 9:
        return `(${scope.self} one: ${number()})`;
      case 10:
        return `(${scope.self} two: ${number()} with: ${number()})`;
      case 11:
        return `(#(1 2 3) inject: ${number()} into: [ :acc :${name} | acc + (${this.#number(inner)}) ])`;
      case 12:
        return `(${scope.self} perform: #four: with: ${number()})`;
      case 13:
        return `(OrderedCollection new add: ${number()}; add: ${number()}; yourself) size`;
      case 14:
        return `{ ${number()}. ${number()} } last`;
      case 15:
        return `(${scope.self} down: ${this.#pick([3, 40, 300])})`;
      case 16:
        return `(${scope.self === "self" ? "super" : "p"} one: ${number()})`;
      case 17:
        return `([ :z1 :z2 :z3 :z4 :z5 | [ :${name} | z1 + z2 + z3 + z4 + z5 + ${name} ] ] valueWithArguments: { ${number()}. 1. 2. 3. ${number()} }) copy value: 4`;
      case 18:
        return `([ ${this.#number(scope)} ] on: NonBooleanReceiver do: [ :ex | ex resume: ${this.#pick(["true", "false"])} ])`;
      case 19:
        return `([ (${number()}) ifTrue: [ 1 ] ifFalse: [ 2 ] ] on: NonBooleanReceiver do: [ :ex | ex resume: ${this.#pick(["true", "false", "3"])} ])`;
      case 20:
        return `([ ${scope.self} dead value: ${number()} ] on: BlockCannotReturn do: [ :ex | ${this.#pick(["ex result", "ex resume: 8"])} ])`;
      case 21:
        return `((${number()}) == (${number()}) ifTrue: [ 1 ] ifFalse: [ 0 ])`;
      default:
        return this.#handled(scope);
    }
  }

  /** Something that may be signalled, with a handler that does one of what handlers can do. */
  #handled(scope: Scope): string {
    const number = () => this.#number(scope);
    const t = this.#name();
    const guarded = `${this.#statement(scope)}. ${this.#test(scope)} ifTrue: [ ${this.#pick(SIGNALS)} ] ifFalse: [ ${number()} ]`;
    const selector = this.#pick(SELECTORS);
    switch (this.#below(9)) {
      case 0:
        return `([ ${guarded} ] on: ${selector} do: [ :ex | ex return: ${number()} ])`;
      case 1:
        return `([ ${guarded} ] on: ${selector} do: [ :ex | ex retryUsing: [ ${number()} ] ])`;
      case 2:
        return `([ (Warning signal: 'w') isNil ifTrue: [ 0 ] ifFalse: [ ${number()} ] ] on: Warning do: [ :ex | ex resume: ${number()} ])`;
      case 3:
        return `([ [ ${guarded} ] on: ${selector} do: [ :ex | ex pass ] ] on: Exception do: [ :ex | ${number()} ])`;
      case 4:
        return `([ [ ${guarded} ] on: ${selector} do: [ :ex | ex outer. ${number()} ] ] on: Exception do: [ :ex | ex isResumable ifTrue: [ ex resume: 5 ]. ${number()} ])`;
      case 5:
        return `([ | ${t} | ${t} := 0. [ ${t} := ${t} + 1. ${t} < 3 ifTrue: [ Error signal ]. ${t} ] on: Error do: [ :ex | ex retry ] ] value)`;
      case 6:
        return `([ [ ${guarded} ] ensure: [ ${this.#statement(scope)} ] ] on: ${selector} do: [ :ex | ${scope.self} show: 77. ${number()} ])`;
      case 7:
        return `([ [ ${guarded} ] on: ${selector} do: [ :ex | ex signal ] ] on: Exception do: [ :ex | ex return: ${number()} ])`;
      default:
        return `([ [ ${guarded} ] ifCurtailed: [ ${this.#statement(scope)} ] ] on: ${selector} do: [ :ex | ${number()} ])`;
    }
  }

  #test(scope: Scope): string {
    const number = () => this.#number(scope);
    if (this.#spent()) return `(${this.#variable(scope)} > 2)`;
    switch (this.#below(6)) {
      case 0:
        return `(${this.#test(scope)} and: [ ${this.#test(scope)} ])`;
      case 1:
        return `(${this.#test(scope)} or: [ ${this.#test(scope)} ])`;
      case 2:
        return `(${number()}) isNil not`;
      case 3:
        return `((${number()}) = (${number()}))`;
      default:
        return `((${number()}) ${this.#pick(["<", ">", "<="])} (${number()}))`;
    }
  }

  #literal(): string {
    return this.#pick(["0", "1", "2", "3", "7", "1000000007", "2.5", "-1", "(1 bitShift: 60)", "0.0"]);
  }

  #variable(scope: Scope): string {
    return this.#pick(scope.numbers.filter((name) => !/^[ab]$|^c/.test(name)));
  }

  /** Counters and arguments can be read, not assigned. */
  #with(scope: Scope, constant: string): Scope {
    return { ...scope, numbers: [...scope.numbers, constant] };
  }

  /** `t…` for variables; what is only read is called `c…`. */
  #name(): string {
    this.#names += 1;
    return `t${this.#names}`;
  }

  #constantName(): string {
    this.#names += 1;
    return `c${this.#names}`;
  }

  #spent(): boolean {
    this.#left -= 1;
    return this.#left < 0;
  }

  #many<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make);
  }

  #pick<T>(from: readonly T[]): T {
    const found = from[this.#below(from.length)];
    if (found === undefined) throw new RangeError("nothing to pick from");
    return found;
  }

  /** From 0 to `limit` − 1. */
  #below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  }
}

/** What an expression may name. */
interface Scope {
  readonly numbers: readonly string[];
  readonly self: "self" | "p";
}
