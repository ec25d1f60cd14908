/** Objects seen from plain sockets: views, what is assigned, activations, and what an inspection must not disturb. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
  const definition =
    "Object subclass: #Account instanceVariableNames: 'owner bookings' classVariableNames: '' package: 'Inspecting'";
  expect((await client.flat("define_class", { session_id, definition })).at("status")).toBe("success");
  await compile("initialize bookings := OrderedCollection new");
  await compile("book: amount for: text bookings add: text -> amount");
});
afterAll(async () => {
  client.close();
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

async function compile(source: string): Promise<void> {
  const reply = await client.flat("compile_method", { session_id, class_name: "Account", source });
  expect(reply.at("status")).toBe("success");
}

const evaluate = (code: string, more: object = {}): Promise<Reply> =>
  client.flat("evaluate", { session_id, code, ...more });

const inspect = (parameters: object): Promise<Reply> => client.flat("inspect", { session_id, ...parameters });

const refused = (reply: Reply) => [reply.at("error_type"), reply.at("details")];

describe("a view that a method declares", () => {
  beforeAll(async () => {
    await compile(
      "inspectionBookings <inspectorPresentationOrder: 10 title: 'Bookings'> ^ (InspectorView table: bookings columns: { 'For' -> #key. 'Amount' -> #value }) object: #value; assign: [ :index :amount | (bookings at: index) value: amount ]",
    );
    await compile("inspectionRaw <inspectorPresentationOrder: 20 title: 'Broken'> ^ bookings foo");
    await evaluate("account := Account new. 1 to: 1000 do: [ :i | account book: i for: i asWords ]");
  });

  it("is told with the object, shown page by page, and leads on", async () => {
    const whole = await inspect({ target: "account" });
    expect(whole.at("result.views")).toEqual([
      { name: "inspectionBookings", title: "Bookings", order: 10 },
      { name: "inspectionRaw", title: "Broken", order: 20 },
      { name: "inspectionPointers", title: "Pointers to it", order: 900 },
    ]);
    expect(whole.at("result.view")).toBeUndefined();
    const object_id = whole.text("result.object_info.object_id");
    const page = await inspect({ object_id, view: "inspectionBookings", offset: 990, limit: 2 });
    expect(page.value).toMatchObject({
      result: {
        elements: [],
        view: {
          kind: "table",
          title: "Bookings",
          columns: ["For", "Amount"],
          total: 1000,
          assignable: true,
          rows: [
            {
              key: "991",
              print_string: "991",
              cells: [{ text: "nine hundred ninety-one" }, { text: "991" }],
            },
            { key: "992", cells: [{ text: "nine hundred ninety-two" }, { text: "992" }] },
          ],
        },
      },
    });
    const cell = page.text("result.view.rows.0.cells.0.object_id");
    expect((await inspect({ object_id: cell })).at("result.object_info.string_representation")).toBe(
      "'nine hundred ninety-one'",
    );
  });

  it("takes what is assigned to its rows", async () => {
    const assigned = await inspect({
      target: "account",
      view: "inspectionBookings",
      limit: 1,
      assign: { row: 0, value: "bookings size * 2" },
    });
    expect(assigned.value).toMatchObject({
      result: { assigned: { print_string: "2000" }, view: { rows: [{ print_string: "2000" }] } },
    });
  });

  it("that fails is told as that view's failure", async () => {
    const failed = await inspect({ target: "account", view: "inspectionRaw" });
    expect(failed.value).toMatchObject({
      status: "success",
      result: {
        object_info: { class_name: "Account" },
        view: { kind: "failed", reason: expect.stringContaining("MessageNotUnderstood") },
      },
    });
  });

  it("has to be one of the object, and what belongs to it is not asked for without it", async () => {
    expect(refused(await inspect({ target: "3", view: "inspectionBookings" }))).toMatchObject([
      "InvalidRequest",
      { path: "parameters.view", found: "inspectionBookings" },
    ]);
    for (const alone of [{ node: "o1" }, { index: 1 }, { assign: { row: 0, value: "1" } }])
      expect(refused(await inspect({ target: "3", ...alone }))).toMatchObject(["InvalidRequest", {}]);
  });
});

describe("what is assigned", () => {
  it("is seen by code, in a variable, an element and under a key", async () => {
    await evaluate("account := Account new. list := #(1 2 3) copy. dictionary := Dictionary new");
    const owner = await inspect({
      target: "account",
      assign: { variable: "owner", value: "self class name" },
    });
    expect(owner.at("result.instance_vars.0.print_string")).toBe("#Account");
    await inspect({ target: "list", assign: { element: 2, value: "list first" } });
    await inspect({ target: "dictionary", assign: { key: "#now", value: "list" } });
    expect((await evaluate("{ list. dictionary }")).at("result.result")).toBe(
      "an Array(#(1 2 1) a Dictionary(#now->#(1 2 1) ))",
    );
  });

  it("is refused where it is not allowed or does not fit, with what would be", async () => {
    const assign = async (target: string, place: object, value: string) =>
      refused(await inspect({ target, assign: { ...place, value } }));
    expect(await assign("ByteArray new: 1", { element: 0 }, "'x'")).toEqual([
      "InvalidRequest",
      { path: "parameters.assign.value", expected: "an Integer from 0 to 255", found: "'x'" },
    ]);
    expect(await assign("Account new", { variable: "other" }, "1")).toEqual([
      "InvalidRequest",
      {
        path: "parameters.assign.variable",
        expected: "a variable of the object: owner, bookings",
        found: "other",
      },
    ]);
    expect(await assign("Account new beReadOnlyObject; yourself", { variable: "owner" }, "1")).toMatchObject([
      "PermissionDenied",
      { reason: expect.stringContaining("read-only") },
    ]);
    expect(await assign("ProcessSpecificVariable", { variable: "soleInstance" }, "1")).toMatchObject([
      "PermissionDenied",
      { reason: expect.stringContaining("kernel") },
    ]);
    expect((await assign("Account new", { variable: "owner" }, "1 / 0"))[0]).toBe("EvaluationError");
    const twice = await inspect({ target: "3", assign: { variable: "a", key: "b", value: "1" } });
    expect(refused(twice)).toMatchObject([
      "InvalidRequest",
      { path: "parameters.assign", expected: "exactly one of variable, key, element, row" },
    ]);
  });

  it("is seen to the depth asked for", async () => {
    const deep = await inspect({ target: "1 -> (2 -> (3 -> 4))", depth: 3 });
    expect(deep.at("result.instance_vars.1.instance_vars.1.instance_vars.1.print_string")).toBe("4");
    expect((await inspect({ target: "1 -> 2" })).at("result.instance_vars.0.instance_vars")).toBeUndefined();
  });
});

it("an activation of a debugger is looked into, assigned to, and goes on with that", async () => {
  await compile("sum: numbers | total | total := 0. numbers do: [ :each | total := total + each ]. ^ total");
  const stopped = await evaluate("Account new sum: #(1 2 #three)", { debug: true });
  const debugger_id = stopped.text("details.debugger_id");
  const frames = await client.flat("debug", { session_id, debugger_id, operation: "stack" });
  let index = 0;
  while (frames.text(`result.stack.${index}.method`) !== "[ ] in Account>>sum:") index += 1;
  const looked = await inspect({ debugger_id, index, depth: 2 });
  expect(looked.value).toMatchObject({
    result: {
      object_info: { class_name: "Context" },
      instance_vars: [
        { name: "self", class_name: "Account", instance_vars: [{ name: "owner" }, { name: "bookings" }] },
        { name: "each", print_string: "#three" },
        { name: "total", print_string: "3" },
        { name: "numbers" },
      ],
    },
  });
  const assigned = await inspect({ debugger_id, index, assign: { variable: "total", value: "total + 39" } });
  expect(assigned.at("result.instance_vars.2.print_string")).toBe("42");
  const debug = (operation: string, more: object = {}) =>
    client.flat("debug", { session_id, debugger_id, operation, ...more });
  while (!frames.text(`result.stack.${index}.method`).startsWith("Account>>sum:")) index += 1;
  expect(refused(await inspect({ debugger_id, index: 1000 }))).toMatchObject([
    "InvalidRequest",
    { path: "parameters.index", found: "1000" },
  ]);
  expect((await debug("return", { index, code: "total" })).value).toMatchObject({
    result: { state: "finished", result: { result: "42" } },
  });
  expect(refused(await inspect({ debugger_id: "none" }))[0]).toBe("DebuggerNotFound");
});

describe("an inspection beside others", () => {
  it("waits for no evaluation of its session, and keeps nobody waiting, however long it takes", async () => {
    const dealer = new PlainDealer(server.endpoint);
    const other = (await client.flat("create_session", { client_id: "bob" })).text("result.session_id");
    await compile("printOn: aStream [ true ] whileTrue");
    const loop = await dealer.send("evaluate", { session_id, code: "[ true ] whileTrue" });
    const look = await dealer.send("inspect", { session_id, target: "[ true ] whileTrue" });
    const print = await dealer.send("inspect", {
      session_id,
      target: "(1 to: 100) collect: [ :i | Account new ]",
    });
    // Its own session's objects, while its evaluation runs.
    expect((await inspect({ target: "3 -> 4" })).at("result.instance_vars.0.print_string")).toBe("3");
    for (let i = 0; i < 20; i += 1)
      expect((await client.flat("evaluate", { session_id: other, code: "3 + 4" })).at("result.result")).toBe(
        "7",
      );
    for (const request_id of [look, loop])
      expect((await client.flat("interrupt", { session_id, request_id })).at("result.interrupted")).toBe(
        true,
      );
    const replies = new Map<unknown, Reply>();
    while (replies.size < 3) {
      const reply = await dealer.next();
      replies.set(reply.at("id"), reply);
    }
    expect(replies.get(loop)?.at("error_type")).toBe("Interrupted");
    expect(replies.get(look)?.at("error_type")).toBe("Interrupted");
    expect(replies.get(print)?.at("result.total")).toBe(100);
    expect(replies.get(print)?.at("result.elements.0.print_string")).toBe(
      "an Account (printing failed: it took too long)",
    );
    dealer.close();
  });

  it("of something huge ends with what there is", async () => {
    const huge = await inspect({ target: "(1 to: 3000000) asOrderedCollection", view: "inspectionItems" });
    expect(huge.at("result.view.total")).toBe(3_000_000);
    const text = await inspect({ target: "String new: 5000000 withAll: $x", view: "inspectionText" });
    expect(text.at("result.view.total")).toBe(5_000_000);
    expect(text.text("result.view.text")).toHaveLength(10_000);
  });
});

it("in an envelope, ids and views come where something of theirs was asked for", async () => {
  const old = new PlainClient(server.endpoint);
  const plain = await old.envelope("Inspect", { target: "1 -> 2" });
  expect(plain.at("payload.data.data.inspection")).toBeUndefined();
  const shown = await old.envelope("Inspect", { target: "#( 1 2 )", view: "inspectionItems", limit: 1 });
  expect(shown.at("payload.data.data")).toMatchObject({
    object_info: { class_name: "Array" },
    inspection: { view: { kind: "list", total: 2, rows: [{ print_string: "1" }] } },
  });
  const object_id = shown.text("payload.data.data.inspection.object_info.object_id");
  const assigned = await old.envelope("Inspect", { object_id, assign: { element: 0, value: "7" } });
  expect(assigned.at("payload.data.data.instance_vars")).toEqual({ "1": "7", "2": "2" });
  old.close();
});

it("memory per class, and what points to an object, are told", async () => {
  await evaluate("kept := (1 to: 2000) collect: [ :i | Account basicNew ]. holder := { kept first }");
  const memory = (await client.flat("system_info", { info_type: "Memory" })).at("result.info");
  expect(JSON.stringify(memory)).toContain("Account");
  const pointers = await inspect({ target: "kept first", view: "inspectionPointers" });
  const rows = pointers.at("result.view.rows");
  expect(Array.isArray(rows) && rows.length >= 2).toBe(true);
  expect((await evaluate("(kept first pointersTo includes: holder)")).at("result.result")).toBe("true");
});
