/** An image of the engine, wherever it runs: calls and replies, and its life from one vessel to the next. */
import type * as engine from "@stui/smalltalk";
import type { Image, ImageEvents, ImageHealth, ImageKind, ImageState, RunId, Watch } from "../image.js";
import { ImageClosed, ImageDied, ImageFault } from "../image.js";
import { Watchdog } from "../watchdog.js";
import { allowanceOf } from "./allowance.js";
import { CallNumbers } from "./call-numbers.js";
import type { Answer, Answers, Call, Question, Replies } from "./mailbox.js";
import type { Launch, Vessel } from "./vessel.js";

/** Starts that may fail one after the other before the image stays crashed. */
const MAX_FAILED_STARTS = 5;
/** Milliseconds before it is started again after a failed start; doubled each time. */
const BACKOFF_MS = 100;
/** Milliseconds that a start may take. */
const START_MS = 30_000;
/** Calls that are sent although the image has others in hand. */
const FULL_MESSAGE = 32;
/** What is told of a run that was interrupted before it began. */
const NEVER_BEGUN = { kind: "interrupted", stack: [], output: "", executionMs: 0 } as const;
/** No limit, as a number that survives JSON and that one can be added to. */
const UNLIMITED = 2 ** 50;

type Phase =
  | { readonly kind: "starting" | "ready"; readonly vessel: Vessel }
  /** Between a failed start and the next. */
  | { readonly kind: "resting"; readonly timer: NodeJS.Timeout }
  | { readonly kind: "crashed"; readonly reason: string }
  | { readonly kind: "closed"; readonly done: Promise<void> };

interface Pending {
  readonly question: Question;
  /** The run that the call is, where it is one. */
  readonly run: RunId | undefined;
  readonly watch: Watch | undefined;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

export interface EmbeddedImageOptions {
  readonly kind: ImageKind;
  readonly launch: Launch;
  /** Whether a vessel answers heartbeats. */
  readonly beats: boolean;
  readonly events: ImageEvents;
}

export class EmbeddedImage implements Image {
  readonly kind: ImageKind;
  readonly dialect = "STUI Smalltalk";
  #phase: Phase;
  /** Calls not sent yet, in order. */
  #waiting: Pending[] = [];
  /** Calls that were sent and that the image has in hand, by number, in order. */
  readonly #inHand = new Map<number, Pending>();
  /** Calls that take turns in the image, and what it holds behind them, by number, in order: it is ready for others. */
  readonly #carried = new Map<number, Pending>();
  readonly #numbers = new CallNumbers();
  #flushing = false;
  #failedStarts = 0;
  #deaths = 0;
  #heapBytes = 0;
  #startedAt = performance.now();
  readonly #watchdog: Watchdog;

  constructor(readonly options: EmbeddedImageOptions) {
    this.kind = options.kind;
    const vessel = (act: (vessel: Vessel) => void): void => {
      if (this.#phase.kind === "ready") act(this.#phase.vessel);
    };
    this.#watchdog = new Watchdog(
      {
        askBeat: () => vessel((v) => v.askBeat()),
        interrupt: (number) => vessel((v) => v.interrupt(number)),
        end: (reason) => vessel((v) => v.end(reason)),
      },
      options.beats,
    );
    this.#phase = this.#launch();
  }

  health(): ImageHealth {
    return {
      state: this.#state(),
      heapBytes: this.#heapBytes,
      uptime: (performance.now() - this.#startedAt) / 1000,
      deaths: this.#deaths,
    };
  }

  openWorkspace(workspace: string): Promise<void> {
    return this.#ask("openWorkspace", { call: "openWorkspace", parameters: { workspace } });
  }

  closeWorkspace(workspace: string): Promise<boolean> {
    return this.#ask("closeWorkspace", { call: "closeWorkspace", parameters: { workspace } });
  }

  evaluate(request: engine.EvaluateRequest, run: RunId, watch?: Watch): Promise<engine.EvaluateOutcome> {
    const { workspace, code, mode, tool, debug } = request;
    // Every field by its name: copying with a spread took a tenth of the way of an evaluation.
    const bounded: Required<engine.EvaluateRequest> = {
      workspace,
      code,
      mode,
      tool,
      debug,
      timeoutMs: finite(request.timeoutMs),
      maxPrint: finite(request.maxPrint),
      maxKept: finite(request.maxKept),
      maxOutputBytes: finite(request.maxOutputBytes),
    };
    return this.#ask("evaluate", { call: "evaluate", parameters: { request: bounded } }, run, watch);
  }

  debug(request: engine.DebugRequest, run: RunId): Promise<engine.DebugOutcome> {
    const bounded = {
      ...request,
      timeoutMs: finite(request.timeoutMs),
      maxPrint: finite(request.maxPrint),
      maxKept: finite(request.maxKept),
      maxOutputBytes: finite(request.maxOutputBytes),
    };
    return this.#ask("debug", { call: "debug", parameters: { request: bounded } }, run);
  }

  breakpoints(request: engine.BreakpointRequest): Promise<engine.BreakpointOutcome> {
    return this.#ask("breakpoints", { call: "breakpoints", parameters: { request } });
  }

  listDebuggers(workspace: string): Promise<readonly engine.DebuggerSummary[] | undefined> {
    return this.#ask("listDebuggers", { call: "listDebuggers", parameters: { workspace } });
  }

  inspect(request: engine.InspectRequest, run: RunId, watch?: Watch): Promise<engine.InspectOutcome> {
    const bounded = {
      ...request,
      timeoutMs: finite(request.timeoutMs),
      maxPrint: finite(request.maxPrint),
      maxKept: finite(request.maxKept),
      limit: finite(request.limit),
    };
    return this.#ask("inspect", { call: "inspect", parameters: { request: bounded } }, run, watch);
  }

  fileIn(request: engine.FileInRequest, run: RunId, watch?: Watch): Promise<engine.FileInOutcome> {
    const bounded = { ...request, timeoutMs: finite(request.timeoutMs) };
    return this.#ask("fileIn", { call: "fileIn", parameters: { request: bounded } }, run, watch);
  }

  fileOut(request: engine.FileOutRequest): Promise<engine.FileOutOutcome> {
    return this.#ask("fileOut", { call: "fileOut", parameters: { request } });
  }

  defineClass(
    request: engine.DefineClassRequest,
    run: RunId,
    watch?: Watch,
  ): Promise<engine.DefineClassOutcome> {
    const bounded = { ...request, timeoutMs: finite(request.timeoutMs) };
    return this.#ask("defineClass", { call: "defineClass", parameters: { request: bounded } }, run, watch);
  }

  runTests(request: engine.RunTestsRequest, run: RunId, watch?: Watch): Promise<engine.RunTestsOutcome> {
    const bounded = {
      ...request,
      timeoutMs: finite(request.timeoutMs),
      maxOutputBytes: finite(request.maxOutputBytes),
    };
    return this.#ask("runTests", { call: "runTests", parameters: { request: bounded } }, run, watch);
  }

  code<Q extends engine.CodeQuestion>(question: Q, watch?: Watch): Promise<engine.CodeAnswers[Q["name"]]> {
    return this.#ask<Q["name"]>(question.name, { call: "code", parameters: { question } }, undefined, watch);
  }

  interrupt(run: RunId): void {
    for (const [number, { run: carried }] of this.#carried)
      if (carried === run) {
        this.#interruptNumber(number);
        return;
      }
    let isOldest = true;
    for (const [number, sent] of this.#inHand) {
      if (sent.run === run) {
        this.#interruptNumber(number);
        // What stands behind another has hardly begun: its reply would come when that has ended, which may be never.
        if (!isOldest) sent.resolve(NEVER_BEGUN);
        return;
      }
      isOldest = false;
    }
    // It never goes out.
    const index = this.#waiting.findIndex((waiting) => waiting.run === run);
    const [pending] = this.#waiting.splice(index, index < 0 ? 0 : 1);
    pending?.resolve(NEVER_BEGUN);
  }

  #interruptNumber(number: number): void {
    if (this.#phase.kind === "ready") this.#phase.vessel.interrupt(number);
  }

  releaseObjects(workspace: string, objectIds?: readonly string[]): Promise<number | undefined> {
    return this.#ask("releaseObjects", {
      call: "releaseObjects",
      parameters: { workspace, ...(objectIds === undefined ? {} : { objectIds }) },
    });
  }

  summarize(workspace: string, limit: number): Promise<engine.ContextSummary | undefined> {
    return this.#ask("summarize", { call: "summarize", parameters: { workspace, limit: finite(limit) } });
  }

  clear(workspace: string, scope: engine.ClearScope): Promise<engine.ClearedCounts | undefined> {
    return this.#ask("clear", { call: "clear", parameters: { workspace, scope } });
  }

  saveContext(workspace: string, name: string): Promise<engine.SavedContext | undefined> {
    return this.#ask("saveContext", { call: "saveContext", parameters: { workspace, name } });
  }

  loadContext(workspace: string, name: string, fromWorkspace?: string): Promise<engine.ContextLoaded> {
    const from = fromWorkspace === undefined ? {} : { fromWorkspace };
    return this.#ask("loadContext", { call: "loadContext", parameters: { workspace, name, ...from } });
  }

  information(detail?: "memory"): Promise<engine.ImageInformation> {
    const parameters = detail === undefined ? {} : { detail };
    return this.#ask("information", { call: "information", parameters });
  }

  listProcesses(workspace: string): Promise<readonly engine.ProcessDescription[] | undefined> {
    return this.#ask("listProcesses", { call: "listProcesses", parameters: { workspace } });
  }

  terminateProcess(workspace: string, process: number): Promise<boolean> {
    return this.#ask("terminateProcess", { call: "terminateProcess", parameters: { workspace, process } });
  }

  close(): Promise<void> {
    if (this.#phase.kind === "closed") return this.#phase.done;
    const phase = this.#phase;
    if (phase.kind === "resting") clearTimeout(phase.timer);
    const done = "vessel" in phase ? phase.vessel.close() : Promise.resolve();
    this.#phase = { kind: "closed", done };
    this.#watchdog.stop();
    this.#rejectAll(new ImageClosed());
    return done;
  }

  #state(): ImageState {
    return this.#phase.kind === "resting" ? "starting" : this.#phase.kind;
  }

  /**
   * The answer to a call is of its type, since both are the engine's: `_name` is the question's.
   *
   * @param run by which the call can be interrupted
   * @param watch who hears what it tells
   */
  #ask<N extends keyof Answers>(
    _name: N,
    question: Question,
    run?: RunId,
    watch?: Watch,
  ): Promise<Answers[N]> {
    if (this.#phase.kind === "closed") return Promise.reject(new ImageClosed());
    if (this.#phase.kind === "crashed") return Promise.reject(new ImageDied(this.#phase.reason));
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        question,
        run,
        watch,
        resolve(answer: Answers[N]) {
          resolve(answer);
        },
        reject,
      });
      this.#flushSoon();
    });
  }

  /**
   * While the image is at work, calls wait for it or for so many others: a message costs as much as several calls. Where
   * processes take turns, a call that waited here would wait for one turn, and in the image for another.
   */
  #worthSending(): boolean {
    return this.#inHand.size === 0 || this.#carried.size > 0 || this.#waiting.length >= FULL_MESSAGE;
  }

  get #hasSent(): boolean {
    return this.#inHand.size > 0 || this.#carried.size > 0;
  }

  /** Calls of one tick go together. */
  #flushSoon(): void {
    if (this.#flushing || this.#phase.kind !== "ready" || !this.#worthSending()) return;
    this.#flushing = true;
    setImmediate(() => {
      this.#flushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#phase.kind !== "ready" || this.#waiting.length === 0) return;
    const { vessel } = this.#phase;
    const calls: Call[] = [];
    const wasIdle = !this.#hasSent;
    for (const pending of this.#waiting) {
      const number = this.#numbers.take();
      if (number === undefined) break;
      const { question, watch } = pending;
      this.#inHand.set(number, pending);
      calls.push(watch === undefined ? { number, question } : { number, question, topics: watch.topics });
    }
    if (calls.length === 0) return;
    this.#waiting = this.#waiting.slice(calls.length);
    if (wasIdle) vessel.busy(true);
    vessel.send(calls);
    this.#watch();
  }

  #sent(number: number): Pending | undefined {
    return this.#inHand.get(number) ?? this.#carried.get(number);
  }

  #replied({ told, debuggers, replies, carried, heapBytes }: Replies): void {
    this.#heapBytes = heapBytes;
    if (told !== undefined) for (const { number, events } of told) this.#sent(number)?.watch?.tell(events);
    for (const event of debuggers ?? []) this.options.events.onDebugger?.(event);
    for (const reply of replies) {
      const { number } = reply;
      const pending = this.#sent(number);
      if (!this.#inHand.delete(number)) this.#carried.delete(number);
      this.#numbers.giveBack(number);
      if ("fault" in reply) pending?.reject(new ImageFault(reply.fault));
      else pending?.resolve(reply.answer);
    }
    if (carried !== undefined) this.#carryOver(carried);
    if (this.#worthSending()) this.#flush();
    this.#watch();
    if (!this.#hasSent && this.#phase.kind === "ready") this.#phase.vessel.busy(false);
  }

  #carryOver(numbers: readonly number[]): void {
    for (const number of numbers) {
      const pending = this.#inHand.get(number);
      if (pending === undefined) continue;
      this.#inHand.delete(number);
      this.#carried.set(number, pending);
    }
  }

  /** What the image has in hand keeps its thread from all else; what is carried over ends by its own time. */
  #watch(): void {
    const [oldest] = this.#inHand.size > 0 ? this.#inHand : this.#carried;
    this.#watchdog.watch(
      oldest === undefined ? undefined : { number: oldest[0], allowanceMs: allowanceOf(oldest[1].question) },
    );
  }

  #launch(): Phase {
    this.#startedAt = performance.now();
    this.#heapBytes = 0;
    let dead = false;
    const startTimer = setTimeout(
      () => vessel.end(`it had not started after ${START_MS / 1000} s`),
      START_MS,
    ).unref();
    const vessel: Vessel = this.options.launch({
      ready: () => {
        clearTimeout(startTimer);
        if (dead || this.#phase.kind !== "starting") return;
        this.#phase = { kind: "ready", vessel };
        this.#failedStarts = 0;
        vessel.busy(false);
        this.options.events.onStart?.();
        this.#flush();
      },
      replied: (replies) => {
        if (!dead) this.#replied(replies);
      },
      beat: () => {
        if (!dead) this.#watchdog.heard();
      },
      died: (reason) => {
        if (dead) return;
        dead = true;
        clearTimeout(startTimer);
        this.#died(reason);
      },
    });
    return { kind: "starting", vessel };
  }

  #died(reason: string): void {
    this.#watchdog.stop();
    switch (this.#phase.kind) {
      case "ready":
        this.#deaths += 1;
        // Before anyone is told: what is asked from now on waits for the next.
        this.#phase = this.#launch();
        this.#rejectAll(new ImageDied(reason));
        this.options.events.onDeath(reason);
        return;
      case "starting":
        this.#failedStarts += 1;
        if (this.#failedStarts >= MAX_FAILED_STARTS) {
          const why = `it cannot be started: ${reason}`;
          this.#phase = { kind: "crashed", reason: why };
          this.#rejectAll(new ImageDied(why));
          return;
        }
        this.#phase = {
          kind: "resting",
          timer: setTimeout(
            () => {
              this.#phase = this.#launch();
            },
            BACKOFF_MS * 2 ** (this.#failedStarts - 1),
          ),
        };
        return;
      case "resting":
      case "crashed":
      case "closed":
        return;
    }
  }

  #rejectAll(error: Error): void {
    const all = [...this.#carried.values(), ...this.#inHand.values(), ...this.#waiting];
    this.#carried.clear();
    this.#inHand.clear();
    this.#numbers.giveBackAll();
    this.#waiting = [];
    for (const pending of all) pending.reject(error);
  }
}

function finite(limit: number): number {
  return Math.min(limit, UNLIMITED);
}
