/** Five clients side by side, each with commands of all kinds: nobody gets an error, nobody gets another's answer. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { PlainClient } from "./plain-client.js";
import { ServerProcess } from "./server-process.js";

const CLIENTS = 5;
const ROUNDS = 60;

let server: ServerProcess;
beforeAll(async () => {
  server = await ServerProcess.start();
});
afterAll(async () => {
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

const work = async (name: string): Promise<void> => {
  const client = new PlainClient(server.endpoint);
  const call = async (command: string, parameters: object) => {
    const reply = await client.flat(command, parameters, { client_id: name });
    expect(reply.at("status"), `${command}: ${JSON.stringify(reply.value)}`).toBe("success");
    return reply;
  };
  const session_id = (await call("create_session", { client_id: name })).text("result.session_id");
  for (let round = 1; round <= ROUNDS; round += 1) {
    const value = await call("evaluate", { session_id, code: `x := '${name}', ${round} printString` });
    expect(value.at("result.result")).toBe(`'${name}${round}'`);
    const object_id = value.text("result.object_id");
    expect(
      (await call("inspect", { session_id, object_id })).at("result.object_info.string_representation"),
    ).toBe(`'${name}${round}'`);
    await call("update_session_state", { session_id, state_data: { round } });
    if (round % 10 === 0) {
      await call("save_context", { session_id });
      await call("evaluate", { session_id, code: "x := nil" });
      await call("load_context", { session_id });
      expect((await call("evaluate", { session_id, code: "x" })).at("result.result")).toBe(
        `'${name}${round}'`,
      );
    }
    await call("get_context_summary", { session_id, limit: 3 });
    expect((await call("get_session_info", { session_id })).at("result.client_id")).toBe(name);
    await call("release_objects", { session_id });
    await call("ping", {});
  }
  expect((await call("restore_session", { session_id })).at("result.session_state")).toEqual({
    round: ROUNDS,
  });
  await call("close_session", { session_id });
  client.close();
};

it("serves five clients at once", async () => {
  await Promise.all(Array.from({ length: CLIENTS }, (_, i) => work(`client${i}`)));
}, 60_000);
