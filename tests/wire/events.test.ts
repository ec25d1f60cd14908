/** Events over plain sockets, from a server process. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Dealer } from "zeromq";
import { childrenOf } from "./children.js";
import { PlainClient, type Reply } from "./plain-client.js";
import { PlainDealer } from "./plain-dealer.js";
import { ServerProcess } from "./server-process.js";

let server: ServerProcess;
let client: PlainClient;
const dealers: PlainDealer[] = [];

beforeAll(async () => {
  server = await ServerProcess.start(
    ...[
      "limits.session_creations=1000",
      "limits.max_sessions_per_client=100",
      "limits.cleanup_interval_s=1",
      "limits.max_events=200",
    ].flatMap((setting) => ["--set", setting]),
  );
  client = new PlainClient(server.endpoint);
});
afterEach(() => {
  for (const dealer of dealers.splice(0)) dealer.close();
});
afterAll(async () => {
  client.close();
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

const dealer = (): PlainDealer => {
  const made = new PlainDealer(server.endpoint);
  dealers.push(made);
  return made;
};

const newSession = async (more: object = {}): Promise<string> =>
  (await client.flat("create_session", { client_id: "ada", ...more })).text("result.session_id");

/** A dealer that follows a session. */
const follower = async (
  session_id: string,
  events: readonly string[],
  more: object = {},
): Promise<PlainDealer> => {
  const made = dealer();
  const reply = await made.call("subscribe", { session_id, events, ...more });
  expect(reply.at("status"), JSON.stringify(reply.value)).toBe("success");
  return made;
};

const evaluate = (session_id: string, code: string): Promise<Reply> =>
  client.flat("evaluate", { session_id, code });

const datas = (messages: readonly Reply[]): unknown[] => messages.map((message) => message.at("data"));
const isState = (state: string) => (message: Reply) => message.at("data.state") === state;

describe("the Transcript", () => {
  it("comes while the code runs, to whoever follows the session", async () => {
    const session_id = await newSession();
    const follows = await follower(session_id, ["transcript"]);
    // It never ends: only what the other has read ends it.
    const endless = evaluate(session_id, "Transcript show: 'early'. [true] whileTrue");
    const event = await follows.next();
    expect(event.value).toMatchObject({
      event: "transcript",
      session_id,
      sequence: 1,
      previous: null,
      data: { text: "early" },
    });
    expect(Date.parse(event.text("timestamp"))).toBeGreaterThan(0);
    expect((await follows.call("interrupt", { session_id })).at("result.interrupted")).toBe(true);
    expect((await endless).at("error_type")).toBe("Interrupted");
  });

  it("comes before the reply on the same connection, whole, and few events hold it", async () => {
    const session_id = await newSession();
    const follows = await follower(session_id, ["transcript"]);
    const code = "1 to: 20000 do: [:i | Transcript show: i printString; cr]";
    const id = await follows.send("evaluate", { session_id, code });
    const messages = await follows.upTo((message) => message.at("id") === id);
    const events = messages.slice(0, -1);
    const text = events.map((event) => event.text("data.text")).join("");
    expect(text).toBe(messages.at(-1)?.text("result.output"));
    expect(text).toHaveLength(108_894);
    expect(events.length).toBeLessThan(100);
    expect(new Set(events.map((event) => event.at("data.request_id")))).toEqual(new Set([id]));
  });

  it("keeps characters whole that are more than one unit", async () => {
    const session_id = await newSession();
    const follows = await follower(session_id, ["transcript"]);
    const code =
      "Transcript show: 'a'. 20000 timesRepeat: [Transcript show: (Character value: 128512) asString]";
    const id = await follows.send("evaluate", { session_id, code });
    const messages = await follows.upTo((message) => message.at("id") === id);
    for (const event of messages.slice(0, -1)) expect(event.text("data.text")).toMatch(/^a?(?:\u{1f600})*$/u);
  });
});

describe("subscribing", () => {
  it("is for a DEALER that puts no delimiter before its requests", async () => {
    const session_id = await newSession();
    const subscribe = { session_id, events: ["transcript"] };
    const refused = await client.flat("subscribe", subscribe);
    expect(refused.at("error_type")).toBe("UnsupportedOperation");
    expect(refused.text("error")).toContain("DEALER");
    expect((await client.flat("unsubscribe", { session_id })).at("result.unsubscribed")).toBe(false);
    const delimited = dealer();
    await delimited.sendBody("", JSON.stringify({ id: "1", command: "subscribe", parameters: subscribe }));
    expect((await delimited.next()).at("error_type")).toBe("UnsupportedOperation");
    // The reply that a REQ waits for is never an event.
    expect((await evaluate(session_id, "Transcript show: 'x'. 3 + 4")).at("result.result")).toBe("7");
  });

  it("is for those who may use the session", async () => {
    const session_id = await newSession();
    const other = dealer();
    const subscribe = { session_id, events: ["transcript"] };
    const refused = await other.call("subscribe", subscribe, { client_id: "bob" });
    expect(refused.at("error_type")).toBe("PermissionDenied");
    const unknown = await other.call("subscribe", { ...subscribe, session_id: "s_none" });
    expect(unknown.at("error_type")).toBe("SessionNotFound");
    const kinds = await other.call("subscribe", { ...subscribe, events: ["weather"] });
    expect(kinds.at("error_type")).toBe("InvalidRequest");
  });

  it("tells only the kinds that were asked for, each with what was sent before it", async () => {
    const session_id = await newSession();
    const all = await follower(session_id, ["transcript", "evaluation"]);
    const some = await follower(session_id, ["evaluation"]);
    const id = await all.send("evaluate", { session_id, code: "Transcript show: 'x'. 3 + 4" });
    const messages = await all.upTo((message) => message.at("id") === id);
    expect(messages.slice(0, -1).map(({ value }) => value)).toMatchObject([
      { sequence: 1, previous: null, data: { state: "began", code: "Transcript show: 'x'. 3 + 4" } },
      { sequence: 2, previous: 1, data: { text: "x" } },
      { sequence: 3, previous: 2, data: { state: "ended", result: "7", result_type: "SmallInteger" } },
    ]);
    expect((await some.next()).value).toMatchObject({ sequence: 1, previous: null });
    expect((await some.next()).value).toMatchObject({ sequence: 3, previous: 1 });
    await evaluate(session_id, "nil foo");
    await some.next();
    expect((await some.next()).value).toMatchObject({
      data: { state: "failed", error_type: "EvaluationError" },
    });
  });

  it("ends, and begins again with what came meanwhile", async () => {
    const session_id = await newSession();
    const follows = await follower(session_id, ["transcript"]);
    await evaluate(session_id, "Transcript show: 'a'");
    expect((await follows.next()).at("sequence")).toBe(1);
    expect((await follows.call("unsubscribe", { session_id })).at("result.unsubscribed")).toBe(true);
    expect((await follows.call("unsubscribe", { session_id })).at("result.unsubscribed")).toBe(false);
    await evaluate(session_id, "Transcript show: 'b'");
    const again = await follows.call("subscribe", { session_id, events: ["transcript"], since: 1 });
    expect(again.at("result")).toEqual({ sequence: 2, missed: 0 });
    expect((await follows.next()).value).toMatchObject({ sequence: 2, previous: null, data: { text: "b" } });
    // From another connection, too.
    const other = dealer();
    const later = await other.call("subscribe", { session_id, events: ["transcript"], since: 0 });
    expect(later.at("result")).toEqual({ sequence: 2, missed: 0 });
    expect(datas([await other.next(), await other.next()])).toMatchObject([{ text: "a" }, { text: "b" }]);
    const ahead = await other.call("subscribe", { session_id, events: ["transcript"], since: 3 });
    expect(ahead.value).toMatchObject({
      error_type: "InvalidRequest",
      details: { path: "parameters.since" },
    });
  });

  it("tells how much is no longer kept", async () => {
    const session_id = await newSession();
    await follower(session_id, ["evaluation"]);
    for (let i = 0; i < 150; i += 1) await evaluate(session_id, "3 + 4");
    const late = dealer();
    const reply = await late.call("subscribe", { session_id, events: ["evaluation"], since: 10 });
    expect(reply.at("result")).toEqual({ sequence: 300, missed: 90 });
    expect((await late.next()).at("sequence")).toBe(101);
  });
});

describe("the course of a session", () => {
  it("is told to its end, after which nothing comes", async () => {
    const session_id = await newSession();
    const follows = await follower(session_id, ["session"], { since: 0 });
    expect((await follows.next()).at("data")).toEqual({ state: "created", image: "default" });
    await client.flat("close_session", { session_id, save_state: true });
    await client.flat("restore_session", { session_id });
    await client.flat("close_session", { session_id });
    expect(datas(await follows.upTo(isState("closed")))).toEqual([
      { state: "slept" },
      { state: "woken" },
      { state: "closed" },
    ]);
    const gone = await follows.call("subscribe", { session_id, events: ["session"] });
    expect(gone.at("error_type")).toBe("SessionNotFound");
  });

  it("tells that it has expired", async () => {
    const session_id = await newSession({ timeout: 1 });
    const follows = await follower(session_id, ["session"]);
    expect((await follows.next()).at("data")).toEqual({ state: "expired" });
  });
});

describe("what others of the image do", () => {
  it("is told as changes, with who did it and not with their session", async () => {
    const [mine, other] = [await newSession(), await newSession({ client_id: "bob" })];
    const follows = await follower(mine, ["changes"]);
    await evaluate(other, "(Object << #Shared) package: 'Events'; install");
    await client.flat("compile_method", { session_id: other, class_name: "Shared", source: "foo ^1" });
    const source = "!Shared methodsFor: 'a'!\nbar ^2! !\n";
    await client.flat("file_in", { session_id: other, source, format: "chunk" });
    await client.flat("rename_class", { session_id: other, class_name: "Shared", new_name: "Common" });
    await client.flat("remove_class", { session_id: mine, class_name: "Common" });
    const told = await follows.upTo((message) => message.at("data.kind") === "class_removed");
    expect(datas(told)).toEqual([
      { kind: "class_defined", author: "bob", class_name: "Shared", package: "Events" },
      {
        kind: "method_compiled",
        author: "bob",
        class_name: "Shared",
        is_class_method: false,
        selector: "foo",
        category: "as yet unclassified",
      },
      { kind: "filed_in", author: "bob", packages: [], classes: [], class_count: 0, method_count: 1 },
      { kind: "class_renamed", author: "bob", class_name: "Shared", new_name: "Common" },
      { kind: "class_removed", author: "ada", class_name: "Common" },
    ]);
    expect(JSON.stringify(told)).not.toContain(other);
  });
});

describe("tests", () => {
  it("are told as they end, with how far they have come", async () => {
    const session_id = await newSession();
    await evaluate(session_id, "(TestCase << #ToldTest) package: 'Events'; install");
    for (const source of ["testA self assert: true", "testB self assert: false", "testC self skip: 'no'"])
      await client.flat("compile_method", { session_id, class_name: "ToldTest", source });
    const follows = await follower(session_id, ["tests", "progress"]);
    const id = await follows.send("run_tests", { session_id, class_name: "ToldTest" });
    const messages = await follows.upTo((message) => message.at("id") === id);
    const of = (kind: string) => messages.filter((message) => message.at("event") === kind);
    expect(datas(of("tests"))).toMatchObject([
      { state: "began", total: 3, request_id: id },
      { state: "test", selector: "testA", outcome: "passed", done: 1, total: 3 },
      { state: "test", selector: "testB", outcome: "failed", message: "Assertion failed", done: 2 },
      { state: "test", selector: "testC", outcome: "skipped", done: 3 },
      { state: "ended", run: 2, passed: 1, failed: 1, errors: 0, skipped: 1 },
    ]);
    expect(of("progress").at(-1)?.at("data")).toEqual({
      request_id: id,
      command: "run_tests",
      done: 3,
      total: 3,
      what: "ToldTest>>testC",
    });
    await client.flat("run_tests", { session_id, class_name: "Object" });
    expect((await follows.next()).at("data")).toMatchObject({
      state: "failed",
      error_type: "InvalidRequest",
    });
  });
});

it("an image that dies and comes back is told to its sessions", async () => {
  const session_id = await newSession();
  const follows = await follower(session_id, ["session", "image", "evaluation"]);
  const running = evaluate(session_id, "[true] whileTrue");
  await follows.next();
  for (const child of childrenOf(server.child.pid)) process.kill(child, "SIGKILL");
  expect((await running).at("error_type")).toBe("ImageCrashed");
  const told = datas(await follows.upTo(isState("started")));
  expect(told).toContainEqual({ state: "crashed", image: "default", reason: expect.any(String) });
  expect(told).toContainEqual({ state: "image_crashed", reason: expect.any(String) });
  expect(told).toContainEqual({ state: "started", image: "default" });
  expect(told).toContainEqual(expect.objectContaining({ state: "failed", error_type: "ImageCrashed" }));
});

it("one who does not read costs nobody anything, and finds a gap when it reads", async () => {
  const session_id = await newSession();
  const slow = new Dealer({ linger: 0, receiveTimeout: 60_000, receiveHighWaterMark: 1 });
  slow.connect(server.endpoint);
  const parameters = { session_id, events: ["transcript"] };
  await slow.send(JSON.stringify({ id: "1", command: "subscribe", parameters }));
  await slow.receive();
  // Far more than sockets and queues on the way take up.
  const code = "| text | text := String new: 16000 withAll: $x. 60 timesRepeat: [Transcript show: text]";
  for (let i = 0; i < 30; i += 1) expect((await evaluate(session_id, code)).at("status")).toBe("success");
  const sequence = Number((await dealer().call("subscribe", parameters)).at("result.sequence"));
  // Its own replies wait for it, however much else does.
  await slow.send(JSON.stringify({ id: "2", command: "ping", parameters: {} }));
  expect((await client.flat("ping")).at("status")).toBe("success");
  let last = 0;
  let lost = 0;
  let answered = false;
  while (!(answered && lost > 0 && last >= sequence)) {
    const [body] = await slow.receive();
    const event = JSON.parse(`${body}`);
    if (event.id !== undefined) {
      expect(event).toMatchObject({ id: "2", status: "success" });
      answered = true;
      continue;
    }
    expect(event.previous === null ? 0 : event.previous).toBe(last);
    if (event.event === "gap") lost += event.data.lost;
    else expect(event.sequence).toBe(event.previous + 1);
    last = event.sequence;
  }
  expect(lost).toBeGreaterThan(0);
  slow.close();
});
