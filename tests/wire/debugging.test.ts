/** Debugging from a plain socket: everything by the words of the protocol alone. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { PlainClient, type Reply } from "./plain-client.js";
import { PlainDealer } from "./plain-dealer.js";
import { ServerProcess } from "./server-process.js";

let server: ServerProcess;
let client: PlainClient;
let session_id: string;
beforeAll(async () => {
  server = await ServerProcess.start("--set", "limits.session_creations=1000");
  client = new PlainClient(server.endpoint);
  session_id = (await client.flat("create_session", { client_id: "ada" })).text("result.session_id");
});
afterAll(async () => {
  client.close();
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

const evaluate = (code: string, more: object = {}): Promise<Reply> =>
  client.flat("evaluate", { session_id, code, ...more });

async function compile(class_name: string, source: string): Promise<void> {
  const reply = await client.flat("compile_method", { session_id, class_name, source });
  expect(reply.at("status")).toBe("success");
}

async function define(class_name: string, instance_vars: string): Promise<void> {
  const definition = `Object subclass: #${class_name} instanceVariableNames: '${instance_vars}' classVariableNames: '' package: 'Debugging'`;
  expect((await client.flat("define_class", { session_id, definition })).at("status")).toBe("success");
}

/** The debugger of an evaluation that does not come to its end. */
async function debugged(code: string, more: object = {}): Promise<string> {
  const reply = await evaluate(code, { debug: true, ...more });
  return reply.text("details.debugger_id");
}

const debug = (debugger_id: string, operation: string, more: object = {}): Promise<Reply> =>
  client.flat("debug", { session_id, debugger_id, operation, ...more });

/** The text that the frame of a reply points at. */
function pointedAt(reply: Reply, frame = "result.frame"): string {
  const [start, end] = [reply.at(`${frame}.range.start`), reply.at(`${frame}.range.end`)];
  if (typeof start !== "number" || typeof end !== "number")
    throw new TypeError(`nowhere: ${JSON.stringify(reply.value)}`);
  return reply.text(`${frame}.source`).slice(start, end);
}

it("an error in a nested block of a collect: in a method: look, step, evaluate, change, restart, proceed", async () => {
  await define("Invoice", "rates");
  await compile("Invoice", "rates: aDictionary\n\trates := aDictionary");
  await compile(
    "Invoice",
    "grossOf: amounts in: country\n\t^ amounts collect: [ :amount |\n\t\t[ :rate | amount + (amount * rate / 100) ] value: (rates at: country) ]",
  );
  const failed = await evaluate(
    "(Invoice new rates: (Dictionary new at: #ch put: 8; yourself)) grossOf: #(100 200) in: #at",
    { debug: true },
  );
  expect(failed.value).toMatchObject({
    error_type: "EvaluationError",
    details: { exception_class: "KeyNotFound" },
  });
  const id = failed.text("details.debugger_id");
  expect((await client.flat("list_debuggers", { session_id })).value).toMatchObject({
    result: {
      debuggers: [{ debugger_id: id, reason: expect.stringContaining("KeyNotFound"), evaluation_index: 1 }],
    },
  });

  // The frames, from the library's inwards to the method.
  const stack = (await debug(id, "stack")).at("result.stack");
  const methods = Array.isArray(stack) ? stack.map((frame) => frame.method) : [];
  const block = methods.indexOf("[ ] in Invoice>>grossOf:in:");
  expect(block).toBeGreaterThan(0);
  expect(methods.slice(block)).toEqual([
    "[ ] in Invoice>>grossOf:in:",
    expect.stringMatching(/>>collect:$/),
    "Invoice>>grossOf:in:",
    "doit",
  ]);
  const frame = await debug(id, "frame", { index: block });
  expect(pointedAt(frame)).toBe("at: country");
  expect(frame.value).toMatchObject({
    result: {
      frame: {
        receiver: "an Invoice",
        arguments: [{ name: "amount", print_string: "100" }],
        temporaries: expect.arrayContaining([
          expect.objectContaining({ name: "country", print_string: "#at" }),
        ]),
        instance_vars: [{ name: "rates", object_id: expect.any(String) }],
        line: 3,
      },
    },
  });
  const rates = frame.text("result.frame.instance_vars.0.object_id");
  expect((await client.flat("inspect", { session_id, object_id: rates })).at("result.total")).toBe(1);

  // Code in the frame, which reads and assigns.
  expect(
    (
      await debug(id, "evaluate", { index: block, code: "rates at: country put: 20. { amount. country }" })
    ).at("result.result.result"),
  ).toBe("#(100 #at)");

  // Back to where the block asked, and on step by step.
  const returned = await debug(id, "return", { index: block - 1, code: "20" });
  expect(pointedAt(returned)).toBe("value: (rates at: country)");
  const inner = await debug(id, "step_into");
  expect(inner.at("result.frame.method")).toBe("[ ] in Invoice>>grossOf:in:");
  expect(pointedAt(inner)).toBe("* rate");
  expect(pointedAt(await debug(id, "step_over"))).toBe("/ 100");
  expect(pointedAt(await debug(id, "step_over"))).toBe("+ (amount * rate / 100)");

  // The method is changed, and begins again.
  const changed = await debug(id, "recompile", {
    index: 0,
    source:
      "grossOf: amounts in: country\n\t| rate |\n\trate := rates at: country ifAbsent: [ 0 ].\n\t^ amounts collect: [ :amount | amount + (amount * rate / 100) ]",
  });
  expect(changed.value).toMatchObject({
    result: { state: "suspended", frame: { method: "Invoice>>grossOf:in:" } },
  });
  expect(pointedAt(changed)).toBe("at: country ifAbsent: [ 0 ]");
  expect((await debug(id, "restart", { index: 0 })).at("result.frame.method")).toBe("Invoice>>grossOf:in:");
  const ended = await debug(id, "proceed");
  expect(ended.value).toMatchObject({
    result: {
      state: "finished",
      frame: null,
      depth: 0,
      result: { result: "#(120 240)", evaluation_index: 1 },
    },
  });
  expect((await debug(id, "frame", { index: 0 })).at("error_type")).toBe("DebuggerNotFound");
  expect((await client.flat("list_debuggers", { session_id })).at("result.debuggers")).toEqual([]);
});

it("a step's reply tells what was written in it, once; the end's what came after", async () => {
  const id = await debugged(
    "Halt now. Transcript show: 'one'. Transcript show: 'two'; cr. 1 printString. Transcript show: 'three'",
  );
  expect((await debug(id, "step_over")).at("result.output")).toBeUndefined();
  expect((await debug(id, "step_over")).at("result.output")).toBe("one");
  expect((await debug(id, "step_over")).at("result.output")).toBe("two");
  expect((await debug(id, "step_over")).at("result.output")).toBe("\n");
  expect((await debug(id, "step_over")).at("result.output")).toBeUndefined();
  expect((await debug(id, "proceed")).at("result.result.output")).toBe("three");
  // Ended by hand, what its unwind blocks write is told as well.
  const ended = await debugged("[ Halt now ] ensure: [ Transcript show: 'cleared' ]");
  expect((await debug(ended, "terminate")).value).toMatchObject({
    result: { state: "terminated", output: "cleared" },
  });
});

it("1,000 steps through library code, each to a text of its method", async () => {
  const id = await debugged(
    "| all | Halt now. all := OrderedCollection new. 1 to: 200 do: [ :i | all add: i printString reversed asSymbol ]. (all asArray sort: [ :a :b | a > b ]) first",
  );
  let reply = await debug(id, "step_over");
  for (let step = 0; step < 1_000; step += 1) {
    expect(reply.at("result.state")).toBe("suspended");
    expect(pointedAt(reply).trim()).not.toBe("");
    // Out of a method now and then: else they would stay in the first they came into.
    reply = await debug(id, step % 10 === 9 ? "step_out" : step % 3 === 0 ? "step_over" : "step_into");
  }
  expect((await debug(id, "proceed")).value).toMatchObject({
    result: { state: "finished", result: { result: "#'991'" } },
  });
});

it("breakpoints: by line, with a condition, listed and removed; in forked processes as well", async () => {
  await define("Counter", "count");
  await compile("Counter", "add: aNumber\n\tcount := (count ifNil: [ 0 ]) + aNumber.\n\t^ count");
  const place = { class_name: "Counter", method_name: "add:" };
  const set = await client.flat("debug", {
    session_id,
    operation: "set_breakpoint",
    ...place,
    line: 3,
    condition: "count > 5",
  });
  expect(set.value).toMatchObject({
    result: { breakpoints: [{ ...place, line: 3, condition: "count > 5" }] },
  });
  const breakpoint_id = set.text("result.breakpoint_id");
  const stopped = await evaluate("| c | c := Counter new. c add: 3; add: 3; add: 3");
  expect(stopped.at("details.exception_class")).toBe("Breakpoint");
  const id = stopped.text("details.debugger_id");
  const frame = await debug(id, "frame", { index: 0 });
  expect(frame.at("result.frame.instance_vars.0.print_string")).toBe("6");
  expect((await debug(id, "proceed")).value).toMatchObject({
    result: { reason: "Breakpoint", state: "suspended" },
  });
  expect((await debug(id, "terminate")).value).toMatchObject({ result: { state: "terminated" } });
  await evaluate("[ Counter new add: 7 ] forkAt: 50. 0");
  expect((await client.flat("list_debuggers", { session_id })).value).toMatchObject({
    result: { debuggers: [{ reason: "Breakpoint", evaluation_index: null }] },
  });
  const removed = await client.flat("debug", { session_id, operation: "remove_breakpoint", breakpoint_id });
  expect(removed.value).toMatchObject({ result: { breakpoints: [], breakpoint_id } });
  expect((await evaluate("Counter new add: 7")).at("result.result")).toBe("7");
});

it("debuggers outlive their client's connection, and events tell of them", async () => {
  const first = new PlainDealer(server.endpoint);
  const own = (await first.call("create_session", { client_id: "bert" })).text("result.session_id");
  await first.call("subscribe", { session_id: own, events: ["debugger"] });
  const failed = await first.call("evaluate", {
    session_id: own,
    code: "[ nil foo ] forkAt: 50. 3 zork",
    debug: true,
  });
  const debugger_id = failed.text("details.debugger_id");
  const told = await first.upTo((message) => message.at("data.debugger_id") === debugger_id);
  expect(told.map((message) => message.at("data.state"))).toEqual(["suspended", "suspended"]);
  first.close();
  const second = new PlainDealer(server.endpoint);
  const restored = await second.call("restore_session", { session_id: own, client_id: "bert" });
  expect(restored.at("result.debuggers.1.debugger_id")).toBe(debugger_id);
  await second.call("subscribe", { session_id: own, events: ["debugger"] });
  const done = await second.call("debug", {
    session_id: own,
    debugger_id,
    operation: "proceed",
    value: "'instead'",
  });
  expect(done.at("result.result.result")).toBe("'instead'");
  const [ended] = await second.upTo((message) => message.at("event") === "debugger");
  expect(ended?.value).toMatchObject({ data: { debugger_id, state: "finished" } });
  second.close();
});

it("holds what ran out of its time or was interrupted, and can be interrupted again", async () => {
  const late = await evaluate("rounds := 0. [ true ] whileTrue: [ rounds := rounds + 1 ]", {
    debug: true,
    timeout_ms: 50,
  });
  expect(late.at("error_type")).toBe("Timeout");
  const dealer = new PlainDealer(server.endpoint);
  const debugger_id = late.text("details.debugger_id");
  const rounds = async () => (await evaluate("rounds")).at("result.result");
  const before = await rounds();
  const request_id = await dealer.send("debug", { session_id, debugger_id, operation: "proceed" });
  while ((await rounds()) === before) {}
  expect((await client.flat("interrupt", { session_id, request_id })).at("result.interrupted")).toBe(true);
  expect((await dealer.next()).value).toMatchObject({
    result: { state: "suspended", reason: "Interrupted" },
  });
  expect((await debug(debugger_id, "terminate")).at("result.state")).toBe("terminated");
  dealer.close();
});

it("says what cannot be done", async () => {
  expect((await client.flat("evaluate", { code: "3 zork", debug: true })).value).toMatchObject({
    error_type: "InvalidRequest",
    details: { path: "parameters.debug" },
  });
  const id = await debugged("3 zork");
  expect((await debug(id, "frame", { index: 99 })).value).toMatchObject({
    error_type: "InvalidRequest",
    details: { path: "parameters.index" },
  });
  expect((await debug(id, "evaluate", { index: 0, code: "3 + " })).at("error_type")).toBe("SyntaxError");
  expect((await debug(id, "evaluate", { index: 0, code: "1 / 0" })).at("error_type")).toBe("EvaluationError");
  expect((await debug(id, "recompile", { index: 0, source: "zork" })).at("error_type")).toBe(
    "InvalidRequest",
  );
  const nowhere = { session_id, operation: "set_breakpoint", class_name: "Nowhere", method_name: "foo" };
  expect((await client.flat("debug", nowhere)).at("error_type")).toBe("ClassNotFound");
  expect((await client.flat("debug", { ...nowhere, class_name: "Object" })).at("error_type")).toBe(
    "MethodNotFound",
  );
  expect((await debug(id, "terminate")).at("status")).toBe("success");
});

it("older clients step in the encoding 1.0.0", async () => {
  const context = await debugged("| x | Halt now. x := 3 + 4. x * 6");
  // An envelope works in the session kept for its connection, which has no such debugger.
  const reply = await client.envelope("Debug", { operation: { StepOver: null }, context });
  expect(reply.at("payload.data.response_type")).toBe("Error");
  expect(reply.at("payload.data.data.code")).toBe("DebuggerNotFound");
  expect((await debug(context, "proceed")).at("result.result.result")).toBe("42");
});
