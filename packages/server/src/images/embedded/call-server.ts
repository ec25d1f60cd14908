/** The image's side of the mailbox: carries out calls in order and gathers the replies. */
import { getHeapStatistics } from "node:v8";
import {
  type CodeAnswers,
  type CodeCall,
  type CodeQuestion,
  type EngineOptions,
  openImage,
  type SmalltalkImage,
} from "@stui/smalltalk";
import type { RunTopic } from "../image.js";
import type { Answer, Call, Question, Replies, Reply, Told } from "./mailbox.js";
import { RunTelling } from "./run-telling.js";

/** Milliseconds that a reply waits for others to go with, at most. */
const GATHER_MS = 2;

export interface CallServer {
  carryOut(calls: readonly Call[]): void;
}

/**
 * Opens the image of this thread. Replies to calls that came together go together, but none waits for a run: while code
 * runs, what was gathered is sent from its polls, and so is what the run tells.
 *
 * @throws KernelMissing, EngineOpenAlready
 */
export function openCallServer(
  options: Omit<EngineOptions, "polled">,
  send: (replies: Replies) => void,
): CallServer {
  let gathered: Reply[] = [];
  let lastSent = 0;
  let told: Told[] = [];
  /** Of the run under way, where somebody wants to hear of it. */
  let telling: { readonly number: number; readonly run: RunTelling } | undefined;
  const flush = (): void => {
    if (telling?.run.due === true) told.push({ number: telling.number, events: telling.run.take() });
    if (gathered.length === 0 && told.length === 0) return;
    const replies = gathered;
    gathered = [];
    lastSent = performance.now();
    const heapBytes = getHeapStatistics().used_heap_size;
    if (told.length === 0) send({ replies, heapBytes });
    else {
      send({ told, replies, heapBytes });
      told = [];
    }
  };
  const image = openImage({ ...options, polled: flush });
  const replyAndTell = (call: Call, topics: readonly RunTopic[]): Reply => {
    const { number } = call;
    const run = new RunTelling(topics, flush);
    telling = { number, run };
    image.listen(run.listener);
    const reply = replyTo(image, call);
    image.listen(undefined);
    telling = undefined;
    const rest = run.take();
    if (rest.length > 0) told.push({ number, events: rest });
    return reply;
  };
  return {
    carryOut: (calls) => {
      lastSent = performance.now();
      for (const call of calls) {
        // First the reply: while it is made, what was gathered may be sent.
        const reply = call.topics === undefined ? replyTo(image, call) : replyAndTell(call, call.topics);
        gathered.push(reply);
        if (performance.now() - lastSent > GATHER_MS) flush();
      }
      flush();
    },
  };
}

function replyTo(image: SmalltalkImage, { number, question }: Call): Reply {
  try {
    return { number, answer: answerOf(image, question, number) };
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (isRun(question)) return { number, answer: { kind: "fault", message } };
    return { number, fault: message };
  }
}

/** Whether a fault is an outcome of the call. */
function isRun({ call }: Question): boolean {
  switch (call) {
    case "evaluate":
    case "inspect":
    case "fileIn":
    case "defineClass":
    case "runTests":
      return true;
    default:
      return false;
  }
}

function answerOf(image: SmalltalkImage, question: Question, number: number): Answer {
  switch (question.call) {
    case "openWorkspace":
      image.openWorkspace(question.parameters.workspace);
      return undefined;
    case "closeWorkspace":
      return image.closeWorkspace(question.parameters.workspace);
    case "evaluate":
      return outcomeOf((done) => image.evaluate(question.parameters.request, done, number));
    case "inspect":
      return outcomeOf((done) => image.inspect(question.parameters.request, done, number));
    case "fileIn":
      return outcomeOf((done) => image.fileIn(question.parameters.request, done, number));
    case "fileOut":
      return image.fileOut(question.parameters.request);
    case "defineClass":
      return outcomeOf((done) => image.defineClass(question.parameters.request, done, number));
    case "runTests":
      return outcomeOf((done) => image.runTests(question.parameters.request, done, number));
    case "releaseObjects":
      return image.releaseObjects(question.parameters.workspace, question.parameters.objectIds);
    case "summarize":
      return image.summarize(question.parameters.workspace, question.parameters.limit);
    case "clear":
      return image.clear(question.parameters.workspace, question.parameters.scope);
    case "saveContext":
      return image.saveContext(question.parameters.workspace, question.parameters.name);
    case "loadContext": {
      const { workspace, name, fromWorkspace } = question.parameters;
      return image.loadContext(workspace, name, fromWorkspace);
    }
    case "information":
      return image.information();
    case "code":
      return codeAnswer(image, question.parameters.question);
  }
}

function codeAnswer<N extends CodeCall>(image: SmalltalkImage, question: CodeQuestion<N>): CodeAnswers[N] {
  return image.code[question.name](question.request);
}

/** The engine answers a run before its call returns. */
function outcomeOf<Outcome>(run: (done: (outcome: Outcome) => void) => void): Outcome {
  const outcomes: Outcome[] = [];
  run((outcome) => outcomes.push(outcome));
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error("the engine answered no outcome");
  return outcome;
}
