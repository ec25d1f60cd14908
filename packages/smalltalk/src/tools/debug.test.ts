/** A debugger in the engine: what it shows of a stopped process, and how the process goes on. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openImage } from "../image/open-image.js";
import { TestWorkspace, Watcher } from "../image/workspace.testing.js";
import type { DebugOperation, DebugOutcome, FrameDescription } from "./debug-requests.js";

const image = openImage();
const workspace = new TestWorkspace(image);
let watcher: Watcher;

beforeAll(async () => {
  watcher = await Watcher.start(image);
});
afterAll(() => watcher.stop());

const ORDERS = [
  "totalOf: prices | sum | sum := 0. prices do: [ :price | sum := sum + (self netOf: price) ]. ^ sum",
  "netOf: price ^ price / rate",
  "rates: pairs ^ pairs collect: [ :pair | | twice | twice := pair first * 2. [ :n | twice / n ] value: pair last ]",
  "guarded: aBlock ^ [ aBlock value ] ensure: [ log add: #ensured ]",
  "log ^ log ifNil: [ log := OrderedCollection new ]",
  "rate: aNumber rate := aNumber",
];

beforeEach(() => {
  image.closeWorkspace(workspace.id);
  image.openWorkspace(workspace.id);
  workspace.print(
    "Object subclass: #Orders instanceVariableNames: 'rate log' classVariableNames: '' package: 'Tests'",
  );
  for (const source of ORDERS) compile(source);
});

function compile(source: string): void {
  workspace.print(`Orders compile: '${source.replaceAll("'", "''")}'`);
}

function debugged(code: string, timeoutMs = 10_000): Debugger {
  const outcome = workspace.evaluate(code, { debug: true, timeoutMs });
  if (!("debuggerId" in outcome) || outcome.debuggerId === undefined)
    throw new Error(`no debugger: ${JSON.stringify(outcome)}`);
  return new Debugger(outcome.debuggerId);
}

type State = Extract<DebugOutcome, { kind: "state" }>;

class Debugger {
  constructor(readonly id: string) {}

  ask(operation: DebugOperation, timeoutMs = 10_000): Promise<DebugOutcome> {
    const request = {
      workspace: workspace.id,
      debuggerId: this.id,
      operation,
      timeoutMs,
      maxPrint: 1000,
      maxOutputBytes: 10_000,
      maxKept: 100,
    };
    return new Promise((done) => image.debug(request, done));
  }

  async state(operation: DebugOperation, timeoutMs?: number): Promise<State> {
    const outcome = await this.ask(operation, timeoutMs);
    if (outcome.kind !== "state") throw new Error(JSON.stringify(outcome));
    return outcome;
  }

  /** The text that the frame points at. */
  async at(operation: DebugOperation): Promise<string> {
    return textAt((await this.state(operation)).frame);
  }

  async methods(): Promise<string[]> {
    return ((await this.state({ name: "stack", offset: 0, limit: 100 })).stack ?? []).map(
      (frame) => frame.method,
    );
  }

  async result(operation: DebugOperation): Promise<string | undefined> {
    return (await this.state(operation)).result?.result;
  }
}

const textAt = (frame: FrameDescription | null): string =>
  frame?.range == null ? "nowhere" : frame.source.slice(frame.range.start, frame.range.end);

const named = (list: readonly { name: string; printString: string }[] | undefined) =>
  Object.fromEntries((list ?? []).map(({ name, printString }) => [name, printString]));

const STEP_OVER = { name: "stepOver" } as const;
const STEP_INTO = { name: "stepInto" } as const;
const PROCEED = { name: "proceed" } as const;
const FRAME = { name: "frame", index: 0 } as const;

it("holds an evaluation where it failed, and shows its activations", async () => {
  const debug = debugged("| o | o := Orders new. o rate: 0. o totalOf: #(1 2)");
  expect((await debug.state(FRAME)).reason).toMatch(/^ZeroDivide/);
  expect((await debug.methods()).join(", ")).toBe(
    "Integer>>/, Orders>>netOf:, [ ] in Orders>>totalOf:, Array>>do:, Orders>>totalOf:, doit",
  );
  const net = (await debug.state({ name: "frame", index: 1 })).frame;
  expect(textAt(net)).toBe("/ rate");
  expect(named(net?.arguments)).toEqual({ price: "1" });
  expect(named(net?.instanceVariables)).toEqual({ rate: "0", log: "nil" });
  const block = (await debug.state({ name: "frame", index: 2 })).frame;
  expect(textAt(block)).toBe("netOf: price");
  expect(named(block?.temporaries)).toEqual({ sum: "0", prices: "#(1 2)" });
});

it("goes on with a value", async () => {
  const debug = debugged("| o | o := Orders new. o rate: 0. (o netOf: 3) printString , '!'");
  expect(await debug.result({ name: "return", index: 0, code: "42" })).toBeUndefined();
  expect(textAt((await debug.state(FRAME)).frame)).toBe("^ price / rate");
  const end = await debug.state(PROCEED);
  expect(end).toMatchObject({ state: "finished", frame: null, depth: 0, result: { result: "'42!'" } });
  expect(await debug.ask(FRAME)).toEqual({ kind: "debuggerNotFound", debuggerId: debug.id });
});

it("resumes the exception with a value", async () => {
  const debug = debugged("(Warning signal: 'sure?') printString");
  expect(await debug.result({ name: "proceed", value: "3 + 4" })).toBe("'7'");
});

it("refuses a value where nothing waits for one, without evaluating it", async () => {
  const debug = debugged("| x y | Halt now. x := 3. y := x + 4. ^ x");
  for (const text of ["x := 3", "+ 4", "^ x"]) {
    expect(await debug.at(STEP_OVER)).toBe(text);
    const outcome = await debug.ask({ name: "proceed", value: "Smalltalk at: #Dropped put: 1" });
    expect(outcome).toMatchObject({ kind: "refused", path: "value" });
  }
  expect(workspace.print("Smalltalk includesKey: #Dropped")).toBe("false");
  expect(await debug.result({ name: "return", index: 0, code: "x + y" })).toBe("10");
});

it("stands behind the suspension of its process", async () => {
  const code =
    "| x | Halt now. Processor activeProcess suspend. x := 1. Processor activeProcess suspend. x + 1";
  for (const step of [STEP_OVER, STEP_INTO, { name: "stepThrough" } as const]) {
    const debug = debugged(code);
    expect(await debug.at(STEP_OVER)).toBe("activeProcess");
    expect(await debug.at(STEP_OVER)).toBe("suspend");
    const state = await debug.state(step);
    expect([state.reason, textAt(state.frame)]).toEqual(["Step", "x := 1"]);
    for (const text of ["activeProcess", "suspend", "+ 1"]) expect(await debug.at(STEP_OVER)).toBe(text);
    expect(await debug.result(PROCEED)).toBe("2");
  }
});

it("restarts with a method that was changed, after unwinding", async () => {
  const debug = debugged(
    "| o | o := Orders new. o log; rate: 0. { o guarded: [ o netOf: 6 ]. o log asArray }",
  );
  const index = (await debug.methods()).indexOf("Orders>>netOf:");
  const again = await debug.state({
    name: "recompile",
    index,
    source: "netOf: price ^ price / (rate max: 2)",
  });
  expect(again).toMatchObject({ state: "suspended", frame: { method: "Orders>>netOf:" } });
  expect(textAt(again.frame)).toBe("max: 2");
  expect(await debug.result(PROCEED)).toBe("#(3 #(#ensured))");
  const whole = debugged("| o | o := Orders new. o log; rate: 0. { o guarded: [ o zork ]. o log asArray }");
  const guarded = (await whole.methods()).indexOf("Orders>>guarded:");
  expect(await whole.state({ name: "restart", index: guarded })).toMatchObject({
    frame: { method: "Orders>>guarded:" },
  });
  expect(await whole.result({ name: "evaluate", index: 0, code: "log asArray" })).toBe("#(#ensured)");
});

it("evaluates with the variables of an activation, and assigns them", async () => {
  const debug = debugged("| o | o := Orders new. o rates: #((1 2) (3 0))");
  const index = (await debug.methods()).indexOf("[ ] in Orders>>rates:");
  expect(
    await debug.result({ name: "evaluate", index, code: "{ n. twice. pairs size. rate. self class }" }),
  ).toBe("{0. 6. 2. nil. Orders}");
  expect(await debug.result({ name: "evaluate", index, code: "n := 3. rate := 7. fresh := 1. n" })).toBe("3");
  expect(await debug.result({ name: "evaluate", index, code: "{ n. rate. fresh }" })).toBe("#(3 7 1)");
  expect(await debug.ask({ name: "evaluate", index, code: "n zork" })).toMatchObject({ kind: "error" });
  expect(await debug.ask({ name: "evaluate", index, code: "n :=" })).toMatchObject({ kind: "syntaxError" });
  expect(await debug.state(FRAME)).toMatchObject({ state: "suspended" });
});

it("shows and assigns the variables of blocks around a block, and each variable wherever it was copied", async () => {
  compile("nested: n #(7) do: [ :x | #(8) do: [ :y | self foo: n with: y ] ]. ^ n");
  const debug = debugged("Orders new nested: 5");
  const evaluate = async (index: number, code: string) =>
    (await debug.state({ name: "evaluate", index, code })).result?.result;
  expect((await debug.methods()).join(", ")).toBe(
    "[ ] in Orders>>nested:, Array>>do:, [ ] in Orders>>nested:, Array>>do:, Orders>>nested:, doit",
  );
  expect(await evaluate(0, "{x. y. n}")).toBe("#(7 8 5)");
  expect(await evaluate(0, "x := 70. n := 50")).toBe("50");
  expect(await evaluate(2, "{x. n}")).toBe("#(70 50)");
  expect(await evaluate(4, "n := n + 1")).toBe("51");
  expect(await evaluate(0, "n")).toBe("51");
  await debug.state({ name: "restart", index: 0 });
  expect(await evaluate(0, "{x. y. n}")).toBe("#(70 8 51)");
  expect(await debug.result({ name: "return", index: 2, code: "nil" })).toBeUndefined();
  expect(await debug.result(PROCEED)).toBe("51");
});

it("steps over and into, in blocks and control structures", async () => {
  const debug = debugged(
    "| x | Halt now. x := 3 + 4. x > 5 ifTrue: [ x := x negated ]. #(1 2) collect: [ :e | e * x ]",
  );
  expect(await debug.at(FRAME)).toBe("now");
  expect(await debug.at(STEP_OVER)).toBe("+ 4");
  expect(await debug.at(STEP_OVER)).toBe("> 5");
  expect(await debug.at(STEP_OVER)).toBe("negated");
  expect(await debug.at(STEP_INTO)).toBe("- self");
  expect((await debug.state(FRAME)).frame?.method).toMatch(/>>negated$/);
  expect(await debug.at({ name: "stepOut" })).toBe("collect: [ :e | e * x ]");
  expect(await debug.at({ name: "stepThrough" })).toBe("* x");
  expect((await debug.state(FRAME)).frame).toMatchObject({ method: "[ ] in doit" });
  expect(named((await debug.state(FRAME)).frame?.arguments)).toEqual({ e: "1" });
  expect(await debug.result(PROCEED)).toBe("#(-7 -14)");
});

it("steps into an object that stands in a method's place", async () => {
  workspace.print(
    "Object subclass: #Standing instanceVariableNames: 'method' classVariableNames: '' package: 'Tests'",
  );
  workspace.print("Standing compile: 'method: aMethod method := aMethod'");
  workspace.print(
    "Standing compile: 'run: aSelector with: anArray in: anObject ^ method valueWithReceiver: anObject arguments: anArray'",
  );
  workspace.print("Orders addSelector: #rate: withMethod: (Standing new method: Orders >> #rate:; yourself)");
  const debug = debugged("| o | o := Orders new. o halt. o rate: 5");
  await debug.state(STEP_OVER);
  await debug.state(STEP_INTO);
  expect((await debug.methods()).slice(0, 2)).toEqual(["Standing>>run:with:in:", "doit"]);
  expect(await debug.result(PROCEED)).toBe("an Orders");
});

it("steps into what is performed, super sends and blocks", async () => {
  const debug = debugged("Halt now. 3 perform: #between:and: with: 1 with: 5. [ :a | a foo ] value: 3");
  await debug.state(STEP_OVER);
  expect((await debug.state(STEP_INTO)).frame?.selector).toBe("between:and:");
  await debug.state({ name: "stepOut" });
  expect(await debug.at(FRAME)).toBe("value: 3");
  expect((await debug.state(STEP_INTO)).frame?.method).toBe("[ ] in doit");
  expect(await debug.at(FRAME)).toBe("foo");
  const stopped = await debug.state(STEP_INTO);
  expect(stopped.reason).toMatch(/^MessageNotUnderstood/);
  expect(await debug.result({ name: "proceed", value: "11" })).toBe("11");
});

it("runs to a place, in a block as well", async () => {
  const code = "| s | Halt now. s := 0. #(1 2 3) do: [ :e | s := s + e ]. s printString";
  const debug = debugged(code);
  for (const s of ["0", "1"]) {
    const index = (await debug.methods()).indexOf("doit");
    expect(await debug.at({ name: "runTo", index, position: code.indexOf("+ e") })).toBe("+ e");
    expect(named((await debug.state(FRAME)).frame?.temporaries)).toMatchObject({ s });
  }
  const index = (await debug.methods()).indexOf("doit");
  expect(await debug.at({ name: "runTo", index, position: code.indexOf("printS") })).toBe("printString");
  expect(await debug.result(PROCEED)).toBe("'6'");
});

it("runs to a line: to what is run first there", async () => {
  const debug = debugged("| s |\nHalt now.\ns := 0.\n#(1 2) do: [ :e |\n\ts add: e;\n\t\tadd: e ].\n\ns");
  expect(await debug.at({ name: "runTo", index: 0, line: 5 })).toMatch(/^add: e/);
  expect(await debug.ask({ name: "runTo", index: 0, line: 9 })).toMatchObject({
    kind: "refused",
    path: "line",
  });
});

it("holds what ran out of its time, which does not go on meanwhile", async () => {
  const debug = debugged("[ :n | [ n = 0 ] whileFalse: [ 1 + 1 ]. n ] value: 3", 50);
  expect((await debug.state(FRAME)).reason).toBe("Timeout");
  await new Promise((done) => setTimeout(done, 100));
  expect((await debug.state(STEP_OVER)).state).toBe("suspended");
  const again = await debug.state(PROCEED, 50);
  expect(again.reason).toBe("Timeout");
  const index = (await debug.methods()).indexOf("[ ] in doit");
  await debug.state({ name: "evaluate", index, code: "n := 0" });
  expect(await debug.result(PROCEED)).toBe("0");
});

it("runs unwind blocks where it is terminated, and where its session ends", async () => {
  const code = "Smalltalk at: #Unwound put: 0. [ 1 / 0 ] ensure: [ Smalltalk at: #Unwound put: 1 ]";
  const debug = debugged(code);
  expect(workspace.print("Smalltalk at: #Unwound")).toBe("0");
  expect(await debug.state({ name: "terminate" })).toMatchObject({ state: "terminated", frame: null });
  expect(workspace.print("Smalltalk at: #Unwound")).toBe("1");
  debugged(code);
  expect(image.listDebuggers(workspace.id)).toHaveLength(1);
  image.closeWorkspace(workspace.id);
  image.openWorkspace(workspace.id);
  expect(image.listDebuggers(workspace.id)).toEqual([]);
  expect(workspace.print("Smalltalk at: #Unwound")).toBe("1");
});

it("opens several, as many as a session may have", () => {
  const ids = Array.from({ length: 20 }, () => debugged("nil foo").id);
  expect(image.listDebuggers(workspace.id)?.map((d) => d.debuggerId)).toEqual(ids);
  expect(workspace.evaluate("3 + 4", { debug: true })).toEqual({ kind: "debuggersFull", limit: 20 });
  expect(workspace.print("3 + 4")).toBe("7");
});

it("holds what an evaluation has forked", () => {
  debugged("[ nil bar ] forkAt: 50. nil foo");
  expect(image.listDebuggers(workspace.id)).toMatchObject([
    { reason: expect.stringMatching(/bar/), evaluationIndex: null },
    { reason: expect.stringMatching(/foo/) },
  ]);
});

it("holds unseen what an error stops, and only where nothing waits for its end", () => {
  const unseen = (code: string): boolean => {
    const outcome = workspace.evaluate(code, { debug: "unseen", timeoutMs: 100 });
    return "debuggerId" in outcome && outcome.debuggerId !== undefined;
  };
  workspace.print("marks := OrderedCollection new. 0");
  expect(unseen("[ nil bar ] on: ZeroDivide do: [ 3 ]")).toBe(true);
  expect(unseen("[ nil bar ] forkAt: 50. 3")).toBe(false);
  expect(unseen("[ nil bar ] ensure: [ marks add: #ensured ]")).toBe(false);
  expect(unseen("[ nil bar ] ifCurtailed: [ marks add: #curtailed ]")).toBe(false);
  expect(unseen("| p | p := Processor activeProcess. [ marks add: p isTerminated ] fork. nil bar")).toBe(
    true,
  );
  expect(unseen("[ true ] whileTrue")).toBe(false);
  expect(workspace.print("marks asArray")).toBe("#(#ensured #curtailed false)");
  expect(image.listDebuggers(workspace.id)).toHaveLength(2);
  // Where there is room for no more, it only is not held.
  for (let held = 2; held < 20; held += 1) expect(unseen("nil foo")).toBe(true);
  expect(unseen("nil foo")).toBe(false);
  expect(unseen("3 + 4")).toBe(false);
});

it("keeps what it holds reachable for become:", async () => {
  workspace.print("other := Object new. 0");
  const debug = debugged("| mine | mine := Orders new. Halt now. mine class name");
  workspace.print("Orders allInstances first become: other. 0");
  expect(await debug.result(PROCEED)).toBe("#Object");
});

it("evaluates with the variables of what the receiver has become", async () => {
  compile("stop self halt. ^ self");
  const stopped = debugged("(Smalltalk at: #TheOrders put: Orders new) stop");
  workspace.print("(Smalltalk at: #TheOrders) become: (3 -> 4)");
  expect((await stopped.state({ name: "evaluate", index: 0, code: "key" })).result?.result).toBe("3");
  expect(await stopped.ask({ name: "evaluate", index: 0, code: "rate foo" })).toMatchObject({
    kind: "error",
  });
  expect(await stopped.result(PROCEED)).toBe("3->4");
});

it("gives no other way on to a process that it holds", () => {
  workspace.print("p := nil. marks := OrderedCollection new. 0");
  debugged("p := [ nil bar. marks add: 1 ] newProcess. p priority: 50. p resume. Halt now");
  expect(workspace.print("p resume. Processor yield. marks asArray")).toBe("#()");
  expect(workspace.print("p terminate. p isTerminated")).toBe("true");
  expect(image.listDebuggers(workspace.id)).toHaveLength(1);
});

const breakpoint = (
  selector: string,
  place?: { readonly line: number } | { readonly position: number },
  condition?: string,
) =>
  image.breakpoints({
    workspace: workspace.id,
    name: "set",
    className: "Orders",
    selector,
    isClassMethod: false,
    place,
    condition,
  });

it("stops at breakpoints, where their condition is true", async () => {
  expect(breakpoint("totalOf:", { position: ORDERS[0]?.indexOf("sum + (") ?? 0 }, "sum = 2")).toMatchObject({
    kind: "breakpoints",
    breakpoints: [{ className: "Orders", selector: "totalOf:", line: 1, condition: "sum = 2" }],
  });
  const debug = debugged("(Orders new rate: 1) totalOf: #(1 1 5 5)");
  const { frame, reason } = await debug.state(FRAME);
  expect(reason).toBe("Breakpoint");
  expect(textAt(frame)).toBe("netOf: price");
  expect(named(frame?.temporaries)).toMatchObject({ sum: "2" });
  expect(named(frame?.arguments)).toMatchObject({ price: "5" });
  expect(await debug.result(PROCEED)).toBe("12");
});

it("stops at breakpoints without being asked to debug, in the processes of its own session alone", async () => {
  const [set] = [breakpoint("netOf:")];
  expect(workspace.evaluate("(Orders new rate: 1) netOf: 5")).toMatchObject({
    kind: "error",
    exceptionClass: "Breakpoint",
    debuggerId: expect.any(String),
  });
  workspace.print("[ (Orders new rate: 1) netOf: 5 ] forkAt: 50. 0");
  expect(image.listDebuggers(workspace.id)).toHaveLength(2);
  const other = new TestWorkspace(image, "another");
  expect(other.print("(Orders new rate: 1) netOf: 5")).toBe("5");
  if (set?.kind !== "breakpoints") throw new Error("no breakpoint");
  const { breakpointId = "" } = set;
  expect(image.breakpoints({ workspace: workspace.id, name: "remove", breakpointId })).toMatchObject({
    breakpoints: [],
  });
  expect(workspace.print("(Orders new rate: 1) netOf: 5")).toBe("5");
});

it("keeps breakpoints on their lines when the method is compiled anew, and ends them with the session", async () => {
  compile("netOf: price\n\t| net |\n\tnet := price / rate.\n\t^ net");
  expect(breakpoint("netOf:", { line: 4 })).toMatchObject({ breakpoints: [{ line: 4 }] });
  compile("netOf: price\n\t| net |\n\tnet := price / (rate max: 1).\n\t^ net + 1");
  const debug = debugged("(Orders new rate: 0) netOf: 5");
  expect(textAt((await debug.state(FRAME)).frame)).toBe("+ 1");
  expect(await debug.result(PROCEED)).toBe("6");
  expect(image.breakpoints({ workspace: workspace.id, name: "list" })).toMatchObject({
    breakpoints: [{ line: 4 }],
  });
  image.closeWorkspace(workspace.id);
  image.openWorkspace(workspace.id);
  expect(workspace.print("(Orders new rate: 0) netOf: 5")).toBe("6");
});

it("keeps a breakpoint where its line has nothing to run any more, and stops once for two at one place", async () => {
  compile("netOf: price ^ price / rate");
  expect(breakpoint("netOf:")).toMatchObject({ breakpoints: [{ line: 1 }] });
  compile("netOf: price\n\n\t^ price / rate");
  expect(breakpoint("netOf:", { line: 2 }, "price = 8")).toMatchObject({
    breakpoints: [{ line: 3, condition: "price = 8" }],
  });
  const debug = debugged("(Orders new rate: 2) netOf: 8");
  expect(await debug.result(PROCEED)).toBe("4");
});

it("stops in methods of the kernel", async () => {
  const set = image.breakpoints({
    workspace: workspace.id,
    name: "set",
    className: "Collection",
    selector: "isEmpty",
    isClassMethod: false,
  });
  expect(set).toMatchObject({ breakpoints: [{ className: "Collection" }] });
  const debug = debugged("Bag new isEmpty");
  expect((await debug.state(FRAME)).frame).toMatchObject({ method: "Collection>>isEmpty" });
  expect(await debug.result(PROCEED)).toBe("true");
});

it("opens another debugger where code in an activation comes to a breakpoint", async () => {
  breakpoint("netOf:");
  const debug = debugged("| o | o := Orders new rate: 2; yourself. Halt now. o");
  const outcome = await debug.ask({ name: "evaluate", index: 0, code: "o netOf: 8" });
  expect(outcome).toMatchObject({ kind: "error", exceptionClass: "Breakpoint" });
  const another = new Debugger("debuggerId" in outcome ? (outcome.debuggerId ?? "") : "");
  expect(await another.result(PROCEED)).toBe("4");
  expect(await debug.result(PROCEED)).toBe("an Orders");
});

it("tells whoever waits for a process that its session has ended", async () => {
  const debug = debugged("Halt now. [ (Delay forMilliseconds: 1) wait ] repeat");
  const running = debug.state(PROCEED);
  expect(await debug.ask(FRAME)).toMatchObject({ kind: "refused", path: "debugger_id" });
  image.closeWorkspace(workspace.id);
  image.openWorkspace(workspace.id);
  expect(await running).toMatchObject({ state: "terminated", frame: null });
});

it("holds recursions as deep as they are", async () => {
  compile("down: n n = 0 ifTrue: [ ^ self halt ]. ^ 1 + (self down: n - 1)");
  const debug = debugged("Orders new down: 50000");
  expect((await debug.state(FRAME)).depth).toBe(50002);
  expect((await debug.state({ name: "frame", index: 50000 })).frame).toMatchObject({
    arguments: [{ name: "n", printString: "50000" }],
  });
  expect((await debug.state({ name: "return", index: 49990, code: "0" })).depth).toBe(11);
  expect(await debug.result(PROCEED)).toBe("10");
});

it("steps through handlers, unwinding and returns from blocks", async () => {
  compile("find: all all do: [ :each | each > 1 ifTrue: [ ^ each ] ]. ^ nil");
  const debug = debugged(
    "| o | o := Orders new. Halt now. [ o find: #(1 2 3) ] ensure: [ o log add: 1 ]. o log size",
  );
  await debug.state(STEP_OVER);
  const index = (await debug.methods()).indexOf("doit");
  const { frame } = await debug.state({ name: "frame", index });
  const block = frame?.source.indexOf("find:") ?? 0;
  expect(await debug.at({ name: "runTo", index, position: block })).toBe("find: #(1 2 3)");
  await debug.state(STEP_INTO);
  expect(await debug.at({ name: "stepThrough" })).toBe("> 1");
  const find = (await debug.methods()).indexOf("Orders>>find:");
  const source = (await debug.state({ name: "frame", index: find })).frame?.source ?? "";
  expect(await debug.at({ name: "runTo", index: find, position: source.indexOf("^ each") })).toBe("^ each");
  const after = await debug.state(STEP_OVER);
  expect(after.state).toBe("suspended");
  expect(await debug.result(PROCEED)).toBe("1");
});
