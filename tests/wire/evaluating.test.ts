/** Evaluating, interrupting and inspecting from plain sockets. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Dealer } from "zeromq";
import { childrenOf } from "./children.js";
import { PlainClient, type Reply } from "./plain-client.js";
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

describe("evaluate", () => {
  it.each([
    ["(1 to: 10) collect: [:e | e squared]", "#(1 4 9 16 25 36 49 64 81 100)"],
    ["100 factorial / 98 factorial", "9900"],
    ["(1/3) + (2/3)", "1"],
    ["'wörld ', (String with: (Character value: 128512))", "'wörld 😀'"],
  ])("%s", async (code, printed) => {
    expect((await evaluate(code)).at("result.result")).toBe(printed);
  });

  it("numbers evaluations, keeps variables, and tells the Transcript's text", async () => {
    const first = await evaluate("Transcript show: 'hello'; cr. counter := 1");
    expect(first.value).toMatchObject({
      status: "success",
      result: { output: "hello\n", result_type: "SmallInteger", durable: false },
    });
    const second = await evaluate("counter + 1");
    expect(second.at("result.result")).toBe("2");
    expect(second.at("result.evaluation_index")).toBe(Number(first.at("result.evaluation_index")) + 1);
  });

  it("has three modes, and cuts what is too long", async () => {
    expect((await evaluate("'it''s'", { evaluation_mode: "display" })).value).toMatchObject({
      result: { result: "'it''s'", display: "it's" },
    });
    const inspected = await evaluate("3 -> 4", { evaluation_mode: "inspect" });
    expect(inspected.at("result.inspection.instance_vars.1.print_string")).toBe("4");
    const cut = await evaluate("(1 to: 1000) asArray", { max_print: 12 });
    expect(cut.value).toMatchObject({ result: { truncated: true } });
    expect(cut.text("result.result")).toHaveLength(12);
  });

  it("works without a session, in a workspace for that one request", async () => {
    expect((await client.flat("evaluate", { code: "lone := 3. lone + 4" })).at("result.result")).toBe("7");
    expect((await client.flat("evaluate", { code: "lone" })).at("result.result")).toBe("nil");
  });

  it("gives a tool variables of its own", async () => {
    await evaluate("t := 1", { tool_id: "tool" });
    expect((await evaluate("t", { tool_id: "tool" })).at("result.result")).toBe("1");
    expect((await evaluate("t")).at("result.result")).toBe("nil");
  });

  it("says who did not understand what, and where", async () => {
    const reply = await evaluate("nil foo");
    expect(reply.value).toMatchObject({
      status: "error",
      error_type: "EvaluationError",
      details: { exception_class: "MessageNotUnderstood", receiver: "nil", selector: "foo" },
    });
    expect(reply.at("details.stack.0.line")).toBe(1);
    expect(reply.text("details.stack.0.source_excerpt")).toContain("nil foo");
  });

  it("says where the code is wrong and what was expected", async () => {
    const reply = await evaluate("3 + ");
    expect(reply.value).toMatchObject({ error_type: "SyntaxError", details: { line: 1, column: 5 } });
    expect(reply.text("details.expected")).not.toBe("");
  });

  it("ends what does not end, and goes on", async () => {
    for (const code of [
      "[true] whileTrue",
      "[[true] whileTrue] on: Exception do: [:e | e retry]",
      "[[true] whileTrue] ensure: [[true] whileTrue]",
    ]) {
      const reply = await evaluate(code, { timeout_ms: 100 });
      expect(reply.at("error_type"), code).toBe("Timeout");
      expect(reply.at("details.timeout_ms")).toBe(100);
      expect((await evaluate("3 + 4")).at("result.result")).toBe("7");
    }
  });

  it("runs for no longer than anyone may", async () => {
    const reply = await evaluate("[true] whileTrue", { timeout_ms: 10 ** 12 });
    expect(reply.value).toMatchObject({
      error_type: "InvalidRequest",
      details: { path: "parameters.timeout_ms" },
    });
  });

  it("ends recursion without end, and goes on", async () => {
    const reply = await evaluate("f := nil. f := [:n | (f value: n + 1) + 1]. f value: 1");
    expect(reply.value).toMatchObject({ error_type: "ResourceExceeded", details: { resource: "depth" } });
    expect((await evaluate("3 + 4")).at("result.result")).toBe("7");
  });

  it("ends output without end, and goes on", async () => {
    const reply = await evaluate("[true] whileTrue: [Transcript show: 'more and more text']");
    expect(reply.value).toMatchObject({ error_type: "ResourceExceeded", details: { resource: "output" } });
    expect((await evaluate("3 + 4")).at("result.result")).toBe("7");
  });

  it("keeps a broken printOn: to itself", async () => {
    await evaluate(
      "Object subclass: #WireBroken instanceVariableNames: '' classVariableNames: '' package: 'Wire'. WireBroken compile: 'printOn: aStream ^ self error: ''no'''",
    );
    expect((await evaluate("WireBroken new")).text("result.result")).toContain("printing failed");
  });
});

describe("interrupt", () => {
  it("ends an evaluation from a second socket, and only the one that is named", async () => {
    const second = new PlainClient(server.endpoint);
    const dealer = new Dealer({ linger: 0, receiveTimeout: 15_000 });
    dealer.connect(server.endpoint);
    const request = (id: string, code: string) =>
      JSON.stringify({ id, command: "evaluate", parameters: { session_id, code } });
    await dealer.send(request("loop", "[true] whileTrue"));
    await dealer.send(request("waiting", "3"));
    await dealer.send(request("behind", "4"));
    // Both have arrived once this is answered: one connection's requests are read in order.
    await dealer.send(JSON.stringify({ id: "ping", command: "ping" }));
    const reply = async (): Promise<{ id: string; status: string; error_type?: string }> =>
      JSON.parse((await dealer.receive()).toString());
    expect((await reply()).id).toBe("ping");
    const interrupt = (request_id: string) => second.flat("interrupt", { session_id, request_id });
    expect((await interrupt("waiting")).at("result.interrupted")).toBe(true);
    expect(await reply()).toMatchObject({ id: "waiting", error_type: "Interrupted" });
    expect((await interrupt("loop")).at("result.interrupted")).toBe(true);
    expect(await reply()).toMatchObject({ id: "loop", error_type: "Interrupted" });
    expect(await reply()).toMatchObject({ id: "behind", status: "success" });
    expect((await interrupt("loop")).at("result.interrupted")).toBe(false);
    dealer.close();
    second.close();
  });
});

describe("an image that is killed", () => {
  it("is told to whoever lost something, and nothing that waited runs in the empty one", async () => {
    const own = await ServerProcess.start();
    const plain = new PlainClient(own.endpoint);
    const session = async (client_id: string) =>
      (await plain.flat("create_session", { client_id })).text("result.session_id");
    const used = await session("used");
    const unused = await session("unused");
    await plain.flat("evaluate", { session_id: used, code: "x := 5" });
    const dealer = new Dealer({ linger: 0, receiveTimeout: 15_000 });
    dealer.connect(own.endpoint);
    const send = (id: string, code: string) =>
      dealer.send(JSON.stringify({ id, command: "evaluate", parameters: { session_id: used, code } }));
    await send("running", "[true] whileTrue");
    await send("waiting", "x");
    await dealer.send(JSON.stringify({ id: "ping", command: "ping" }));
    const reply = async (): Promise<{ id: string }> => JSON.parse((await dealer.receive()).toString());
    expect(await reply()).toMatchObject({ id: "ping" });
    for (const pid of childrenOf(own.child.pid)) process.kill(pid, "SIGKILL");
    const told = [await reply(), await reply()];
    expect(told.map(({ id }) => id).sort()).toEqual(["running", "waiting"]);
    for (const each of told) expect(each).toMatchObject({ error_type: "ImageCrashed" });
    const evaluate = (session_id: string) => plain.flat("evaluate", { session_id, code: "x" });
    expect((await evaluate(unused)).at("result.result")).toBe("nil");
    expect((await evaluate(used)).at("result.result")).toBe("nil");
    dealer.close();
    plain.close();
    expect(await own.stop()).toEqual({ code: 0, signal: null });
  });
});

describe("inspect", () => {
  it("pages through a large collection, by expression and by object id", async () => {
    const whole = await client.flat("inspect", {
      session_id,
      target: "(1 to: 1000000) asArray",
      offset: 999_998,
    });
    expect(whole.value).toMatchObject({
      result: { total: 1_000_000, elements: [{ key: "999999" }, { key: "1000000" }] },
    });
    const object_id = whole.text("result.object_info.object_id");
    const page = await client.flat("inspect", { session_id, object_id, offset: 10, limit: 2 });
    expect(page.value).toMatchObject({
      result: { elements: [{ print_string: "11" }, { print_string: "12" }] },
    });
    expect(
      (await client.flat("release_objects", { session_id, object_ids: [object_id] })).at("result.released"),
    ).toBe(1);
    expect((await client.flat("inspect", { session_id, object_id })).at("error_type")).toBe("ObjectNotFound");
  });
});

describe("an image without memory left", () => {
  it("refuses what is too large, or dies with its own sessions' work; the server says so and goes on", async () => {
    const small = await ServerProcess.start("--set", "image.heap_mb=96");
    const own = new PlainClient(small.endpoint);
    const session = async (client_id: string) =>
      (await own.flat("create_session", { client_id })).text("result.session_id");
    const greedy = await session("greedy");
    const bystanding = await session("bystander");
    const run = (id: string, code: string) => own.flat("evaluate", { session_id: id, code });
    await run(bystanding, "x := 5");
    for (const code of [
      "Array new: 1000000000",
      "| all | all := OrderedCollection new. [true] whileTrue: [all add: (Array new: 10000)]",
      "| all | all := nil. [true] whileTrue: [all := Array with: all with: all]",
      "| s | s := 'x'. [true] whileTrue: [s := s , s]",
    ]) {
      const reply = await run(greedy, code);
      expect(reply.at("status"), code).toBe("error");
      expect((await own.flat("ping")).at("status")).toBe("success");
      if (reply.at("error_type") === "ImageCrashed") {
        // Whoever lost something without having asked for anything is told once.
        expect((await run(bystanding, "x")).at("error_type"), code).toBe("ImageCrashed");
        expect((await run(bystanding, "x")).at("result.result")).toBe("nil");
        await run(bystanding, "x := 5");
      } else expect(["ResourceExceeded", "EvaluationError"]).toContain(reply.at("error_type"));
      expect((await run(bystanding, "x")).at("result.result"), code).toBe("5");
      expect((await run(greedy, "3 + 4")).at("result.result"), code).toBe("7");
    }
    own.close();
    expect(await small.stop()).toEqual({ code: 0, signal: null });
  }, 120_000);
});

describe("the older encoding", () => {
  it("evaluates and inspects in a session of the connection", async () => {
    const old = new PlainClient(server.endpoint);
    const evaluateOld = (code: string) =>
      old.envelope("Evaluate", { code, context: null, return_string: true });
    const reply = await evaluateOld("old := 3 + 4");
    expect(reply.at("payload.type")).toBe("Response");
    expect(reply.at("payload.data")).toMatchObject({
      response_type: "Evaluate",
      data: { result: "7", result_type: "SmallInteger", has_error: false },
    });
    expect((await evaluateOld("old")).at("payload.data.data.result")).toBe("7");
    const failed = await evaluateOld("nil foo");
    expect(failed.at("payload.data")).toMatchObject({
      response_type: "Error",
      data: { code: "EvaluationError" },
    });
    expect(failed.at("payload.data.data.stack_trace")).toBeTruthy();
    const inspected = await old.envelope("Inspect", { target: "old" });
    expect(inspected.at("payload.data.data.object_info.string_representation")).toBe("7");
    const ping = await old.envelope("Ping", { message: "hello" });
    expect(ping.at("payload.data.data")).toMatchObject({ message: "hello", status: "ready" });
    expect((await old.envelope("SystemInfo", { info_type: "Basic" })).at("payload.data.response_type")).toBe(
      "SystemInfo",
    );
    old.close();
  });
});
