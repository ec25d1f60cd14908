/** The examples as their READMEs show them, loaded into a server process and run there by a client on its socket. */
import { readdirSync, readFileSync } from "node:fs";
import { type Client, connect } from "@stui/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServerProcess } from "../tests/wire/server-process.js";
import { statementsOf } from "./readme.testing.js";

const ROOT = new URL("../", import.meta.url);

let server: ServerProcess;
let client: Client;
beforeAll(async () => {
  server = await ServerProcess.start("--set", "log.level=silent");
  client = await connect(server.endpoint);
});
afterAll(async () => {
  await client.close();
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

describe.each(["ledger", "tally", "simulation"])("examples/%s over the wire", (name) => {
  const statements = statementsOf(new URL(`examples/${name}/README.md`, ROOT));

  it("shows how it is used", () => expect(statements.length).toBeGreaterThan(0));

  it.each(statements)("$code", async ({ folder, code, shows }) => {
    const { session_id } = await client.create_session({ client_id: `example-${name}` });
    const files = Object.fromEntries(
      readdirSync(new URL(folder, ROOT)).map((file) => [
        file,
        readFileSync(new URL(`${folder}/${file}`, ROOT), "utf8"),
      ]),
    );
    const { loaded } = await client.file_in({ session_id, format: "tonel", files });
    expect(loaded).toMatchObject({ packages: 1, classes: Object.keys(files).length - 1 });
    const { output, result } = await client.evaluate({ session_id, code });
    expect(output === "" ? result : output.trimEnd()).toBe(shows);
    await client.close_session({ session_id });
  });
});
