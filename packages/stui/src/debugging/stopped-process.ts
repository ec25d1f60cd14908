/** A process that a debugger holds: looked at, stepped, changed and let go on, whoever asks. */
import type { Parameters, Result, StuiError } from "@stui/protocol";
import type { Caller } from "../callers/caller.js";
import type { OwnSession } from "../callers/session.js";
import { type NamedCode, positionInOwn } from "../language/result-names.js";
import type { DebuggerState, Frame, View } from "../rendering/debugger.js";

/** Activations asked for at a time: those around the one that is looked at. */
const STACK = 80;
/** Elements of an object that are asked for. */
const ELEMENTS = 100;

type Asked = Parameters<"debug">;
/** What is asked of a debugger. */
type OfProcess = Asked extends infer Each
  ? Each extends { readonly operation: string; readonly debugger_id: string }
    ? Omit<Each, "session_id" | "debugger_id">
    : never
  : never;
/** What is asked of the session. */
type OfBreakpoints =
  Extract<
    Asked,
    { readonly operation: "set_breakpoint" | "remove_breakpoint" | "list_breakpoints" }
  > extends infer Each
    ? Each extends object
      ? Omit<Each, "session_id" | "debugger_id">
      : never
    : never;

export type Evaluation = Result<"evaluate">;
export type Inspection = Result<"inspect">;
export type Breakpoint =
  Result<"debug"> extends infer Each
    ? Each extends { readonly breakpoints: readonly (infer B)[] }
      ? B
      : never
    : never;

/** What holds the process of some code that did not come to its end; undefined where nothing does. */
export const debuggerOf = ({ details }: StuiError): string | undefined =>
  "debugger_id" in details && typeof details.debugger_id === "string" ? details.debugger_id : undefined;

/** What became of the process; `output` is what it has written meanwhile. */
export type Came =
  | { readonly kind: "stands"; readonly output: string }
  | { readonly kind: "finished"; readonly result: Evaluation }
  | { readonly kind: "terminated"; readonly output: string };

export type Step = "step_into" | "step_over" | "step_through" | "step_out";

/** The code of an evaluation as it was sent, told as it was written. */
export interface Written {
  readonly text: string;
  readonly sent: NamedCode;
}

/** What was asked for makes no sense here. */
export class OperationMisused extends Error {
  override readonly name = "OperationMisused";
}

/** The process has come to its end, or somebody else has ended it. */
export class ProcessOver extends Error {
  override readonly name = "ProcessOver";
  constructor() {
    super("the process has come to its end.");
  }
}

export class StoppedProcess {
  readonly #caller: Caller;
  readonly #session: OwnSession;
  readonly #written: Written | undefined;
  readonly id: string;
  /** The activation that is meant: its index from the innermost. */
  index = 0;

  /** @param written its own code, where something was put in before it was sent */
  constructor(caller: Caller, session: OwnSession, id: string, written?: Written) {
    this.#caller = caller;
    this.#session = session;
    this.#written = written;
    this.id = id;
  }

  /** Whether the session still has it. @throws StuiError */
  async isThere(): Promise<boolean> {
    const { debuggers } = await this.#caller.call("list_debuggers", { session_id: this.#session.id });
    return debuggers.some(({ debugger_id }) => debugger_id === this.id);
  }

  /** An activation, which is the one that is meant from now on, and those around. @throws StuiError, ProcessOver */
  async look(index = this.index): Promise<View> {
    const looked = await this.#ask({ operation: "frame", index });
    const offset = Math.max(0, index - (STACK >> 1));
    const listed = await this.#ask({ operation: "stack", offset, limit: STACK });
    if (looked.frame === null) throw new ProcessOver();
    this.index = index;
    return {
      reason: looked.reason,
      depth: looked.depth,
      frame: this.#asWritten(looked.frame),
      stack: (listed.stack ?? []).map((frame) => this.#asWritten(frame)),
    };
  }

  step(operation: Step): Promise<Came> {
    return this.#go({ operation });
  }

  /** @param line of the activation's source, from 1 */
  runTo(line: number): Promise<Came> {
    return this.#go({ operation: "run_to", index: this.index, line });
  }

  /** @param value an expression for what it goes on with; nil where absent */
  proceed(value?: string): Promise<Came> {
    return this.#go({ operation: "proceed", ...(value === undefined ? {} : { value }) });
  }

  return(code: string): Promise<Came> {
    return this.#go({ operation: "return", index: this.index, code });
  }

  restart(): Promise<Came> {
    return this.#go({ operation: "restart", index: this.index });
  }

  recompile(source: string): Promise<Came> {
    return this.#go({ operation: "recompile", index: this.index, source });
  }

  terminate(): Promise<Came> {
    return this.#go({ operation: "terminate" });
  }

  /** Runs code in the activation. */
  async evaluate(code: string): Promise<Evaluation> {
    const { result } = await this.#ask({ operation: "evaluate", index: this.index, code });
    if (result === undefined) throw new ProcessOver();
    return result;
  }

  inspect(object_id: string): Promise<Inspection> {
    return this.#session.inspect({ object_id, offset: 0, limit: ELEMENTS });
  }

  /** Those in the method of an activation. */
  async breakpointsIn(frame: Frame): Promise<readonly Breakpoint[]> {
    const method = methodOf(frame);
    if (method === undefined) return [];
    return breakpointsOf(await this.#breakpoints({ operation: "list_breakpoints" })).filter(
      (each) =>
        each.class_name === method.class_name &&
        each.method_name === method.method_name &&
        each.is_class_method === method.is_class_method,
    );
  }

  /**
   * Takes away the one on a line of the activation's method, or sets one there; a condition changes the one that is there.
   * Answers in words what has been done.
   */
  async toggleBreakpoint(line: number, condition?: string): Promise<string> {
    const { frame } = await this.#ask({ operation: "frame", index: this.index });
    const method = frame === null ? undefined : methodOf(frame);
    if (frame === null || method === undefined)
      throw new OperationMisused("code that was evaluated can have no breakpoint: methods can.");
    const there = (await this.breakpointsIn(frame)).filter((each) => each.line === line);
    for (const { breakpoint_id } of there)
      await this.#breakpoints({ operation: "remove_breakpoint", breakpoint_id });
    if (there.length > 0 && condition === undefined) return `no breakpoint on line ${line} any more`;
    const set = await this.#breakpoints({
      operation: "set_breakpoint",
      ...method,
      line,
      ...(condition === undefined ? {} : { condition }),
    });
    const made = breakpointsOf(set).find(({ breakpoint_id }) => breakpoint_id === set.breakpoint_id);
    const where = condition === undefined ? "" : `, where ${condition}`;
    return `a breakpoint on line ${made?.line ?? line}${where}: it stops activations that begin from now on`;
  }

  async #go(operation: OfProcess): Promise<Came> {
    const { state, result, output = "" } = await this.#ask(operation);
    this.index = 0;
    if (state === "suspended") return { kind: "stands", output };
    return result === undefined ? { kind: "terminated", output } : { kind: "finished", result };
  }

  async #ask(operation: OfProcess): Promise<DebuggerState> {
    const parameters = { session_id: this.#session.id, debugger_id: this.id, ...operation };
    const answer = await this.#caller.call("debug", parameters, Number.POSITIVE_INFINITY);
    if (!("state" in answer)) throw new ProcessOver();
    return answer;
  }

  #breakpoints(operation: OfBreakpoints): Promise<Result<"debug">> {
    return this.#caller.call("debug", { session_id: this.#session.id, ...operation });
  }

  #asWritten(frame: Frame): Frame {
    const written = this.#written;
    if (written === undefined || frame.class_name !== "" || frame.source !== written.sent.code) return frame;
    const { range } = frame;
    if (range === null) return { ...frame, source: written.text };
    const [start, end] = [positionInOwn(written.sent, range.start), positionInOwn(written.sent, range.end)];
    return { ...frame, source: written.text, range: { start, end } };
  }
}

/** The method of an activation, as the protocol names it; undefined for a doit. */
const methodOf = ({ class_name, selector }: Frame) => {
  if (class_name === "") return undefined;
  const is_class_method = class_name.endsWith(" class");
  return { class_name: class_name.replace(/ class$/, ""), method_name: selector, is_class_method };
};

const breakpointsOf = (answer: Result<"debug">): readonly Breakpoint[] =>
  "breakpoints" in answer ? (answer.breakpoints ?? []) : [];
