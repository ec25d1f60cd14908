import { describe, expect, it } from "vitest";
import { errorClasses, errorFromReply } from "./catalogue.js";
import { errorDetails, isErrorType } from "./details.js";
import { StuiError } from "./stui-error.js";

/** The error types of the protocol, written apart from their declarations. */
const TYPES =
  "InvalidRequest UnknownCommand UnsupportedVersion UnsupportedOperation SessionError SessionNotFound SessionExpired SessionLimitExceeded ClientNotAllowed AuthenticationRequired PermissionDenied RateLimited ServerBusy ShuttingDown SyntaxError EvaluationError Timeout Interrupted ResourceExceeded ResultTooLarge ReplyExpired OutcomeUnknown Conflict ObjectNotFound ClassNotFound MethodNotFound DebuggerNotFound ChangeNotFound ContextNotFound ContextCorrupt ImageNotFound ImageCrashed InternalError".split(
    " ",
  );

describe("the error types", () => {
  it("are those of the protocol", () => {
    expect(Object.keys(errorDetails).sort()).toEqual([...TYPES].sort());
    expect(Object.keys(errorClasses).sort()).toEqual([...TYPES].sort());
    for (const type of ["syntaxerror", "", "__proto__", "Error"]) expect(isErrorType(type)).toBe(false);
  });

  it("have a class each, named as the type, with a message that says what to do", () => {
    const error = new errorClasses.SessionNotFound({ session_id: "s1" });
    expect(error).toBeInstanceOf(StuiError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: "SessionNotFound",
      type: "SessionNotFound",
      details: { session_id: "s1" },
    });
    expect(error.message).toBe(
      "There is no session s1. Create one with create_session, or list yours with list_client_sessions.",
    );
    expect(new Set(Object.values(errorClasses)).size).toBe(TYPES.length);
  });

  it("tell in their messages what their details hold", () => {
    expect(new errorClasses.UnknownCommand({ command: "evalute", nearest: "evaluate" }).message).toContain(
      "Did you mean evaluate?",
    );
    expect(new errorClasses.RateLimited({ retry_after_ms: 250 }).message).toContain("in 250 ms");
    expect(new errorClasses.Conflict({ actual_source: null }).message).not.toContain("expected_source");
    expect(new errorClasses.Conflict({ actual_source: "foo" }).message).toContain("expected_source");
    const evaluation = { receiver: "nil", selector: "foo", stack: [], output: "" };
    expect(
      new errorClasses.EvaluationError({ ...evaluation, exception_class: "ZeroDivide", message_text: "by 0" })
        .message,
    ).toBe("ZeroDivide: by 0");
  });

  it("become an InternalError where their details do not fit", () => {
    const error = errorFromReply({ error: "m", error_type: "SessionNotFound", details: { session_id: 5 } });
    expect(error).toMatchObject({
      type: "InternalError",
      message: "m",
      details: { error_type: "SessionNotFound" },
    });
  });
});
