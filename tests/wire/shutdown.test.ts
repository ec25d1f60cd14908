/** How a server ends: work gets its chance, everyone is answered, nothing is left behind. */
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { Dealer } from "zeromq";
import { childrenOf } from "./children.js";
import { PlainClient } from "./plain-client.js";
import { ServerProcess } from "./server-process.js";

const evaluateBody = (id: string, session_id: string, code: string): string =>
  JSON.stringify({ id, command: "evaluate", parameters: { session_id, code } });

it.each(["SIGINT", "SIGTERM"] as const)(
  "ends on %s: running work ends, what waits hears ShuttingDown",
  async (signal) => {
    const server = await ServerProcess.start();
    const client = new PlainClient(server.endpoint);
    const session_id = (await client.flat("create_session", { client_id: "ada" })).text("result.session_id");
    const dealer = new Dealer({ linger: 0, receiveTimeout: 15_000 });
    dealer.connect(server.endpoint);
    await dealer.send(
      evaluateBody("running", session_id, "| n | n := 0. 30000000 timesRepeat: [n := n + 1]. n"),
    );
    await dealer.send(evaluateBody("waiting", session_id, "3"));
    await dealer.send(JSON.stringify({ id: "ping", command: "ping" }));
    const reply = async (): Promise<unknown> => JSON.parse((await dealer.receive()).toString());
    expect(await reply()).toMatchObject({ id: "ping" });
    const children = childrenOf(server.child.pid);
    expect(children.length).toBeGreaterThan(0);
    const ended = server.stop(signal);
    expect(await reply()).toMatchObject({ id: "waiting", error_type: "ShuttingDown" });
    expect(await reply()).toMatchObject({ id: "running", status: "success", result: { result: "30000000" } });
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(children.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    expect(
      readdirSync(tmpdir()).filter(
        (name) => name.startsWith("stui-") && name.includes(`${server.child.pid}`),
      ),
    ).toEqual([]);
    dealer.close();
    client.close();
  },
);

it("interrupts what does not end within the grace", async () => {
  const server = await ServerProcess.start("--set", "shutdown.grace_ms=100");
  const dealer = new Dealer({ linger: 0, receiveTimeout: 15_000 });
  dealer.connect(server.endpoint);
  await dealer.send(
    JSON.stringify({ id: "loop", command: "evaluate", parameters: { code: "[true] whileTrue" } }),
  );
  await dealer.send(JSON.stringify({ id: "ping", command: "ping" }));
  const reply = async (): Promise<unknown> => JSON.parse((await dealer.receive()).toString());
  expect(await reply()).toMatchObject({ id: "ping" });
  const ended = server.stop();
  expect(await reply()).toMatchObject({ id: "loop", error_type: "ShuttingDown" });
  expect(await ended).toEqual({ code: 0, signal: null });
  dealer.close();
});

it("leaves no image behind when it is killed", async () => {
  const server = await ServerProcess.start();
  const children = childrenOf(server.child.pid);
  expect(children.length).toBeGreaterThan(0);
  await server.stop("SIGKILL");
  await expect
    .poll(() => children.filter((pid) => existsSync(`/proc/${pid}`)), { timeout: 10_000 })
    .toEqual([]);
});
