/** What the image answers to a call at once. */
import type { CodeAnswers, CodeCall, CodeQuestion, SmalltalkImage } from "@stui/smalltalk";
import type { Answer, Question, Reply } from "./mailbox.js";

/** What runs no code that takes turns. */
export type AnsweredAtOnce = Exclude<
  Question,
  { readonly call: "evaluate" | "debug" | "inspect" | "fileIn" | "defineClass" | "runTests" }
>;

/** The reply to the call of this number. */
export function answerTo(image: SmalltalkImage, number: number, question: AnsweredAtOnce): Reply {
  try {
    return { number, answer: answerOf(image, question) };
  } catch (error) {
    const message = faultOf(error);
    if (question.call === "breakpoints") return { number, answer: { kind: "fault", message } };
    return { number, fault: message };
  }
}

/** What broke in the engine, for people. */
export const faultOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

function answerOf(image: SmalltalkImage, question: AnsweredAtOnce): Answer {
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
    case "fileOut":
      return image.fileOut(question.parameters.request);
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
