/** Carries out what is asked of a debugger. */
import { Doit, InstalledMethod } from "../classes/index.js";
import { type Going, placeAt, placeOnLine, placesOf } from "../debugger/index.js";
import { Deadline, type RunNumber, type Stop, StProcess, USER_PRIORITY } from "../machine/index.js";
import { nil, type Value } from "../memory/values.js";
import { parseMethod, SyntaxFailure } from "../syntax/index.js";
import { compileMethod } from "./change-code.js";
import type { DebugOperation, DebugOutcome, DebugRequest } from "./debug-requests.js";
import { type OpenDebugger, reasonOf } from "./debuggers.js";
import { describeFrame } from "./describe-frames.js";
import type { Engine } from "./engine.js";
import { evaluatedValue, heldBy } from "./evaluate.js";
import { failureOf, faultOf, syntaxErrorOf } from "./failure-report.js";
import { frameCode } from "./frame-code.js";
import { endRunInTurns, type RunResult, resultOf } from "./run.js";
import type { Workspace } from "./workspace.js";

type Done = (outcome: DebugOutcome) => void;

/** `done` is told exactly once, perhaps at once. */
export function debug(
  engine: Engine,
  workspace: Workspace,
  request: DebugRequest,
  run: RunNumber,
  done: Done,
): void {
  const { debuggerId, operation } = request;
  const open = engine.debuggers.find(workspace.group, debuggerId);
  if (open === undefined) done({ kind: "debuggerNotFound", debuggerId });
  else if (!open.held.process.isHeld)
    done(
      refused("debugger_id", "a process that stands still; this one runs: wait, or interrupt it", debuggerId),
    );
  else new Debugging(engine, workspace, open, request, run, done).carryOut(operation);
}

const refused = (path: string, expected: string, found: string): DebugOutcome => ({
  kind: "refused",
  path,
  expected,
  found,
});

const unchanged = (selector: string): DebugOutcome =>
  refused("source", `a method that takes the place of ${selector}`, "one that does not");

const written = (output: string) => (output === "" ? {} : { output });

const TERMINATED = {
  kind: "state",
  state: "terminated",
  reason: "terminated",
  frame: null,
  depth: 0,
} as const;

class Debugging {
  /** Whether what is written is gathered here. */
  #gathers = false;

  constructor(
    readonly engine: Engine,
    readonly workspace: Workspace,
    readonly open: OpenDebugger,
    readonly request: DebugRequest,
    readonly run: RunNumber,
    readonly done: Done,
  ) {}

  carryOut(operation: DebugOperation): void {
    const { open, engine } = this;
    const { held } = open;
    if ("index" in operation && held.at(operation.index) === undefined) {
      const depth = held.depth;
      this.done(refused("index", `an activation: 0 to ${depth - 1}`, `${operation.index}`));
      return;
    }
    switch (operation.name) {
      case "stack":
        this.done({ ...this.#suspended(0), stack: this.#stack(operation.offset, operation.limit) });
        return;
      case "frame":
        this.done(this.#suspended(operation.index, true));
        return;
      case "stepInto":
        held.step("into", this.#going());
        return;
      case "stepOver":
        held.step("over", this.#going());
        return;
      case "stepThrough":
        held.step("through", this.#going());
        return;
      case "stepOut":
        held.stepOut(this.#going());
        return;
      case "runTo":
        this.#runTo(operation);
        return;
      case "proceed":
        if (operation.value === undefined) held.proceed(nil, this.#going());
        else if (!held.waitsForValue)
          this.done(
            refused(
              "value",
              "no value where the process stands before what it does next, and nothing waits for one: leave it out, or let an activation answer it with the operation return",
              operation.value,
            ),
          );
        else this.#withValue(0, operation.value, (value) => held.proceed(value, this.#going()));
        return;
      case "return":
        this.#withValue(operation.index, operation.code, (value) =>
          held.return(operation.index, value, this.#going()),
        );
        return;
      case "restart":
        held.restart(operation.index, this.#going());
        return;
      case "recompile":
        this.#recompile(operation.index, operation.source);
        return;
      case "evaluate":
        this.#evaluate(operation.index, operation.code);
        return;
      case "terminate":
        this.#openOutput();
        open.onUnwound = () => this.done({ ...TERMINATED, ...written(this.#output()) });
        engine.debuggers.terminate(open);
        return;
    }
  }

  #going(): Going {
    const { engine, request, run } = this;
    this.#openOutput();
    const start = performance.now();
    return {
      timeoutMs: request.timeoutMs,
      run,
      done: (stop) => {
        engine.machine.attention.forget(run);
        this.#came(stop, performance.now() - start);
      },
    };
  }

  /** The process has come to stand still, or has ended. */
  #came(stop: Stop, executionMs: number): void {
    const { engine, open } = this;
    const { debuggers } = engine;
    const { process } = open.held;
    if (process.isHeld) {
      const output = this.#output();
      debuggers.stands(open, stop);
      this.done({ ...this.#suspended(0), ...written(output) });
      return;
    }
    const state = stop.kind === "value" ? "finished" : "terminated";
    debuggers.drop(open, state, stop.kind === "fault" ? reasonOf(engine, stop) : state);
    endRunInTurns(engine, process, stop, Number.POSITIVE_INFINITY, (result) => {
      open.onUnwound();
      this.#ended(result, executionMs);
    });
  }

  #ended(result: RunResult, executionMs: number): void {
    const { engine, open, workspace, request } = this;
    const output = this.#output();
    if (result.kind === "fault") this.done(faultOf(result.error));
    else if (result.kind !== "value") this.done({ ...TERMINATED, ...written(output) });
    else {
      const facts = { output, executionMs, evaluationIndex: open.evaluationIndex ?? workspace.evaluations };
      const value = evaluatedValue(engine, workspace, { ...request, mode: "execute" }, result.value, facts);
      this.done({ ...TERMINATED, state: "finished", reason: "finished", result: value });
    }
  }

  /** Where an evaluation is under way in the session, what is written is that one's. */
  #openOutput(): void {
    const { engine, workspace, request } = this;
    const before = engine.turnTo(workspace.group);
    this.#gathers = !engine.transcript.isOpen;
    if (this.#gathers) engine.transcript.open(request.maxOutputBytes);
    engine.turnTo(before);
  }

  #output(): string {
    if (!this.#gathers) return "";
    const before = this.engine.turnTo(this.workspace.group);
    const output = this.engine.transcript.take();
    this.engine.turnTo(before);
    return output;
  }

  #suspended(index: number, isAlone = false): Extract<DebugOutcome, { kind: "state" }> {
    const { engine, open, workspace, request } = this;
    const registering = isAlone ? { workspace, maxKept: request.maxKept } : null;
    return {
      kind: "state",
      state: "suspended",
      reason: open.reason,
      frame: describeFrame(engine, open.held, index, registering),
      depth: open.held.depth,
    };
  }

  #stack(offset: number, limit: number) {
    const { engine, open } = this;
    const count = Math.max(0, Math.min(limit, open.held.depth - offset));
    return Array.from({ length: count }, (_, i) =>
      describeFrame(engine, open.held, offset + i, null),
    ).flatMap((frame) => (frame === null ? [] : [frame]));
  }

  #runTo(to: Extract<DebugOperation, { readonly name: "runTo" }>): void {
    const { engine, open } = this;
    const { index } = to;
    const activation = open.held.at(index);
    const owner = activation === undefined ? undefined : engine.codeOwner(activation.code);
    if (owner === undefined) {
      this.done(faultOf(new RangeError("an activation without code")));
      return;
    }
    const units = engine.execution.interpreter.executables.unitsOf(owner).map(({ unit }) => unit);
    const places = placesOf(units);
    const place = "line" in to ? placeOnLine(places, owner.source, to.line) : placeAt(places, to.position);
    if (place !== undefined) open.held.runTo(index, place.unit, place.pc, this.#going());
    else if ("line" in to)
      this.done(refused("line", "a line of the source, before something that is run", `${to.line}`));
    else
      this.done(
        refused("position", "an offset in the source, before something that is run", `${to.position}`),
      );
  }

  #recompile(index: number, source: string): void {
    const outcome = this.#recompiled(index, source);
    if (outcome !== null) this.done(outcome);
  }

  /** What stands in the way; null where the method's activation begins again. */
  #recompiled(index: number, source: string): DebugOutcome | null {
    const { engine, open } = this;
    const { held } = open;
    // What stands in a block begins again with its method.
    const at = held.methodIndex(index);
    const owner = engine.codeOwner(held.at(at ?? index)?.code);
    if (at === undefined || owner === undefined)
      return refused("index", "a method whose activation is still there", `${index}`);
    if (owner instanceof Doit)
      return refused("index", "a method: what was evaluated is evaluated anew instead", `${index}`);
    const { owner: cls, selector, category } = owner;
    try {
      const parsed = parseMethod(source);
      if (parsed.selector !== selector) return refused("source", `a method ${selector}`, parsed.selector);
    } catch (error) {
      if (!(error instanceof SyntaxFailure)) throw error;
      return syntaxErrorOf(error);
    }
    const reason = engine.protection.ofMethod(cls, selector);
    if (reason !== undefined) return { kind: "protected", reason };
    const compiled = compileMethod(engine, {
      className: cls.instanceSide?.name ?? cls.name,
      isClassMethod: cls.instanceSide !== null,
      source,
      category,
    });
    if (compiled.kind !== "compiled") return compiled.kind === "syntaxError" ? compiled : unchanged(selector);
    const method = cls.methods.get(selector);
    if (!(method instanceof InstalledMethod)) return unchanged(selector);
    const [executable] = engine.execution.interpreter.executables.unitsOf(method);
    held.restart(at, this.#going(), executable);
    return null;
  }

  #evaluate(index: number, code: string): void {
    const { engine, workspace, request } = this;
    this.#inFrame(index, code, (value, facts) => {
      const result = evaluatedValue(engine, workspace, { ...request, mode: "execute" }, value, {
        ...facts,
        evaluationIndex: workspace.evaluations,
      });
      this.done({ ...this.#suspended(index), result });
    });
  }

  #withValue(index: number, code: string, then: (value: Value) => void): void {
    this.#inFrame(index, code, (value, { output }) => {
      if (output !== "") this.engine.transcript.note(this.workspace.group, output);
      then(value);
    });
  }

  /** Runs code in an activation; a failure is the outcome. */
  #inFrame(
    index: number,
    code: string,
    then: (value: Value, facts: { readonly output: string; readonly executionMs: number }) => void,
  ): void {
    const { engine, workspace, open, request, run } = this;
    const { held } = open;
    let begin: (depth: number) => Value;
    try {
      const place = { activations: held.activations, at: held.place(index) };
      begin = frameCode(engine, held.interpreters.plain, place, workspace, code);
    } catch (error) {
      this.done(error instanceof SyntaxFailure ? syntaxErrorOf(error) : faultOf(error));
      return;
    }
    this.#openOutput();
    const process = new StProcess(workspace.group, { kind: "begin", code: begin }, USER_PRIORITY, run);
    const start = performance.now();
    const deadline = start + request.timeoutMs;
    process.deadline = new Deadline(deadline);
    process.onEnd = (stop) => {
      // It may have come to a breakpoint of its own.
      const another = process.isHeld ? engine.debuggers.open(process, stop, null) : undefined;
      const ended = (result: RunResult): void => {
        const facts = { output: this.#output(), executionMs: performance.now() - start };
        if (result.kind === "value") then(result.value, facts);
        else this.done(heldBy(another, failureOf(engine, result, facts)));
      };
      if (another === undefined) endRunInTurns(engine, process, stop, deadline, ended);
      else ended(resultOf(process, stop));
    };
    engine.pump.start(process);
  }
}
