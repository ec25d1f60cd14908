import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CommandName, commandNames, commands, type Parameters, type Result } from "../commands/table.js";
import { errorClasses } from "../errors/catalogue.js";
import { type ErrorDetails, type ErrorType, errorDetails, isErrorType } from "../errors/details.js";
import { commandMessages, envelopeErrorReply, errorReply } from "../publish/messages.js";
import { fits } from "../schema/check.js";
import type { Schema } from "../schema/schema.js";
import { valuesOf } from "../testing/values-of.js";
import {
  decodeServerBody,
  type FailureReply,
  legacyDataOfReply,
  resultOf,
  type SuccessReply,
} from "./decode-reply.js";
import { encodeError, encodeResult } from "./encode.js";
import { envelopeName } from "./envelope.js";
import { requestId } from "./head.js";
import { isLegacyName } from "./legacy-requests.js";
import type { Encoding, Request } from "./request.js";

const NOW = Date.parse("2026-01-01T00:00:00.000Z");

const requestFor = <C extends CommandName>(
  command: C,
  id: string,
  encoding: Encoding,
  shape: Request<C>["shape"],
  parameters: Parameters<C>,
): Request<C> => ({
  kind: "request",
  id,
  encoding,
  shape,
  command,
  parameters,
  client: undefined,
  clientId: undefined,
});

const replyIn = (text: string): SuccessReply | FailureReply => {
  const message = decodeServerBody(Buffer.from(text));
  if ("kind" in message && message.kind !== "event") return message;
  throw new TypeError("not one reply");
};

const messagesByCommand = new Map(commandMessages.map((messages) => [messages.command, messages]));

const survives = <C extends CommandName>(command: C): void => {
  const { result: schema, example } = commands[command];
  const published = messagesByCommand.get(command);
  fc.assert(
    fc.property(valuesOf(requestId), valuesOf(schema), (id, result) => {
      if (!fits(requestId, id) || !fits(schema, result) || published === undefined) return false;
      for (const encoding of ["flat", "envelope"] as const) {
        const request = requestFor(command, id, encoding, "current", example.parameters);
        const text = encodeResult(request, result, NOW);
        const reply = replyIn(text);
        if (reply.id !== id || reply.timestamp !== "2026-01-01T00:00:00.000Z") return false;
        if (!isDeepStrictEqual(resultOf(command, reply), result)) return false;
        if (encoding === "flat" && !fits(published.reply, JSON.parse(text))) return false;
      }
      return true;
    }),
    { numRuns: 20 },
  );
};

const answersLegacy = <C extends CommandName>(command: C): void => {
  const { result: resultSchema, parameters: parametersSchema } = commands[command];
  const name = envelopeName(command);
  const published = messagesByCommand.get(command);
  if (!isLegacyName(name) || published === undefined) throw new TypeError(`${name} has no shape of 1.0.0`);
  fc.assert(
    fc.property(valuesOf(parametersSchema), valuesOf(resultSchema), (parameters, result) => {
      if (!fits(parametersSchema, parameters) || !fits(resultSchema, result)) return false;
      const text = encodeResult(requestFor(command, "1", "envelope", "1.0.0", parameters), result, NOW);
      // Throws where the data is not of the shape.
      legacyDataOfReply(name, replyIn(text));
      return fits(published.envelopeReply, JSON.parse(text));
    }),
    { numRuns: 50 },
  );
};

const legacyCommands = commandNames.filter((command) => isLegacyName(envelopeName(command)));

describe("any result survives either encoding", () => {
  it.each(commandNames)("%s", survives);
  it.each(legacyCommands)("%s, told in the shape of 1.0.0", answersLegacy);
});

const errorSchemas: { readonly [T in ErrorType]: Schema<ErrorDetails<T>> } = errorDetails;

const errorSurvives = <T extends ErrorType>(type: T): void => {
  const schema = errorSchemas[type];
  fc.assert(
    fc.property(fc.option(valuesOf(requestId)), fc.string(), valuesOf(schema), (id, message, details) => {
      if ((id !== null && !fits(requestId, id)) || !fits(schema, details)) return false;
      const error = new errorClasses[type](details, message);
      for (const encoding of ["flat", "envelope"] as const) {
        const text = encodeError({ id, encoding }, error, NOW);
        const published: Schema<unknown> = encoding === "flat" ? errorReply : envelopeErrorReply;
        if (!fits(published, JSON.parse(text))) return false;
        const reply = replyIn(text);
        if (reply.kind !== "failure" || reply.id !== id) return false;
        if (!(reply.error instanceof errorClasses[type]) || reply.error.message !== message) return false;
        if (!isDeepStrictEqual(reply.error.details, details)) return false;
      }
      return true;
    }),
    { numRuns: 30 },
  );
};

describe("any error survives either encoding", () => {
  it.each(Object.keys(errorDetails).filter(isErrorType))("%s", errorSurvives);

  it("of a type that is not known, as an InternalError that keeps type and message", () => {
    const reply = replyIn(
      '{"id":"1","status":"error","error":"m","error_type":"LaterError","details":{"a":1},"timestamp":"t"}',
    );
    expect(reply).toMatchObject({
      kind: "failure",
      error: { type: "InternalError", message: "m", details: { error_type: "LaterError" } },
    });
  });

  it("with its stack as text in an envelope", () => {
    const entry = { class_name: "Foo", selector: "bar", line: null, source_excerpt: "" };
    const error = new errorClasses.EvaluationError({
      exception_class: "Error",
      message_text: "m",
      receiver: "a Foo",
      selector: "bar",
      stack: [
        { ...entry, method: "Foo>>bar" },
        { ...entry, method: "UndefinedObject>>DoIt" },
      ],
      output: "",
    });
    const told: unknown = JSON.parse(encodeError({ id: "1", encoding: "envelope" }, error));
    expect(told).toMatchObject({
      version: "1.0.0",
      payload: {
        type: "Response",
        data: {
          response_type: "Error",
          data: {
            code: "EvaluationError",
            message: "Error: m",
            stack_trace: "Foo>>bar\nUndefinedObject>>DoIt",
          },
        },
      },
    });
  });
});

describe("data of 1.0.0", () => {
  const dataFor = <C extends CommandName>(
    command: C,
    parameters: Parameters<C>,
    result: Result<C>,
  ): unknown => {
    const text = encodeResult(requestFor(command, "1", "envelope", "1.0.0", parameters), result, NOW);
    const reply = replyIn(text);
    if (reply.kind === "failure") throw reply.error;
    return reply.result;
  };
  const exampleOf = <C extends CommandName>(command: C): unknown =>
    dataFor(command, commands[command].example.parameters, commands[command].example.result);

  it("Ping", () => {
    expect(exampleOf("ping")).toEqual({ message: "hello", status: "ready", uptime: 12 });
  });

  it("Evaluate", () => {
    const { result } = commands.evaluate.example;
    expect(exampleOf("evaluate")).toEqual({
      result: "7",
      result_type: "SmallInteger",
      execution_time: 0,
      has_error: false,
    });
    const displayed = { ...result, display: "seven", execution_time: 12.6 };
    expect(dataFor("evaluate", { code: "7" }, displayed)).toMatchObject({
      display: "seven",
      execution_time: 13,
    });
  });

  it("Inspect", () => {
    expect(exampleOf("inspect")).toEqual({
      object_info: { class_name: "Association", string_representation: "3->4", hash: 201, size: 0 },
      instance_vars: { key: "3", value: "4" },
      methods: null,
    });
    const { result } = commands.inspect.example;
    const elements = ["1", "2"].map((key) => ({
      key,
      class_name: "Object",
      print_string: `x${key}`,
      object_id: key,
    }));
    expect(
      dataFor("inspect", { session_id: "s", target: "x" }, { ...result, elements, methods: ["foo"] }),
    ).toMatchObject({ instance_vars: { key: "3", value: "4", "1": "x1", "2": "x2" }, methods: ["foo"] });
  });

  it("BrowseClass, ListClasses, GetMethod", () => {
    const class_info = {
      name: "Counter",
      superclass: "Object",
      comment: "I count.",
      package: "Demo",
      is_system: false,
    };
    const method = {
      name: "increment",
      source: "increment\n\tcount := (count ifNil: [ 0 ]) + 1",
      category: "counting",
      is_class_method: false,
      arguments: [],
      comment: "",
    };
    const { result } = commands.browse_class.example;
    expect(dataFor("browse_class", { class_name: "Counter", include_class_vars: false }, result)).toEqual({
      class_info,
      instance_methods: [method],
      class_methods: [],
      instance_vars: ["count"],
      class_vars: null,
    });
    expect(exampleOf("list_classes")).toEqual({ classes: [class_info], total_count: 1 });
    expect(exampleOf("get_method")).toEqual({ method });
  });

  it("SystemInfo tells everything as strings", () => {
    expect(dataFor("system_info", {}, { info: { a: "x", b: 1, c: { d: true } } })).toEqual({
      info: { a: "x", b: "1", c: '{"d":true}' },
    });
  });

  it("Debug", () => {
    expect(exampleOf("debug")).toEqual({
      result: "suspended: ZeroDivide",
      debug_info: { current_line: "", current_method: "SmallInteger>>/", local_vars: "aNumber=0" },
    });
    const state = { state: "suspended", reason: "halt", frame: null, depth: 1 } as const;
    const removing = {
      session_id: "s",
      debugger_id: "d",
      operation: "remove_breakpoint",
      breakpoint_id: "b",
    } as const;
    expect(dataFor("debug", removing, { ...state, breakpoints: [], breakpoint_id: "b" })).toEqual({
      result: "b",
      debug_info: { current_line: "", current_method: "", local_vars: "" },
    });
  });
});
