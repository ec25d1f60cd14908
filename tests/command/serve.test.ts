/** `stui serve` and `stui start` as processes. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Dealer } from "zeromq";
import { PlainClient } from "../wire/plain-client.js";
import { StuiProcess, stui } from "./stui-process.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stui-serve-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const FREE = ["--endpoint", "tcp://127.0.0.1:*", "--set", "log.level=silent"];

/** Starts it and waits until it says where it listens. */
const listening = async (
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly run: StuiProcess; readonly endpoint: string }> => {
  const run = StuiProcess.start(words, environment);
  run.child.stdin.end();
  await run.wrote("\n");
  const endpoint = /^listening on (\S+)\n$/.exec(run.stdout)?.[1];
  if (endpoint === undefined) throw new Error(`no endpoint in ${run.stdout}`);
  return { run, endpoint };
};

const ping = async (endpoint: string): Promise<unknown> => {
  const client = new PlainClient(endpoint);
  const reply = await client.flat("ping");
  client.close();
  return reply.at("result.status");
};

describe.each(["serve", "start"])("stui %s", (command) => {
  it.each(["SIGINT", "SIGTERM"] as const)("listens until %s, and ends with code 0", async (signal) => {
    const { run, endpoint } = await listening([command, ...FREE]);
    expect(endpoint).toMatch(/^tcp:\/\/127\.0\.0\.1:[1-9]\d*$/);
    expect(await ping(endpoint)).toBe("ready");
    run.child.kill(signal);
    expect(await run.finished()).toEqual({ code: 0, stdout: `listening on ${endpoint}\n`, stderr: "" });
  });

  it("says clearly that somebody listens there", async () => {
    const { run, endpoint } = await listening([command, ...FREE]);
    const second = await stui([command, "--endpoint", endpoint]);
    expect(second).toMatchObject({ code: 1, stdout: "" });
    expect(second.stderr).toContain(`Another process listens at ${endpoint}.`);
    run.child.kill("SIGTERM");
    expect((await run.finished()).code).toBe(0);
  });
});

describe("stui serve", () => {
  it("ends at once on a second signal", async () => {
    const { run, endpoint } = await listening(["serve", ...FREE, "--set", "shutdown.grace_ms=60000"]);
    const dealer = new Dealer({ linger: 0 });
    dealer.connect(endpoint);
    await dealer.send(
      JSON.stringify({ id: "1", command: "evaluate", parameters: { code: "[true] whileTrue" } }),
    );
    await dealer.send(JSON.stringify({ id: "2", command: "ping" }));
    // The evaluation has arrived before this is answered.
    await dealer.receive();
    run.child.kill("SIGINT");
    await expect.poll(() => refuses(endpoint), { timeout: 10_000 }).toBe(true);
    run.child.kill("SIGINT");
    expect((await run.finished()).code).toBe(1);
    dealer.close();
  });

  it("listens on a path, and leaves no file there", async () => {
    const path = join(folder, "s");
    const { run, endpoint } = await listening([
      "serve",
      "--endpoint",
      `ipc://${path}`,
      "--set",
      "log.level=silent",
    ]);
    expect(endpoint).toBe(`ipc://${path}`);
    expect(await ping(endpoint)).toBe("ready");
    run.child.kill("SIGTERM");
    expect((await run.finished()).code).toBe(0);
    expect(existsSync(path)).toBe(false);
  });

  it("takes settings from file, environment and flags, the later over the earlier", async () => {
    const file = join(folder, "stui.toml");
    writeFileSync(
      file,
      'endpoint = "tcp://127.0.0.1:*"\n[log]\nlevel = "silent"\n[limits]\nmax_sessions_per_client = 2\nsession_timeout_s = 20\nmax_history = 7\n',
    );
    const { run, endpoint } = await listening(["serve", "--set", "limits.session_timeout_s=40"], {
      STUI_CONFIG: file,
      STUI_LIMITS_SESSION_TIMEOUT_S: "30",
      STUI_LIMITS_MAX_SESSIONS_PER_CLIENT: "3",
    });
    const client = new PlainClient(endpoint);
    const { value } = await client.flat("get_session_statistics");
    expect(value).toMatchObject({ result: { max_sessions_per_client: 3, default_timeout: 40 } });
    client.close();
    run.child.kill("SIGTERM");
    expect((await run.finished()).code).toBe(0);
  });

  it.each([
    [["--endpoint", "tcp://0.0.0.0:5555"], /^stui: The endpoint "tcp:\/\/0\.0\.0\.0:5555" is refused/],
    [["--set", "image.heap_mb=1"], /^stui: --set: image\.heap_mb must be a whole number from 64/],
    [["--set", "heap=1"], /^stui: --set: heap is no setting/],
    [["--set", "heap"], /^stui serve: --set takes KEY=VALUE/],
    [["--image", "scripted"], /^stui: --image: image\.kind is scripted, and no script is given/],
    [["--script", "a.json"], /^stui: --script: image\.script is given, and image\.kind is not scripted/],
    [["--image", "pharo"], /^stui: --image: image\.kind must be one of embedded, scripted, not "pharo"/],
    [["--config", "/nowhere/stui.toml"], /^stui: \/nowhere\/stui\.toml: cannot be read/],
  ])("refuses %j", async (words, problem) => {
    const { code, stdout, stderr } = await stui(["serve", ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(problem);
  });

  it("refuses a script that is none, with its place, and code 2", async () => {
    const file = join(folder, "script.json");
    writeFileSync(file, '{"stui_script": 1, "answers": {"evaluate": [{"result": {"result": 7}}]}}');
    const words = ["serve", "--image", "scripted", "--script"];
    expect(await stui([...words, file])).toEqual({
      code: 2,
      stdout: "",
      stderr: `stui: ${file}: answers.evaluate[0].result.result: expected a string, found the number 7.\n`,
    });
    expect((await stui([...words, join(folder, "none.json")])).code).toBe(2);
  });

  it("lists every setting in its help, with the environment's name and the default", async () => {
    const { stdout } = await stui(["serve", "--help"]);
    expect(stdout).toMatch(/ {2}endpoint +where the server listens.*\n +STUI_ENDPOINT, default tcp:/);
    expect(stdout).toMatch(/STUI_LIMITS_MAX_MESSAGE_BYTES, default 10485760/);
  });
});

/** Whether new work is turned away there, or nobody is there any more. */
const refuses = async (endpoint: string): Promise<boolean> => {
  const client = new PlainClient(endpoint);
  try {
    // A ping is answered at once; an evaluation would wait behind what runs.
    return (await client.flat("ping")).at("error_type") === "ShuttingDown";
  } finally {
    client.close();
  }
};
