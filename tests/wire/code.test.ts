/** Browsing, finding, changing, completing, formatting and testing code from plain sockets, in both encodings. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PlainClient, type Reply } from "./plain-client.js";
import { ServerProcess } from "./server-process.js";

let server: ServerProcess;
let client: PlainClient;
let session_id: string;

/** `DefineClass` for `define_class`: what an envelope calls it. */
const camelCase = (command: string): string =>
  command.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The same command in either encoding. */
const encodings = [
  ["flat", (command: string, parameters: object) => client.flat(command, parameters)],
  ["envelope", (command: string, parameters: object) => client.envelope(camelCase(command), parameters)],
] as const;

beforeAll(async () => {
  server = await ServerProcess.start("--set", "limits.session_creations=1000");
  client = new PlainClient(server.endpoint);
  session_id = (await client.flat("create_session", { client_id: "ada" })).text("result.session_id");
});
afterAll(async () => {
  client.close();
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

const COUNTER =
  "Object subclass: #WireCounter\n\tinstanceVariableNames: 'count'\n\tclassVariableNames: 'Made'\n\tpackage: 'Wire-Code'";

const succeeded = (reply: Reply): Reply => {
  expect(reply.value).toMatchObject({ status: "success" });
  return reply;
};
const refused = async (reply: Promise<Reply>, error_type: string): Promise<Reply> => {
  const answered = await reply;
  expect(answered.value).toMatchObject({ status: "error", error_type });
  return answered;
};
const call = async (command: string, parameters: object): Promise<Reply> =>
  succeeded(await client.flat(command, parameters));
const evaluate = async (code: string): Promise<string> =>
  (await call("evaluate", { session_id, code })).text("result.result");

describe.each(encodings)("in the encoding %s", (encoding, send) => {
  const resultOf = (reply: Reply): unknown =>
    encoding === "flat" ? succeeded(reply).at("result") : reply.at("payload.data.data");
  const className = encoding === "flat" ? "WireFlat" : "WireEnvelope";

  it("a class is defined, extended, found, renamed and removed", async () => {
    const definition = COUNTER.replace("WireCounter", className);
    expect(resultOf(await send("define_class", { session_id, definition }))).toMatchObject({
      class_info: {
        name: className,
        superclass: "Object",
        package: "Wire-Code",
        is_system: false,
        is_trait: false,
        instance_vars: ["count"],
        class_vars: ["Made"],
        definition,
      },
    });
    const source = `increment\n\t"Count ${className}."\n\tcount := (count ifNil: [ 0 ]) + 1`;
    const compiled = { session_id, class_name: className, source, category: "counting" };
    const method = {
      name: "increment",
      source,
      category: "counting",
      is_class_method: false,
      class_name: className,
      arguments: [],
      comment: `Count ${className}.`,
      package: "Wire-Code",
    };
    expect(resultOf(await send("compile_method", compiled))).toEqual({ method });
    const classSide = { ...compiled, source: "startAt: n ^ self new increment", is_class_method: true };
    expect(resultOf(await send("compile_method", classSide))).toMatchObject({
      method: { name: "startAt:", is_class_method: true, arguments: ["n"] },
    });
    expect(await evaluate(`${className} startAt: 3`)).toBe(`a ${className}`);
    expect(resultOf(await send("find", { kind: "source", text: `Count ${className}` }))).toMatchObject({
      methods: [{ name: "increment" }],
      total_count: 1,
    });
    expect(resultOf(await send("find", { kind: "name", text: className }))).toMatchObject({
      classes: [{ name: className }],
      total_count: 1,
    });
    const renamed = { session_id, class_name: className, new_name: `${className}2` };
    expect(resultOf(await send("rename_class", renamed))).toMatchObject({
      class_info: { name: `${className}2` },
    });
    const removed = { session_id, class_name: `${className}2`, method_name: "increment" };
    expect(resultOf(await send("remove_method", removed))).toEqual({ removed: true });
    expect(resultOf(await send("remove_class", { session_id, class_name: `${className}2` }))).toEqual({
      removed: true,
    });
    expect(await evaluate(className)).toBe("nil");
  });

  it("packages are listed, code is completed and laid out", async () => {
    expect(resultOf(await send("list_packages", { pattern: "Kernel-Obj*" }))).toEqual({
      packages: [{ name: "Kernel-Objects", class_count: expect.any(Number) }],
    });
    expect(resultOf(await send("complete", { code: "Transcript sho", position: 14 }))).toMatchObject({
      replace_from: 11,
      replace_to: 14,
      completions: expect.arrayContaining([
        {
          text: "show:",
          kind: "selector",
          signature: expect.stringMatching(/^show: \w+$/),
          origin: expect.any(String),
        },
      ]),
    });
    expect(resultOf(await send("format", { code: "3+4" }))).toEqual({ code: "3 + 4" });
    expect(resultOf(await send("format", { code: "foo ^1", kind: "method" }))).toEqual({
      code: "foo\n\n\t^ 1",
    });
  });

  it("tests are run", async () => {
    const definition = `TestCase subclass: #${className}Test instanceVariableNames: '' classVariableNames: '' package: '${className}-Tests'`;
    resultOf(await send("define_class", { session_id, definition }));
    for (const source of [
      "testGood self assert: 3 equals: 3",
      "testBad self assert: 3 equals: 4",
      "testWrong nil foo",
      "testSkipped self skip: 'later'",
    ])
      resultOf(await send("compile_method", { session_id, class_name: `${className}Test`, source }));
    const counts = { run: 3, passed: 1, failed: 1, errors: 1, skipped: 1 };
    const all = resultOf(await send("run_tests", { session_id, class_name: `${className}Test` }));
    expect(all).toMatchObject({
      ...counts,
      results: [
        { selector: "testBad", outcome: "failed", message: expect.stringContaining("4") },
        { selector: "testGood", outcome: "passed" },
        { selector: "testSkipped", outcome: "skipped", message: "later" },
        { selector: "testWrong", outcome: "error", stack: expect.any(Array) },
      ],
    });
    expect(resultOf(await send("run_tests", { session_id, package: `${className}-Tests` }))).toMatchObject(
      counts,
    );
    const one = { session_id, class_name: `${className}Test`, selector: "testGood" };
    expect(resultOf(await send("run_tests", one))).toMatchObject({ run: 1, passed: 1 });
  });
});

describe("browsing", () => {
  it("pages through classes", async () => {
    const first = await call("list_classes", { limit: 2 });
    expect(first.at("result.classes.1.name")).toBeTypeOf("string");
    expect(first.at("result.classes.2")).toBeUndefined();
    const second = await call("list_classes", { offset: 1, limit: 1 });
    expect(second.at("result.classes.0")).toEqual(first.at("result.classes.1"));
    expect(second.at("result.total_count")).toBe(first.at("result.total_count"));
  });

  it("answers what was asked for", async () => {
    const whole = await call("browse_class", { class_name: "Association" });
    expect(whole.value).toMatchObject({
      result: {
        class_info: { is_system: true },
        instance_vars: expect.any(Array),
        superclasses: expect.arrayContaining(["Object"]),
      },
    });
    expect(whole.at("result.instance_methods.0.source")).toBeTypeOf("string");
    const bare = await call("browse_class", {
      class_name: "Association",
      include_methods: false,
      include_instance_vars: false,
      include_class_vars: false,
    });
    expect(bare.value).toMatchObject({
      result: { instance_methods: [], class_methods: [], instance_vars: [], class_vars: [] },
    });
  });

  it("finds senders and references", async () => {
    const senders = await call("find", { kind: "senders", text: "printOn:", limit: 1 });
    expect(Number(senders.at("result.total_count"))).toBeGreaterThan(1);
    expect(senders.at("result.methods.1")).toBeUndefined();
    const references = await call("find", { kind: "references", text: "OrderedCollection" });
    expect(Number(references.at("result.total_count"))).toBeGreaterThan(1);
  });

  it("proposes the session's variables, and what their values understand", async () => {
    await evaluate("wired := OrderedCollection new");
    const names = await call("complete", { session_id, code: "wire", position: 4 });
    expect(names.at("result.completions.0.text")).toBe("wired");
    const selectors = await call("complete", { session_id, code: "(wired addF", position: 11 });
    expect(selectors.at("result.completions.0")).toMatchObject({ text: "addFirst:" });
  });

  it("says what there is not", async () => {
    await refused(client.flat("browse_class", { class_name: "Nowhere" }), "ClassNotFound");
    await refused(client.flat("get_method", { class_name: "Nowhere", method_name: "x" }), "ClassNotFound");
    const missing = await refused(
      client.flat("get_method", { class_name: "Object", method_name: "nowhere", is_class_method: true }),
      "MethodNotFound",
    );
    expect(missing.at("details")).toEqual({
      class_name: "Object",
      method_name: "nowhere",
      is_class_method: true,
    });
    await refused(client.flat("format", { code: "3 +" }), "SyntaxError");
    await refused(
      client.flat("complete", { session_id: "nowhere", code: "x", position: 1 }),
      "SessionNotFound",
    );
  });
});

describe("changing", () => {
  it("keeps an author from overwriting what another wrote", async () => {
    await call("define_class", { session_id, definition: COUNTER });
    const change = { session_id, class_name: "WireCounter" };
    await call("compile_method", { ...change, source: "seen ^ 1" });
    const conflict = await refused(
      client.flat("compile_method", { ...change, source: "seen ^ 3", expected_source: "seen ^ 2" }),
      "Conflict",
    );
    expect(conflict.at("details")).toEqual({ actual_source: "seen ^ 1" });
    await call("compile_method", { ...change, source: "seen ^ 3", expected_source: "seen ^ 1" });
    await refused(
      client.flat("compile_method", { ...change, source: "unseen ^ 3", expected_source: "unseen ^ 1" }),
      "Conflict",
    );
  });

  it("is refused where it would do harm, with a reason", async () => {
    const denied = await refused(
      client.flat("compile_method", { session_id, class_name: "Object", source: "printOn: aStream ^ 1" }),
      "PermissionDenied",
    );
    expect(denied.text("error")).toContain("kernel");
    for (const [command, parameters] of [
      ["define_class", { definition: "Object subclass: #Array" }],
      ["remove_method", { class_name: "Object", method_name: "printOn:" }],
      ["remove_class", { class_name: "Object" }],
      ["rename_class", { class_name: "Object", new_name: "Thing" }],
    ] as const)
      await refused(client.flat(command, { session_id, ...parameters }), "PermissionDenied");
    await call("define_class", { session_id, definition: "WireCounter << #WireBelow package: 'Wire-Code'" });
    expect(
      (
        await refused(client.flat("remove_class", { session_id, class_name: "WireCounter" }), "Conflict")
      ).text("error"),
    ).toContain("WireBelow");
    const rename = { session_id, class_name: "WireCounter" };
    await refused(client.flat("rename_class", { ...rename, new_name: "Object" }), "Conflict");
    await refused(client.flat("rename_class", { ...rename, new_name: "lower" }), "InvalidRequest");
    await refused(client.flat("define_class", { session_id, definition: "3 + 4" }), "InvalidRequest");
    await refused(client.flat("define_class", { session_id, definition: "Object subclass:" }), "SyntaxError");
    await refused(
      client.flat("define_class", { session_id, definition: "Object subclass: #x" }),
      "EvaluationError",
    );
    const broken = { session_id, class_name: "WireCounter", source: "foo ^" };
    expect((await refused(client.flat("compile_method", broken), "SyntaxError")).at("details.line")).toBe(1);
    await refused(client.flat("compile_method", { ...broken, class_name: "Nowhere" }), "ClassNotFound");
    await refused(client.flat("remove_method", { ...broken, method_name: "x" }), "MethodNotFound");
    for (const class_name of ["Nowhere", "Transcript"])
      await refused(client.flat("remove_class", { session_id, class_name }), "ClassNotFound");
    await refused(client.flat("run_tests", { session_id, class_name: "Nowhere" }), "ClassNotFound");
    await refused(client.flat("run_tests", { session_id, class_name: "Object" }), "InvalidRequest");
    await refused(client.flat("run_tests", { session_id, package: "Nowhere" }), "InvalidRequest");
  });

  it("goes on behind an endless test", async () => {
    const definition = "TestCase << #WireEndlessTest package: 'Wire-Endless'";
    const source = "testEndless [ true ] whileTrue";
    const small = await ServerProcess.start("--set", "limits.evaluation_timeout_ms=200");
    const own = new PlainClient(small.endpoint);
    const id = (await own.flat("create_session", { client_id: "ada" })).text("result.session_id");
    await own.flat("define_class", { session_id: id, definition });
    await own.flat("compile_method", { session_id: id, class_name: "WireEndlessTest", source });
    const tested = await own.flat("run_tests", { session_id: id, class_name: "WireEndlessTest" });
    expect(tested.value).toMatchObject({
      result: { run: 1, errors: 1, results: [{ message: expect.stringContaining("200 ms") }] },
    });
    own.close();
    expect(await small.stop()).toEqual({ code: 0, signal: null });
  });
});

describe("the shapes of 1.0.0", () => {
  it("BrowseClass", async () => {
    const parameters = {
      class_name: "Association",
      include_methods: true,
      include_instance_vars: true,
      include_class_vars: false,
    };
    const reply = await client.envelope("BrowseClass", parameters);
    expect(reply.at("payload.data")).toMatchObject({
      response_type: "BrowseClass",
      data: {
        class_info: { name: "Association", is_system: true },
        instance_methods: expect.arrayContaining([expect.objectContaining({ name: "printOn:" })]),
        instance_vars: expect.any(Array),
        class_vars: null,
      },
    });
    const missing = await client.envelope("BrowseClass", { ...parameters, class_name: "Nowhere" });
    expect(missing.at("payload.data")).toMatchObject({
      response_type: "Error",
      data: { code: "ClassNotFound" },
    });
  });

  it("ListClasses", async () => {
    const parameters = { pattern: "Assoc*", include_system: true, limit: null };
    const reply = await client.envelope("ListClasses", parameters);
    expect(reply.at("payload.data")).toMatchObject({
      response_type: "ListClasses",
      data: { classes: [{ name: "Association" }], total_count: 1 },
    });
    const own = await client.envelope("ListClasses", { ...parameters, include_system: false });
    expect(own.at("payload.data.data")).toEqual({ classes: [], total_count: 0 });
  });

  it("GetMethod", async () => {
    const parameters = { class_name: "Association", method_name: "printOn:", is_class_method: false };
    const reply = await client.envelope("GetMethod", parameters);
    expect(reply.at("payload.data")).toMatchObject({
      response_type: "GetMethod",
      data: { method: { name: "printOn:", is_class_method: false, arguments: [expect.any(String)] } },
    });
  });
});
