/** Evaluating, interrupting, inspecting, and loading code. */
import { InvalidRequest, type Limits, type Parameters, type Result } from "@stui/protocol";
import type { EvaluateOutcome, EvaluateRequest } from "@stui/smalltalk";
import type { Session } from "../sessions/session.js";
import { type Call, type Handlers, inSession } from "./handler.js";
import { inspectedResult, inspectRequest } from "./inspecting.js";
import { evaluatedResult, failureError } from "./outcomes.js";
import { type Services, sharedImage } from "./services.js";
import { narrateEvaluation, watchOf } from "./watching.js";

/** Milliseconds below which an evaluation took less time than its way to the image and back. */
const QUICK_MS = 1;

type EvaluatingCommand = "evaluate" | "interrupt" | "inspect" | "release_objects";

export const evaluatingHandlers = (services: Services): Pick<Handlers, EvaluatingCommand> => {
  const { limits, counts, sessions } = services;

  /** In a workspace that lives for this one request. */
  const evaluateAlone = async (parameters: Parameters<"evaluate">, { run }: Call) => {
    const request = evaluateRequest(undefined, parameters, limits);
    const outcome = await sharedImage(services).evaluate(request, run);
    return { ...evaluation(outcome, request, limits), evaluation_index: 0 };
  };

  const evaluateIn = async (session: Session, parameters: Parameters<"evaluate">, call: Call) => {
    session.evaluations += 1;
    const request = evaluateRequest(session.id, parameters, limits);
    const watch = watchOf(session, sessions.audience, call, "evaluate");
    const outcome = await session.image.evaluate(request, call.run, watch);
    session.lastModified = Date.now();
    // Whoever hears of each evaluation hears when it begins.
    const isHeard = session.feed?.wants("evaluation") === true;
    session.quick = outcome.kind === "value" && outcome.executionMs < QUICK_MS && !isHeard;
    return evaluation(outcome, request, limits);
  };

  return {
    evaluate: (parameters, call) => {
      const { session } = call;
      if (session === undefined && parameters.debug !== undefined && parameters.debug !== false)
        throw new InvalidRequest({
          path: "parameters.debug",
          expected: "a session_id with it: debuggers belong to sessions",
          found: "no session",
        });
      counts.evaluations += 1;
      if (session === undefined) return evaluateAlone(parameters, call);
      const { feed } = session;
      return feed?.wants("evaluation") === true
        ? narrateEvaluation(feed, call.requestId, parameters.code, () =>
            evaluateIn(session, parameters, call),
          )
        : evaluateIn(session, parameters, call);
    },

    interrupt: inSession(({ request_id }, session) => ({
      interrupted: session.lane.interrupt(request_id, (run) => session.image.interrupt(run)),
    })),

    inspect: inSession(async (parameters, session, call) => {
      const watch = watchOf(session, sessions.audience, call, "inspect");
      const outcome = await session.image.inspect(
        inspectRequest(session, parameters, limits),
        call.run,
        watch,
      );
      return inspectedResult(outcome, { timeoutMs: limits.evaluation_timeout_ms, limits });
    }),

    release_objects: inSession(async ({ object_ids }, session) => ({
      released: (await session.image.releaseObjects(session.id, object_ids)) ?? 0,
    })),
  };
};

const evaluateRequest = (
  workspace: string | undefined,
  { code, evaluation_mode = "execute", tool_id, timeout_ms, max_print, debug }: Parameters<"evaluate">,
  limits: Limits,
): EvaluateRequest => ({
  workspace,
  code,
  mode: evaluation_mode,
  tool: tool_id,
  debug,
  timeoutMs: timeoutOf(timeout_ms, limits),
  // A print string longer than a message could not be sent.
  maxPrint: Math.min(max_print ?? limits.max_print_characters, limits.max_message_bytes),
  maxOutputBytes: limits.max_output_bytes,
  maxKept: Math.min(limits.max_history, limits.max_objects),
});

/** @throws InvalidRequest where more is asked for than anyone gets */
const timeoutOf = (asked: number | undefined, limits: Limits): number => {
  const most = limits.max_evaluation_timeout_ms;
  if (asked === undefined) return limits.evaluation_timeout_ms;
  if (asked <= most) return asked;
  throw new InvalidRequest({
    path: "parameters.timeout_ms",
    expected: `at most ${most} milliseconds (limits.max_evaluation_timeout_ms)`,
    found: `${asked}`,
  });
};

/** @throws StuiError, ImageFault where the outcome is a failure */
const evaluation = (
  outcome: EvaluateOutcome,
  { timeoutMs }: EvaluateRequest,
  limits: Limits,
): Result<"evaluate"> => {
  if (outcome.kind !== "value") throw failureError(outcome, { timeoutMs, limits });
  return evaluatedResult(outcome);
};
