import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SESSION } from "../commands/code-examples.js";
import { type CommandName, commandNames, commands } from "../commands/table.js";
import { fits } from "../schema/check.js";
import type { Schema } from "../schema/schema.js";
import { valuesOf } from "../testing/values-of.js";
import { decodeBody } from "./decode.js";
import {
  type EnvelopeCommand,
  encodeEnvelopeRequest,
  encodeLegacyRequest,
  encodeRequest,
} from "./encode-request.js";
import { envelopeName } from "./envelope.js";
import { client, requestId, speaker } from "./head.js";
import { isLegacyName } from "./legacy-requests.js";
import { type LegacyName, legacyParams } from "./legacy-shapes.js";
import type { AnyRequest, DecodedRequest } from "./request.js";

const isEnvelopeCommand = (name: CommandName): name is EnvelopeCommand => !isLegacyName(envelopeName(name));
const envelopeCommands = commandNames.filter(isEnvelopeCommand);
const legacyNames = Object.keys(legacyParams).filter(isLegacyName);

const heads = fc.record(
  { id: valuesOf(requestId), client: valuesOf(client), client_id: valuesOf(speaker) },
  { requiredKeys: ["id"] },
);
const headOf = (head: { readonly id: unknown; readonly client?: unknown; readonly client_id?: unknown }) => {
  const { id, client: instance, client_id } = head;
  if (!fits(requestId, id)) throw new TypeError("no id");
  return {
    id,
    client: fits(client, instance) ? instance : undefined,
    client_id: fits(speaker, client_id) ? client_id : undefined,
  };
};

const single = (text: string): DecodedRequest => {
  const decoded = decodeBody(Buffer.from(text));
  if (decoded.kind === "batch") throw new TypeError("not one request");
  return decoded.request;
};

/** Whether what was decoded is the request that was written. */
const same = (
  decoded: DecodedRequest,
  head: ReturnType<typeof headOf>,
  command: CommandName,
  parameters: unknown,
): boolean =>
  decoded.kind === "request" &&
  decoded.id === head.id &&
  decoded.client === head.client &&
  decoded.clientId === head.client_id &&
  decoded.command === command &&
  isDeepStrictEqual(decoded.parameters, parameters);

const survivesFlat = <C extends CommandName>(command: C): void => {
  const schema = commands[command].parameters;
  fc.assert(
    fc.property(heads, valuesOf(schema), (given, parameters) => {
      if (!fits(schema, parameters)) return false;
      const head = headOf(given);
      return same(single(encodeRequest({ ...head, command, parameters })), head, command, parameters);
    }),
    { numRuns: 20 },
  );
};

const survivesEnvelope = <C extends EnvelopeCommand>(command: C): void => {
  const schema = commands[command].parameters;
  fc.assert(
    fc.property(heads, valuesOf(schema), (given, parameters) => {
      if (!fits(schema, parameters)) return false;
      const head = headOf(given);
      const request = single(encodeEnvelopeRequest({ ...head, command, parameters }));
      return same(request, head, command, parameters) && request.encoding === "envelope";
    }),
    { numRuns: 20 },
  );
};

const resolved = (request: DecodedRequest): AnyRequest => {
  if (request.kind === "refused") throw request.error;
  return request.kind === "connection_session" ? request.withSession(SESSION) : request;
};

const survivesLegacy = (name: LegacyName): void => {
  const schema: Schema<unknown> = legacyParams[name];
  fc.assert(
    fc.property(valuesOf(requestId), valuesOf(schema), (id, params) => {
      if (!fits(requestId, id) || !fits(schema, params)) return false;
      const body = JSON.stringify({
        id,
        version: "1.0.0",
        timestamp: "2026-01-01T00:00:00.000Z",
        payload: { type: "Request", data: { request_type: name, params } },
      });
      const request = resolved(single(body));
      return (
        request.id === id &&
        request.shape === "1.0.0" &&
        envelopeName(request.command) === name &&
        fits<unknown>(commands[request.command].parameters, request.parameters)
      );
    }),
    { numRuns: 50 },
  );
};

describe("any request survives", () => {
  it.each(commandNames)("flat: %s", survivesFlat);
  it.each(envelopeCommands)("in an envelope: %s", survivesEnvelope);
  it.each(legacyNames)("in the shape of 1.0.0: %s", survivesLegacy);

  it("together with fields that mean nothing", () => {
    const request = single(
      '{"id":"1","command":"ping","parameters":{"message":"a","later":1},"payload":{},"version":"9","x":[]}',
    );
    expect(request).toMatchObject({ kind: "request", encoding: "flat", command: "ping" });
  });

  it("without parameters where the command needs none", () => {
    expect(single('{"id":"1","command":"ping"}')).toMatchObject({ kind: "request", parameters: {} });
    expect(single('{"id":"1","command":"evaluate"}')).toMatchObject({
      kind: "refused",
      error: { details: { path: "parameters.code", expected: "a string", found: "nothing" } },
    });
  });
});

describe("requests of 1.0.0", () => {
  const ask = (name: LegacyName, params: unknown): DecodedRequest =>
    single(
      JSON.stringify({
        id: "7",
        version: "1.2.3",
        timestamp: "",
        payload: { type: "Request", data: { request_type: name, params } },
      }),
    );
  const parametersOf = (name: LegacyName, params: unknown): unknown => resolved(ask(name, params)).parameters;
  const debug = (operation: unknown): unknown => parametersOf("Debug", { operation, context: "d1" });
  const held = { session_id: SESSION, debugger_id: "d1" };

  it("Evaluate goes to the session in its context, else to the connection's", () => {
    const evaluate = { code: "3 + 4", return_string: true };
    expect(ask("Evaluate", { ...evaluate, context: "s1" })).toMatchObject({
      kind: "request",
      command: "evaluate",
      parameters: { session_id: "s1", code: "3 + 4", evaluation_mode: "execute" },
    });
    expect(ask("Evaluate", { ...evaluate, context: null })).toMatchObject({ kind: "connection_session" });
    expect(parametersOf("Evaluate", { ...evaluate, context: null, evaluation_mode: "Display" })).toEqual({
      session_id: SESSION,
      code: "3 + 4",
      evaluation_mode: "display",
    });
  });

  it("Inspect and the questions about code become their commands", () => {
    expect(parametersOf("Inspect", { target: "x", depth: 2, include_private: null })).toEqual({
      session_id: SESSION,
      target: "x",
      depth: 2,
    });
    expect(parametersOf("Ping", { message: null })).toEqual({});
    expect(parametersOf("ListClasses", { pattern: null, include_system: true, limit: 3 })).toEqual({
      include_system: true,
      limit: 3,
    });
    expect(parametersOf("SystemInfo", { info_type: "Memory" })).toEqual({ info_type: "Memory" });
  });

  it.each([
    ["StepInto", "step_into"],
    ["StepOver", "step_over"],
    ["StepOut", "step_out"],
    ["Continue", "proceed"],
    ["GetStackTrace", "stack"],
  ])("Debug %s is %s", (name, operation) => {
    expect(debug({ [name]: null })).toEqual({ ...held, operation });
  });

  it("Debug GetLocalVars looks at the innermost activation", () => {
    expect(debug({ GetLocalVars: null })).toEqual({ ...held, operation: "frame", index: 0 });
  });

  it("Debug sets breakpoints in both ways of naming a method", () => {
    const { debugger_id: _, ...ofSession } = held;
    const set = { ...ofSession, operation: "set_breakpoint" };
    expect(debug({ SetBreakpoint: { file: "Foo class>>bar:", line: 3 } })).toEqual({
      ...set,
      class_name: "Foo",
      method_name: "bar:",
      is_class_method: true,
      line: 3,
    });
    expect(debug({ SetBreakpoint: { class_name: "Foo", method_name: ">>" } })).toEqual({
      ...set,
      class_name: "Foo",
      method_name: ">>",
    });
    expect(debug({ SetBreakpoint: { file: "Foo>>>>" } })).toMatchObject({
      class_name: "Foo",
      method_name: ">>",
    });
    expect(debug({ RemoveBreakpoint: { breakpoint_id: "b1" } })).toEqual({
      ...ofSession,
      operation: "remove_breakpoint",
      breakpoint_id: "b1",
    });
  });

  it("Debug with two operations, or none, is refused", () => {
    for (const operation of [{}, { StepInto: null, StepOut: null }])
      expect(ask("Debug", { operation, context: "d1" })).toMatchObject({
        kind: "refused",
        id: "7",
        encoding: "envelope",
        error: { type: "InvalidRequest", details: { path: "payload.data.params.operation" } },
      });
  });

  it("are written as they are read", () => {
    const params = { class_name: "Foo", method_name: "bar", is_class_method: false };
    expect(single(encodeLegacyRequest({ id: "1" }, "GetMethod", params))).toMatchObject({
      kind: "request",
      command: "get_method",
      parameters: params,
    });
  });
});

describe("an id that stands first", () => {
  const idOf = (text: string): string | null => {
    const decoded = decodeBody(Buffer.from(text));
    return decoded.kind === "single" ? decoded.request.id : null;
  };
  it("is read as JSON reads it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 20 }), (id) => {
        const body = JSON.stringify({ id, command: "ping" });
        const { id: read }: { id: string } = JSON.parse(Buffer.from(body).toString());
        expect(idOf(body)).toBe(read);
      }),
    );
  });
  it("may have blanks around it", () => {
    expect(idOf('\n{ "id" : "a b" , "command": "ping" }')).toBe("a b");
  });
  it("has no blanks around it but those of JSON", () => {
    for (const text of [
      '\u00a0{"id":"1","command":"ping"}',
      '{\f"id":"1","command":"ping"}',
      '{"id"\u2028:"1"}',
    ])
      expect(decodeBody(Buffer.from(text))).toMatchObject({ request: { kind: "refused" } });
  });
  it("gives way to another one after it", () => {
    expect(idOf('{"id":"a","id":"b","command":"ping"}')).toBe("b");
    expect(idOf('{"id":"a","command":"ping","id":""}')).toBeNull();
    expect(idOf('{"id":"a","command":"ping","id":0}')).toBeNull();
  });
  it("leaves the account of an error as it is", () => {
    const body = '{"id":"a","command":"ping","parameters":{}';
    const found = (() => {
      try {
        return JSON.parse(body);
      } catch (error) {
        return error instanceof SyntaxError ? error.message : "";
      }
    })();
    expect(found).toContain("position");
    expect(decodeBody(Buffer.from(body))).toMatchObject({
      request: { id: "a", error: { details: { found } } },
    });
  });
});
