/** What the image answers to a call at once. */
import type { CodeAnswers, CodeCall, CodeQuestion, SmalltalkImage } from "@stui/smalltalk";
import type { Answer, Question, Reply } from "./mailbox.js";

/** What does not take turns, as evaluations, inspections and the processes of debuggers do. */
type AnsweredAtOnce = Exclude<Question, { readonly call: "evaluate" | "debug" | "inspect" | "runTests" }>;

/** The reply to the call of this number. */
export function answerTo(image: SmalltalkImage, number: number, question: AnsweredAtOnce): Reply {
  try {
    return { number, answer: answerOf(image, question, number) };
  } catch (error) {
    const message = faultOf(error);
    if (isRun(question)) return { number, answer: { kind: "fault", message } };
    return { number, fault: message };
  }
}

/** What broke in the engine, for people. */
export const faultOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** Whether a fault is an outcome of the call. */
function isRun({ call }: AnsweredAtOnce): boolean {
  switch (call) {
    case "breakpoints":
    case "fileIn":
    case "defineClass":
      return true;
    default:
      return false;
  }
}

function answerOf(image: SmalltalkImage, question: AnsweredAtOnce, number: number): Answer {
  switch (question.call) {
    case "openWorkspace":
      image.openWorkspace(question.parameters.workspace);
      return undefined;
    case "closeWorkspace":
      return image.closeWorkspace(question.parameters.workspace);
    case "breakpoints":
      return image.breakpoints(question.parameters.request);
    case "listDebuggers":
      return image.listDebuggers(question.parameters.workspace);
    case "fileIn":
      return outcomeOf((done) => image.fileIn(question.parameters.request, done, number));
    case "fileOut":
      return image.fileOut(question.parameters.request);
    case "defineClass":
      return outcomeOf((done) => image.defineClass(question.parameters.request, done, number));
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
      return image.information(question.parameters.detail);
    case "listProcesses":
      return image.listProcesses(question.parameters.workspace);
    case "terminateProcess":
      return image.terminateProcess(question.parameters.workspace, question.parameters.process);
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
