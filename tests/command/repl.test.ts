/** `stui repl` as a process: through pipes, and on a terminal. */
import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServerProcess } from "../wire/server-process.js";
import { STUI, StuiProcess, stui } from "./stui-process.js";

let server: ServerProcess;
beforeAll(async () => {
  server = await ServerProcess.start();
});
afterAll(async () => {
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

const here = (): readonly string[] => [];
const there = (): readonly string[] => ["--connect", server.endpoint];

describe.each([
  ["in an image of its own", here],
  ["on a server", there],
] as const)("stui repl %s", (_where, options) => {
  it("keeps one session, reads pieces of several lines, and prints neither prompt nor colour to a pipe", async () => {
    const input = [
      "a := 6",
      "",
      "a * 7",
      "#(1 2) collect: [ :x |",
      "  x * a ]",
      "Transcript show: 'a'; cr; show: 'b'",
      "'open",
    ].join("\n");
    const { code, stdout, stderr } = await stui(["repl", ...options()], input);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^6\n42\n#\(6 12\)\na\nb\n.*Transcript.*\n$/);
    expect(stderr).toMatch(/^Syntax error at line 1, column \d+/);
  });

  it("goes on after errors, which it tells in short", async () => {
    const { code, stdout, stderr } = await stui(["repl", ...options()], "nil foo\n3 +\n3 + 4\n");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "7\n" });
    expect(stderr).toMatch(/^MessageNotUnderstood: /);
    expect(stderr).toMatch(/\nSyntax error at line 1/);
  });

  it("interrupts what runs on SIGINT, and goes on", async () => {
    const run = StuiProcess.start(["repl", ...options()]);
    // Both lines come together: when the first has been answered, the second is under way.
    run.child.stdin.write("'ready'\n[true] whileTrue\n");
    await run.wrote("'ready'");
    run.child.kill("SIGINT");
    run.child.stdin.end("3 + 4\n");
    const { code, stdout, stderr } = await run.finished();
    expect({ code, stdout }).toEqual({ code: 0, stdout: "'ready'\n7\n" });
    expect(stderr).toMatch(/^Interrupted: /);
  });
});

/** On a terminal made by `script`, which puts a command on one of its own. */
const onTerminal = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
  const line = [process.execPath, STUI, ...words].map((word) => `'${word}'`).join(" ");
  const env = { ...process.env, TERM: "xterm", NO_COLOR: "", ...environment };
  return new StuiProcess(spawn("script", ["-qefc", line, "/dev/null"], { env }));
};

const ESC = "\u001b";
const CTRL_C = "\u0003";
const CTRL_D = "\u0004";

describe.runIf(process.platform === "linux")("on a terminal", () => {
  it("prompts, edits, interrupts with Ctrl-C, drops a line with Ctrl-C, and ends with Ctrl-D", async () => {
    const run = onTerminal(["repl"]);
    await run.wrote("> ");
    run.child.stdin.write("a := 6\r");
    await run.wrote("6\r\n");
    let from = run.stdout.length;
    run.child.stdin.write("#(1 2) collect: [ :x |\r");
    await run.wrote(". ", from);
    run.child.stdin.write("x * a ]\r");
    await run.wrote("#(6 12)", from);
    from = run.stdout.length;
    run.child.stdin.write("[true] whileTrue\r");
    await run.wrote("whileTrue\r", from);
    run.child.stdin.write(CTRL_C);
    await run.wrote("Interrupted", from);
    from = run.stdout.length;
    run.child.stdin.write("3 + nonsense");
    await run.wrote("nonsense", from);
    run.child.stdin.write(CTRL_C);
    await run.wrote("> ", from + 14);
    run.child.stdin.write("3 + 4\r");
    await run.wrote("7\r\n", from);
    run.child.stdin.write(CTRL_D);
    expect((await run.finished()).code).toBe(0);
  });

  it("shows colours only where they are wanted", async () => {
    const red = `${ESC}[31m`;
    const coloured = onTerminal(["eval", "nil foo"]);
    expect((await coloured.finished()).stdout).toContain(red);
    const plain = onTerminal(["eval", "nil foo"], { NO_COLOR: "1" });
    const { stdout } = await plain.finished();
    expect(stdout).toContain("MessageNotUnderstood");
    expect(stdout).not.toContain(ESC);
  });

  it("stui start opens a session on the server that it starts, and ends both with Ctrl-D", async () => {
    const run = onTerminal(["start", "--endpoint", "tcp://127.0.0.1:*"]);
    await run.wrote("> ");
    const endpoint = /listening on (tcp:\S+)/.exec(run.stdout)?.[1] ?? "";
    run.child.stdin.write("StartMark := 3\r");
    await run.wrote("3\r\n");
    expect((await stui(["eval", "6 * 7", "--connect", endpoint])).stdout).toBe("42\n");
    run.child.stdin.write(CTRL_D);
    expect((await run.finished()).code).toBe(0);
  });
});
