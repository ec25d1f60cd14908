/** The eleven commands of sessions and contexts from a plain REQ socket, in both encodings. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PlainClient, Reply } from "./plain-client.js";
import { ServerProcess } from "./server-process.js";

let server: ServerProcess;
beforeAll(async () => {
  server = await ServerProcess.start("--set", "limits.session_creations=1000");
});
afterAll(async () => {
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

interface Spoken {
  readonly name: string;
  /** Carries out a command; answers its result, or `{error_type}`. */
  call(client: PlainClient, command: string, parameters?: object): Promise<Reply>;
}

const camel = (command: string): string =>
  command.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

const encodings: readonly Spoken[] = [
  {
    name: "flat",
    call: async (client, command, parameters = {}) => {
      const reply = await client.flat(command, parameters);
      return reply.at("status") === "success"
        ? new Reply(reply.at("result"))
        : new Reply({ error_type: reply.at("error_type") });
    },
  },
  {
    name: "envelope",
    call: async (client, command, parameters = {}) => {
      const reply = await client.envelope(camel(command), parameters);
      const data = reply.at("payload.data.data");
      if (reply.at("payload.data.response_type") !== "Error") return new Reply(data);
      return new Reply({ error_type: reply.at("payload.data.data.code") });
    },
  },
];

describe.each(encodings)("in the encoding $name", ({ name, call }) => {
  let client: PlainClient;
  beforeAll(() => {
    client = new PlainClient(server.endpoint);
  });
  afterAll(() => client.close());
  const own = `ada.${name}`;
  const create = async (more: object = {}): Promise<string> =>
    (await call(client, "create_session", { client_id: own, ...more })).text("session_id");

  it("creates, describes, lists and closes sessions", async () => {
    const created = await call(client, "create_session", { client_id: own, name: "first", timeout: 60 });
    expect(created.value).toMatchObject({
      client_id: own,
      name: "first",
      image: "default",
      timeout: 60,
      is_active: true,
      durable: false,
    });
    const session_id = created.text("session_id");
    expect(session_id.length).toBeGreaterThanOrEqual(32);
    const info = await call(client, "get_session_info", { session_id });
    expect(info.value).toMatchObject({ session_id, evaluation_count: 0, busy: false, is_expired: false });
    expect(info.at("time_until_expiry")).toBeGreaterThan(50);
    const listed = await call(client, "list_client_sessions", { client_id: own });
    expect(listed.value).toMatchObject({ client_id: own, session_count: 1, sessions: [{ session_id }] });
    const statistics = await call(client, "get_session_statistics");
    expect(statistics.value).toMatchObject({
      max_sessions_per_client: 5,
      default_timeout: 3600,
      cleanup_interval: 300,
    });
    expect(statistics.at("total_sessions")).toBeGreaterThanOrEqual(1);
    expect((await call(client, "close_session", { session_id })).value).toEqual({ session_id, closed: true });
    expect((await call(client, "get_session_info", { session_id })).text("error_type")).toBe(
      "SessionNotFound",
    );
  });

  it("keeps what clients keep with a session", async () => {
    const session_id = await create();
    const update = (state_data: object) => call(client, "update_session_state", { session_id, state_data });
    await update({ layout: "wide", nested: { a: [1, null] }, gone: 1 });
    const updated = await update({ gone: null, more: true });
    const state = { layout: "wide", nested: { a: [1, null] }, more: true };
    expect(updated.value).toMatchObject({ session_id, session_state: state, update_successful: true });
    const restored = await call(client, "restore_session", { session_id, client_id: own });
    expect(restored.value).toMatchObject({
      session_id,
      session_state: state,
      evaluation_count: 0,
      debuggers: [],
    });
    await call(client, "close_session", { session_id });
  });

  it("keeps no more with a session than it may", async () => {
    const session_id = await create();
    const update = (state_data: object) => client.flat("update_session_state", { session_id, state_data });
    await update({ a: "x".repeat(600_000) });
    const refused = await update({ b: "y".repeat(600_000) });
    expect(refused.value).toMatchObject({
      error_type: "InvalidRequest",
      details: { path: "parameters.state_data" },
    });
    const kept = await client.flat("update_session_state", { session_id, state_data: { a: "z" } });
    expect(kept.at("result.session_state")).toEqual({ a: "z" });
    await call(client, "close_session", { session_id });
  });

  it("saves, loads, tells and clears what a session is made of", async () => {
    const session_id = await create();
    const evaluate = async (code: string) => {
      const reply = await client.flat("evaluate", { session_id, code });
      return reply.text("result.result");
    };
    await evaluate("a := OrderedCollection with: 1. b := Array with: a with: a. a add: b");
    const saved = await call(client, "save_context", { session_id, name: "before" });
    expect(saved.value).toMatchObject({
      session_id,
      name: "before",
      variables: 2,
      evaluations: 1,
      skipped: [],
    });
    await evaluate("a add: 3. b := nil. c := 7");
    const loaded = await call(client, "load_context", { session_id, name: "before" });
    expect(loaded.value).toMatchObject({
      session_id,
      name: "before",
      loaded: { variables: 2, evaluations: 1 },
    });
    expect(await evaluate("a size")).toBe("2");
    // Identity and cycles are kept.
    expect(await evaluate("(b first == b second) & (b first == a) & (a last == b)")).toBe("true");
    const summary = await call(client, "get_context_summary", { session_id, limit: 10 });
    expect(summary.at("variables.0.name")).toBe("a");
    expect(summary.at("saved.0.name")).toBe("before");
    expect(summary.at("history.0.code")).toContain("OrderedCollection");
    const cleared = await call(client, "clear_context", { session_id, scope: "variables" });
    expect(cleared.value).toMatchObject({ session_id, cleared: { variables: 2, history: 0, objects: 0 } });
    expect(await evaluate("a")).toBe("nil");
    expect((await call(client, "load_context", { session_id, name: "none" })).text("error_type")).toBe(
      "ContextNotFound",
    );
    await call(client, "close_session", { session_id });
  });

  it("loads a context of another session of the same client, one that was closed with it included", async () => {
    const first = await create();
    await client.flat("evaluate", { session_id: first, code: "x := 42" });
    expect((await call(client, "close_session", { session_id: first, save_state: true })).value).toEqual({
      session_id: first,
      closed: true,
    });
    const second = await create();
    await call(client, "load_context", { session_id: second, from_session_id: first });
    const reply = await client.flat("evaluate", { session_id: second, code: "x" });
    expect(reply.text("result.result")).toBe("42");
    const woken = await call(client, "restore_session", { session_id: first });
    expect(woken.at("workspace_context.variables.0.print_string")).toBe("42");
    for (const session_id of [first, second]) await call(client, "close_session", { session_id });
  });

  it("lets a client have five sessions", async () => {
    const sessions: string[] = [];
    for (let i = 0; i < 5; i += 1) sessions.push(await create());
    const one = await call(client, "create_session", { client_id: own });
    expect(one.text("error_type")).toBe("SessionLimitExceeded");
    for (const session_id of sessions) await call(client, "close_session", { session_id });
  });

  it("says that durability is not built", async () => {
    const refused = await call(client, "create_session", { client_id: own, durable: "always" });
    expect(refused.text("error_type")).toBe("UnsupportedOperation");
  });
});

describe("another's session", () => {
  it("is refused to a connection that said whom it speaks for", async () => {
    const ada = new PlainClient(server.endpoint);
    const eve = new PlainClient(server.endpoint);
    const as = (client_id: string) => ({ client_id });
    const created = await ada.flat("create_session", { client_id: "ada" }, as("ada"));
    const session_id = created.text("result.session_id");
    for (const [command, parameters] of [
      ["evaluate", { code: "3" }],
      ["get_session_info", {}],
      ["close_session", {}],
      ["restore_session", {}],
      ["get_context_summary", {}],
      ["inspect", { target: "3" }],
      ["interrupt", {}],
    ] as const) {
      const reply = await eve.flat(command, { session_id, ...parameters }, as("eve"));
      expect(reply.at("error_type"), command).toBe("PermissionDenied");
    }
    // A connection is held to what it said first.
    expect((await eve.flat("ping", {}, as("ada"))).at("error_type")).toBe("PermissionDenied");
    expect((await eve.flat("create_session", { client_id: "ada" })).at("error_type")).toBe(
      "PermissionDenied",
    );
    expect((await eve.flat("list_client_sessions", { client_id: "ada" })).at("error_type")).toBe(
      "PermissionDenied",
    );
    expect((await ada.flat("evaluate", { session_id, code: "3" })).at("result.result")).toBe("3");
    ada.close();
    eve.close();
  });

  it("shares classes and nothing else", async () => {
    const client = new PlainClient(server.endpoint);
    const session = async (client_id: string) =>
      (await client.flat("create_session", { client_id })).text("result.session_id");
    const one = await session("one");
    const two = await session("two");
    const evaluate = async (session_id: string, code: string) =>
      (await client.flat("evaluate", { session_id, code })).text("result.result");
    await evaluate(one, "mine := 5");
    expect(await evaluate(two, "mine")).toBe("nil");
    await evaluate(
      one,
      "Object subclass: #WireShared instanceVariableNames: 'n' classVariableNames: '' package: 'Wire'. WireShared compile: 'n ^ n ifNil: [ n := 7 ]'",
    );
    expect(await evaluate(two, "WireShared new n")).toBe("7");
    client.close();
  });
});

describe("the rate of creation", () => {
  it("is limited for each client, and says when to try again", async () => {
    const strict = await ServerProcess.start("--set", "limits.max_sessions_per_client=100");
    const client = new PlainClient(strict.endpoint);
    const replies: Reply[] = [];
    for (let i = 0; i < 11; i += 1) replies.push(await client.flat("create_session", { client_id: "hasty" }));
    expect(replies.slice(0, 10).every((reply) => reply.at("status") === "success")).toBe(true);
    expect(replies[10]?.at("error_type")).toBe("RateLimited");
    expect(replies[10]?.at("details.retry_after_ms")).toBeGreaterThan(0);
    expect((await client.flat("create_session", { client_id: "patient" })).at("status")).toBe("success");
    client.close();
    await strict.stop();
  });
});
