/** The image's side of the mailbox: carries out calls and gathers the replies. */
import { getHeapStatistics } from "node:v8";
import {
  type DebuggerEvent,
  type DebugOutcome,
  type DefineClassOutcome,
  type EngineOptions,
  type EvaluateOutcome,
  type FileInOutcome,
  type InspectOutcome,
  openImage,
  type RunListener,
  type RunTestsOutcome,
} from "@stui/smalltalk";
import { isRunInterrupted, makeAttention } from "@stui/smalltalk/attention";
import { type AnsweredAtOnce, answerTo, faultOf } from "./answers.js";
import type { Call, Question, Replies, Reply, Told } from "./mailbox.js";
import { RunTelling } from "./run-telling.js";

/** Milliseconds that a reply waits for others to go with, at most. */
const GATHER_MS = 2;

/** What is answered when processes that take turns have come to stand still. */
type TakingTurns =
  | EvaluateOutcome
  | DebugOutcome
  | InspectOutcome
  | RunTestsOutcome
  | FileInOutcome
  | DefineClassOutcome;

export interface CallServerOptions extends Omit<EngineOptions, "polled"> {
  /** Does the work, while the clock is watched. */
  readonly watched: (work: () => void) => void;
}

export interface CallServer {
  carryOut(calls: readonly Call[]): void;
  /** Somebody has interrupted a run: it may be waiting, and nobody else wakes it. */
  lookForInterrupts(): void;
}

/**
 * Opens the image of this thread. Replies to calls that came together go together, but none waits for a run: while code
 * runs, what was gathered is sent from its polls, and so is what the run tells.
 *
 * What runs code takes turns. What comes for the workspace of one that has not ended is held, and carried out in its order;
 * what comes for others, and what only reads, is carried out meanwhile.
 *
 * @throws KernelMissing, EngineOpenAlready
 */
export function openCallServer(options: CallServerOptions, send: (replies: Replies) => void): CallServer {
  const attention = options.attention ?? makeAttention();
  let gathered: Reply[] = [];
  let lastSent = 0;
  let told: Told[] = [];
  let debuggers: DebuggerEvent[] = [];
  /** Calls of this batch that were begun or held, and have not been answered. */
  let carried: number[] = [];
  let isCarryingOut = false;
  /** Runs under way that somebody wants to hear of. */
  const tellings = new Map<number, RunTelling>();
  /** Workspaces with an evaluation under way: what is held for each. */
  const held = new Map<string, Call[]>();

  const flush = (): void => {
    if (tellings.size > 0)
      for (const [number, telling] of tellings)
        if (telling.due) told.push({ number, events: telling.take() });
    const isBatchOver = !isCarryingOut && carried.length > 0;
    if (gathered.length === 0 && told.length === 0 && debuggers.length === 0 && !isBatchOver) return;
    const replies = gathered;
    gathered = [];
    lastSent = performance.now();
    const heapBytes = getHeapStatistics().used_heap_size;
    if (told.length === 0 && debuggers.length === 0 && !isBatchOver) {
      send({ replies, heapBytes });
      return;
    }
    send({
      replies,
      heapBytes,
      ...(told.length === 0 ? {} : { told }),
      ...(debuggers.length === 0 ? {} : { debuggers }),
      ...(isBatchOver ? { carried } : {}),
    });
    told = [];
    debuggers = [];
    if (isBatchOver) carried = [];
  };

  const image = openImage({ ...options, attention, polled: flush });
  image.listenToDebuggers((event) => {
    debuggers.push(event);
    queueMicrotask(flush);
  });

  const startTelling = ({ number, topics }: Call): RunTelling | undefined => {
    if (topics === undefined) return undefined;
    const telling = new RunTelling(topics, flush);
    tellings.set(number, telling);
    return telling;
  };

  /** What a run has told comes before its reply. */
  const reply = (reply: Reply): void => {
    const { number } = reply;
    const telling = tellings.get(number);
    if (telling !== undefined) {
      tellings.delete(number);
      const events = telling.take();
      if (events.length > 0) told.push({ number, events });
    }
    gathered.push(reply);
  };

  /**
   * What takes turns has its first one at once; most have ended then. What comes for `workspace` is held meanwhile, where
   * there is one.
   */
  const start = (
    call: Call,
    workspace: string | undefined,
    run: (ended: (answer: TakingTurns) => void) => void,
  ): void => {
    const { number } = call;
    let isUnderWay = false;
    let hasEnded = false;
    const ended = (answer: TakingTurns): void => {
      if (hasEnded) return;
      hasEnded = true;
      reply({ number, answer });
      if (!isUnderWay) return;
      carried = carried.filter((other) => other !== number);
      // When the turn that ended it is over: what ends in the same one goes together.
      queueMicrotask(() => options.watched(() => goOn(workspace)));
    };
    try {
      run(ended);
    } catch (error) {
      ended({ kind: "fault", message: faultOf(error) });
    }
    if (hasEnded) return;
    isUnderWay = true;
    carried.push(number);
    if (workspace !== undefined) held.set(workspace, held.get(workspace) ?? []);
  };

  const begin = (call: Call): void => {
    const { number, question } = call;
    const listener = (): RunListener | undefined => startTelling(call)?.listener;
    switch (question.call) {
      case "evaluate": {
        const { request } = question.parameters;
        const heard = listener();
        start(call, request.workspace, (ended) => image.startEvaluating(request, ended, number, heard));
        return;
      }
      case "fileIn": {
        const { request } = question.parameters;
        const heard = listener();
        start(call, request.workspace, (ended) => image.fileIn(request, ended, number, heard));
        return;
      }
      case "defineClass": {
        const { request } = question.parameters;
        const heard = listener();
        start(call, request.workspace, (ended) => image.defineClass(request, ended, number, heard));
        return;
      }
      case "runTests": {
        const { request } = question.parameters;
        const heard = listener();
        start(call, request.workspace, (ended) => image.runTests(request, ended, number, heard));
        return;
      }
      case "inspect": {
        const { request } = question.parameters;
        const heard = listener();
        start(call, undefined, (ended) => image.inspect(request, ended, number, heard));
        return;
      }
      case "debug": {
        const { request } = question.parameters;
        start(call, undefined, (ended) => image.debug(request, ended, number));
        return;
      }
      default:
        answer(call, question);
    }
  };

  const answer = (call: Call, question: AnsweredAtOnce): void => {
    const telling = startTelling(call);
    if (telling !== undefined) image.listen(telling.listener);
    const answered = answerTo(image, call.number, question);
    if (telling !== undefined) image.listen(undefined);
    reply(answered);
  };

  const take = (call: Call): void => {
    if (held.size > 0) {
      const workspace = workspaceOfTurn(call.question);
      const queue = workspace === undefined ? undefined : held.get(workspace);
      if (queue !== undefined) {
        queue.push(call);
        carried.push(call.number);
        return;
      }
    }
    begin(call);
  };

  /** The evaluation of a workspace has ended: what is held for it is carried out, up to the next that takes its time. */
  const goOn = (workspace: string | undefined): void => {
    const queue = workspace === undefined ? undefined : held.get(workspace);
    if (workspace !== undefined && queue !== undefined) {
      held.delete(workspace);
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        begin(next);
        if (!held.has(workspace)) continue;
        held.set(workspace, queue);
        break;
      }
      // They were told to be carried over already.
      carried = [];
    }
    flush();
  };

  return {
    carryOut: (calls) =>
      options.watched(() => {
        lastSent = performance.now();
        isCarryingOut = true;
        for (const call of calls) {
          take(call);
          if (performance.now() - lastSent > GATHER_MS) flush();
        }
        isCarryingOut = false;
        flush();
      }),
    lookForInterrupts: () => {
      for (const queue of held.values()) {
        const interrupted = queue.filter(({ number }) => isRunInterrupted(attention, number));
        for (const call of interrupted) {
          queue.splice(queue.indexOf(call), 1);
          // It finds for itself that it was interrupted before it began.
          begin(call);
        }
      }
      image.lookForInterrupts();
      flush();
    },
  };
}

/** The workspace whose evaluations the call follows upon; undefined for one that waits for nobody. */
function workspaceOfTurn({ call, parameters }: Question): string | undefined {
  switch (call) {
    case "evaluate":
    case "fileIn":
    case "defineClass":
    case "runTests":
      return parameters.request.workspace;
    case "clear":
    case "saveContext":
    case "loadContext":
      return parameters.workspace;
    // A session that ends takes along what runs in it; and what only reads shows what is there now.
    case "closeWorkspace":
    case "openWorkspace":
    case "inspect":
    case "debug":
    case "breakpoints":
    case "listDebuggers":
    case "fileOut":
    case "releaseObjects":
    case "summarize":
    case "information":
    case "listProcesses":
    case "terminateProcess":
    case "code":
      return undefined;
  }
}
