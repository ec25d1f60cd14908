/** What a rule says is what a client gets: each command, through the server's handlers and back. */
import {
  type CommandName,
  commands,
  type Json,
  type Parameters,
  type Result,
  StuiError,
} from "@stui/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { defaultConfiguration } from "../../config/configuration.js";
import { Connection } from "../../dispatch/connection.js";
import { silentLog } from "../../operations/log.js";
import { Server } from "../../server.js";
import { ImageDirectory } from "../directory.js";
import { scriptOf } from "./read-script.js";
import { SCRIPTED_COMMANDS, type ScriptedCommand } from "./script-schema.js";
import { ScriptedImage } from "./scripted-image.js";

let server: Server | undefined;
afterEach(() => server?.close(0));

class Client {
  readonly #connection = new Connection("the test's");
  #requests = 0;

  constructor(readonly server: Server) {}

  call<C extends CommandName>(command: C, parameters: Parameters<C>): Promise<Result<C>> {
    this.#requests += 1;
    return this.server.dispatcher.call<C>(
      {
        kind: "request",
        id: `${this.#requests}`,
        encoding: "flat",
        shape: "current",
        command,
        parameters,
        client: undefined,
        clientId: undefined,
      },
      this.#connection,
    );
  }

  async session(): Promise<string> {
    return (await this.call("create_session", { client_id: "ada" })).session_id;
  }
}

/** A client of a server whose images answer from this. */
const clientOf = async (answers: Json, more: object = {}): Promise<Client> => {
  const script = scriptOf(JSON.stringify({ stui_script: 1, answers, ...more }), "test.json");
  const images = await ImageDirectory.open((events) => new ScriptedImage(script, events));
  server = new Server(defaultConfiguration, images, silentLog);
  return new Client(server);
};

/** The rejection. */
const failureOf = async (call: Promise<unknown>): Promise<StuiError> => {
  try {
    await call;
  } catch (error) {
    if (error instanceof StuiError) return error;
    throw error;
  }
  throw new Error("it succeeded");
};

/** Of these less is written than is answered. */
const SHORTER: readonly ScriptedCommand[] = ["evaluate", "inspect", "file_in"];
const alike = Object.keys(SCRIPTED_COMMANDS)
  .filter((name): name is ScriptedCommand => name in SCRIPTED_COMMANDS)
  .filter((name) => !SHORTER.includes(name));

describe("a script's rule", () => {
  it.each(alike)("answers %s as a recorded reply has it", async (command) => {
    const { parameters, result } = commands[command].example;
    const client = await clientOf({ [command]: [{ result: JSON.parse(JSON.stringify(result)) }] });
    const session = "session_id" in parameters ? { session_id: await client.session() } : {};
    expect(await client.call(command, { ...parameters, ...session })).toEqual(result);
  });

  it("answers an evaluation with what it leaves out", async () => {
    const client = await clientOf({
      evaluate: [{ result: { result: "'a'", result_type: "ByteString", display: "a", output: "told" } }],
    });
    const session_id = await client.session();
    const evaluate = (more: object = {}) => client.call("evaluate", { session_id, code: "x", ...more });
    expect(await evaluate()).toMatchObject({
      result: "'a'",
      object_id: "o1",
      output: "told",
      evaluation_index: 1,
    });
    expect(await evaluate()).not.toHaveProperty("display");
    expect(await evaluate({ evaluation_mode: "display" })).toMatchObject({
      display: "a",
      evaluation_index: 3,
    });
    expect(await evaluate({ evaluation_mode: "inspect" })).toMatchObject({
      inspection: { object_info: { class_name: "ByteString" }, instance_vars: [], total: 0 },
    });
    expect(await evaluate({ max_print: 2 })).toMatchObject({ result: "'a", truncated: true });
  });

  it("shows what is inside an object, by windows", async () => {
    const elements = ["1", "2", "3"].map((key) => ({
      key,
      class_name: "Character",
      print_string: `$${key}`,
    }));
    const client = await clientOf({
      evaluate: [
        {
          result: {
            result: "a Foo",
            result_type: "Foo",
            inspection: { object_info: { class_name: "Foo", string_representation: "a Foo" }, elements },
          },
        },
      ],
      inspect: [
        {
          when: { object_id: "known" },
          result: { object_info: { class_name: "Bar", string_representation: "a Bar" } },
        },
      ],
    });
    const session_id = await client.session();
    const { object_id } = await client.call("evaluate", { session_id, code: "Foo new" });
    const inspect = (what: { target: string } | { object_id: string }, more: object = {}) =>
      client.call("inspect", { session_id, ...what, ...more });
    const inside = await inspect({ object_id }, { offset: 1, limit: 1 });
    expect(inside).toMatchObject({ object_info: { object_id, size: 3 }, elements: [{ key: "2" }], total: 3 });
    expect(await inspect({ object_id: "known" })).toMatchObject({ object_info: { class_name: "Bar" } });
    const [element] = inside.elements;
    const part = await failureOf(inspect({ object_id: element?.object_id ?? "" }));
    expect(part).toMatchObject({ type: "UnsupportedOperation" });
    expect((await failureOf(inspect({ object_id: "nowhere" }))).type).toBe("ObjectNotFound");
    expect((await client.call("release_objects", { session_id })).released).toBe(3);
    expect((await failureOf(inspect({ object_id }))).type).toBe("ObjectNotFound");
  });

  it("counts what it loads", async () => {
    const loaded = { packages: ["Demo"], classes: ["Counter", "CounterTest"], methods: 5 };
    const client = await clientOf({ file_in: [{ when: { format: "tonel" }, result: { loaded } }] });
    const session_id = await client.session();
    const files = { "a.class.st": "" };
    expect(await client.call("file_in", { session_id, format: "tonel", files })).toMatchObject({
      loaded: { packages: 1, classes: 2, methods: 5 },
    });
  });

  it("fails as the command may", async () => {
    const client = await clientOf({
      evaluate: [
        { when: { code: "busy" }, error: { error_type: "ServerBusy", error: "Come back tomorrow." } },
        {
          when: { code: { matches: "^raise (?<name>\\w+)" } },
          error: {
            error_type: "EvaluationError",
            details: { exception_class: "<name>", message_text: "raised <name>, not <other>" },
          },
        },
      ],
      get_method: [{ error: { error_type: "ClassNotFound", details: { class_name: "Foo" } } }],
    });
    const session_id = await client.session();
    const evaluate = (code: string) => failureOf(client.call("evaluate", { session_id, code }));
    expect(await evaluate("busy")).toMatchObject({ type: "ServerBusy", message: "Come back tomorrow." });
    expect(await evaluate("raise KeyNotFound")).toMatchObject({
      type: "EvaluationError",
      details: { exception_class: "KeyNotFound", message_text: "raised KeyNotFound, not <other>" },
    });
    expect(
      await failureOf(client.call("get_method", { class_name: "Foo", method_name: "bar" })),
    ).toMatchObject({
      type: "ClassNotFound",
    });
    const { history } = await client.call("get_context_summary", { session_id });
    expect(history.map(({ code, error_type, class_name }) => [code, error_type, class_name])).toEqual([
      ["raise KeyNotFound", "EvaluationError", "KeyNotFound"],
    ]);
  });

  it("answers so often, then the next does, and otherwise the script's last word", async () => {
    const value = (result: string) => ({ result, result_type: "SmallInteger" });
    const client = await clientOf(
      {
        evaluate: [
          { times: 2, result: value("1") },
          { times: 1, result: value("2") },
        ],
      },
      { otherwise: { error: { error_type: "ServerBusy" } } },
    );
    const session_id = await client.session();
    const results: string[] = [];
    for (let i = 0; i < 3; i += 1)
      results.push((await client.call("evaluate", { session_id, code: "x" })).result);
    expect(results).toEqual(["1", "1", "2"]);
    expect((await failureOf(client.call("evaluate", { session_id, code: "x" }))).type).toBe("ServerBusy");
    expect((await failureOf(client.call("list_packages", {}))).type).toBe("ServerBusy");
  });

  it("keeps the variables that it sets, until they are cleared, and in saved contexts", async () => {
    const client = await clientOf({
      evaluate: [
        {
          when: { code: { matches: "^(?<name>\\w+) := (?<number>\\d+)$" } },
          result: { result: "<number>", result_type: "SmallInteger" },
          sets: { "<name>": { class_name: "SmallInteger", print_string: "<number>" } },
        },
      ],
    });
    const session_id = await client.session();
    const variables = async () =>
      (await client.call("get_context_summary", { session_id })).variables.map(
        ({ name, print_string }) => `${name} = ${print_string}`,
      );
    await client.call("evaluate", { session_id, code: "x := 17" });
    expect(await variables()).toEqual(["x = 17"]);
    expect(await client.call("save_context", { session_id })).toMatchObject({ variables: 1, evaluations: 1 });
    expect(await client.call("clear_context", { session_id })).toMatchObject({
      cleared: { variables: 1, history: 1 },
    });
    expect(await variables()).toEqual([]);
    expect(await client.call("load_context", { session_id })).toMatchObject({ loaded: { variables: 1 } });
    expect(await variables()).toEqual(["x = 17"]);
    expect((await failureOf(client.call("load_context", { session_id, name: "none" }))).type).toBe(
      "ContextNotFound",
    );
  });

  it("lets the image die, and live again", async () => {
    const client = await clientOf({
      evaluate: [
        { when: { code: "crash" }, times: 1, crash: "a scripted death" },
        { result: { result: "7", result_type: "SmallInteger" } },
      ],
    });
    const [session_id, other] = [await client.session(), await client.session()];
    await client.call("evaluate", { session_id: other, code: "3 + 4" });
    const evaluate = (id: string, code: string) => client.call("evaluate", { session_id: id, code });
    const crashed = { type: "ImageCrashed", details: { image: "default", reason: "a scripted death" } };
    const [first, waiting] = await Promise.all(
      ["crash", "3 + 4"].map((code) => failureOf(evaluate(session_id, code))),
    );
    expect([first, waiting]).toMatchObject([crashed, crashed]);
    // Who had something in the image hears of it with the next request, and once.
    expect(await failureOf(evaluate(other, "3 + 4"))).toMatchObject(crashed);
    for (const id of [session_id, other]) expect((await evaluate(id, "crash")).result).toBe("7");
  });

  it("takes its time, ends at the time limit, and is interrupted", async () => {
    const client = await clientOf({
      evaluate: [
        { when: { code: "slow" }, delay_ms: 30, result: { result: "7", result_type: "SmallInteger" } },
        { when: { code: "endless" }, endless: true },
      ],
    });
    const session_id = await client.session();
    const evaluate = (code: string, more: object = {}) =>
      client.call("evaluate", { session_id, code, ...more });
    expect((await evaluate("slow")).result).toBe("7");
    expect(await failureOf(evaluate("slow", { timeout_ms: 1 }))).toMatchObject({
      details: { timeout_ms: 1 },
    });
    expect(await failureOf(evaluate("endless", { timeout_ms: 10 }))).toMatchObject({ type: "Timeout" });
    const running = failureOf(evaluate("endless"));
    expect(await client.call("interrupt", { session_id })).toEqual({ interrupted: true });
    expect((await running).type).toBe("Interrupted");
    // Another session of the image does not wait for it.
    const endless = failureOf(evaluate("endless"));
    const other = await client.session();
    expect((await client.call("evaluate", { session_id: other, code: "slow" })).result).toBe("7");
    await client.call("interrupt", { session_id });
    expect((await endless).type).toBe("Interrupted");
  });
});
