/** How long a call may take before the watchdog asks: generous, since it ends the image. */
import type { Question } from "./mailbox.js";

/** Milliseconds for calls that run no code of a user's but its `printOn:`. */
const PLAIN_CALL_MS = 60_000;

/** Tests that one run may hold, each at its time limit. */
const MANY_TESTS = 1_000;

export function allowanceOf(question: Question): number {
  switch (question.call) {
    case "evaluate":
    case "debug":
    case "inspect":
    case "defineClass":
      return question.parameters.request.timeoutMs;
    case "fileIn": {
      // The limit is that of each piece of code in the files.
      const { files, timeoutMs, format } = question.parameters.request;
      const texts = Object.values(files);
      const chunks = format === "chunk" ? texts.reduce((sum, text) => sum + text.split("!").length, 0) : 0;
      return timeoutMs * (1 + texts.length + chunks);
    }
    case "runTests":
      // The limit is that of each test, and there may be many.
      return question.parameters.request.timeoutMs * MANY_TESTS;
    default:
      return PLAIN_CALL_MS;
  }
}
