/** For tests: an image of this realm, a workspace in it, and a thread that watches the clock. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type {
  EvaluateOutcome,
  EvaluateRequest,
  FileInOutcome,
  FileInRequest,
  InspectOutcome,
  InspectRequest,
  RunListener,
  SmalltalkImage,
} from "../tools/index.js";
import { openImage } from "./open-image.js";

type Options = Partial<Omit<EvaluateRequest, "workspace" | "code">>;
type InspectOptions = Partial<Omit<InspectRequest, "workspace" | "subject">>;
type Kind<Outcome extends { kind: string }, K extends string> = Extract<Outcome, { kind: K }>;

/** Few, so that a recursion without end ends soon. */
const ACTIVATIONS = 2_500;

/**
 * Far from the end of the native stack: there, the test runner's getters of imported names swallow the RangeError and
 * answer undefined, which is a fault that only tests have.
 */
const DEPTH = 1_000;

export class TestWorkspace {
  constructor(
    readonly image: SmalltalkImage = openImage({ activations: ACTIVATIONS, depth: DEPTH }),
    readonly id = "tests",
  ) {
    image.openWorkspace(id);
  }

  evaluate(code: string, options: Options = {}, run?: number): EvaluateOutcome {
    const request = {
      workspace: this.id,
      code,
      mode: "execute",
      timeoutMs: 10_000,
      maxPrint: 10_000,
      maxOutputBytes: 1_000_000,
      maxKept: 100,
      ...options,
    } as const;
    return answered<EvaluateOutcome>((done) => this.image.evaluate(request, done, run));
  }

  /** The print string; throws for code that gives no value. */
  print(code: string, options?: Options): string {
    return this.value(code, options).result;
  }

  value(code: string, options?: Options): Kind<EvaluateOutcome, "value"> {
    return expected(this.evaluate(code, options), "value", code);
  }

  error(code: string, options?: Options): Kind<EvaluateOutcome, "error"> {
    return expected(this.evaluate(code, options), "error", code);
  }

  /** Answers when it has had its turns. */
  inspect(
    subject: InspectRequest["subject"],
    options: InspectOptions = {},
    run?: number,
  ): Promise<InspectOutcome> {
    const request = {
      workspace: this.id,
      subject,
      depth: 1,
      includePrivate: false,
      offset: 0,
      limit: 100,
      timeoutMs: 10_000,
      maxPrint: 10_000,
      maxOutputBytes: 1_000_000,
      maxKept: 1000,
      ...options,
    };
    return new Promise((done) => this.image.inspect(request, done, run));
  }

  /** Answers when it has had its turns. */
  fileIn(
    files: Readonly<Record<string, string>>,
    format: FileInRequest["format"],
    listener?: RunListener,
  ): Promise<FileInOutcome> {
    const request = { workspace: this.id, files, format, timeoutMs: 10_000 };
    return new Promise((done) => this.image.fileIn(request, done, 0, listener));
  }
}

function answered<Outcome>(ask: (done: (outcome: Outcome) => void) => void): Outcome {
  const outcomes: Outcome[] = [];
  ask((outcome) => outcomes.push(outcome));
  const [outcome] = outcomes;
  if (outcome === undefined || outcomes.length > 1)
    throw new Error(`answered ${outcomes.length} times and not once`);
  return outcome;
}

function expected<Outcome extends { kind: string }, K extends Outcome["kind"]>(
  outcome: Outcome,
  kind: K,
  code: string,
): Extract<Outcome, { kind: K }> {
  if (isKind(outcome, kind)) return outcome;
  throw new Error(`${code}: no ${kind} but ${JSON.stringify(outcome)}`);
}

function isKind<Outcome extends { kind: string }, K extends Outcome["kind"]>(
  outcome: Outcome,
  kind: K,
): outcome is Extract<Outcome, { kind: K }> {
  return outcome.kind === kind;
}

const WATCHER = `
const { parentPort, workerData } = require("node:worker_threads");
import(workerData.engine).then(({ interruptRun, watchClock }) => {
  const stop = watchClock(workerData.attention);
  parentPort.on("message", (run) => setTimeout(() => interruptRun(workerData.attention, run), 30));
  parentPort.postMessage("watching");
});`;

/** Watches the clock of an image from another thread, as a host does; without it no time limit ends a run. */
export class Watcher {
  private constructor(readonly worker: Worker) {}

  static async start(image: SmalltalkImage): Promise<Watcher> {
    const engine = new URL("../../dist/index.js", import.meta.url).href;
    const worker = new Worker(WATCHER, { eval: true, workerData: { engine, attention: image.attention } });
    await once(worker, "message");
    return new Watcher(worker);
  }

  /** Interrupts the run of this number in a little while, when it is under way. */
  interruptSoon(run: number): void {
    this.worker.postMessage(run);
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}
