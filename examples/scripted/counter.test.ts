import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PlainClient } from "../../tests/wire/plain-client.js";
import { ServerProcess } from "../../tests/wire/server-process.js";

describe("the scripted counter", () => {
  let server: ServerProcess;
  let client: PlainClient;
  let session_id: string;
  beforeAll(async () => {
    server = await ServerProcess.start("--image", "scripted", "--script", "examples/scripted/counter.json");
    client = new PlainClient(server.endpoint);
    session_id = String((await client.flat("create_session", { client_id: "ada" })).at("result.session_id"));
  });
  afterAll(async () => {
    client.close();
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  });
  const evaluate = (code: string, more: object = {}) =>
    client.flat("evaluate", { session_id, code, ...more });

  it("says that it is one", async () => {
    expect((await client.flat("ping")).at("result.dialect")).toBe("Pharo 12, as a script tells it");
    expect((await client.flat("list_images")).at("result.images.0.kind")).toBe("scripted");
  });

  it("counts, and is looked into", async () => {
    const made = await evaluate("counter := Counter new");
    expect(made.at("result.result")).toBe("a Counter");
    expect((await evaluate("counter increment")).at("result.result")).toBe("1");
    expect((await evaluate("counter increment")).at("result.result")).toBe("2");
    const inside = await client.flat("inspect", { session_id, object_id: made.at("result.object_id") });
    expect(inside.at("result.instance_vars.0.name")).toBe("count");
    const summary = await client.flat("get_context_summary", { session_id });
    expect(summary.at("result.variables.0.name")).toBe("counter");
    const completed = await client.flat("complete", { session_id, code: "counter inc", position: 11 });
    expect(completed.at("result.completions.0.text")).toBe("increment");
    expect((await client.flat("browse_class", { class_name: "Counter" })).at("result.class_info.name")).toBe(
      "Counter",
    );
  });

  it("writes, fails, waits and dies", async () => {
    expect((await evaluate("Transcript show: 'hello'")).at("result.output")).toBe("hello");
    const failed = await evaluate("nil zork");
    expect(failed.at("details.selector")).toBe("zork");
    expect(failed.at("details.stack.0.source_excerpt")).toBe("nil zork");
    expect((await evaluate("slow")).at("result.result")).toBe("nil");
    expect((await evaluate("[true] whileTrue", { timeout_ms: 20 })).at("error_type")).toBe("Timeout");
    expect((await evaluate("what is not there")).at("error_type")).toBe("UnsupportedOperation");
    expect((await evaluate("Smalltalk crash")).at("error_type")).toBe("ImageCrashed");
    expect((await evaluate("3 + 4")).at("result.result")).toBe("7");
  });

  it("speaks the older encoding too", async () => {
    expect(
      (await client.envelope("Evaluate", { code: "3 + 4", context: session_id, return_string: true })).at(
        "payload.data.data.result",
      ),
    ).toBe("7");
  });
});
