/** The `stui` command as its users run it: a process of its own. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export const STUI = fileURLToPath(new URL("../../packages/stui/bin/stui.js", import.meta.url));
export const EXAMPLES = fileURLToPath(new URL("../../examples/", import.meta.url));

/** Where prompts of these tests keep what was entered: not with what the user entered. */
export const STATE = mkdtempSync(join(tmpdir(), "stui-state-"));
process.once("exit", () => rmSync(STATE, { recursive: true, force: true }));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is being run, and what it has written so far. */
export class StuiProcess {
  stdout = "";
  stderr = "";
  readonly #waiting = new Set<() => void>();
  readonly #exit: Promise<unknown[]>;

  constructor(readonly child: ChildProcessWithoutNullStreams) {
    this.#exit = once(child, "close");
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
      for (const look of this.#waiting) look();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
      for (const look of this.#waiting) look();
    });
    // It may end before it has read everything.
    child.stdin.on("error", () => undefined);
    // A test that fails leaves nothing running.
    onTestFinished(() => {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    });
  }

  static start(words: readonly string[], environment: Readonly<Record<string, string>> = {}): StuiProcess {
    const env = { ...process.env, XDG_STATE_HOME: STATE, ...environment };
    return new StuiProcess(spawn(process.execPath, [STUI, ...words], { env }));
  }

  /** Resolves when what it wrote to standard output, from `from` on, contains the text; rejects where it ends first. */
  async wrote(text: string, from = 0): Promise<void> {
    const found = new Promise<"found">((resolve) => {
      const look = (): void => {
        if (!this.stdout.includes(text, from)) return;
        this.#waiting.delete(look);
        resolve("found");
      };
      this.#waiting.add(look);
      look();
    });
    if ((await Promise.race([found, this.#exit])) !== "found")
      throw new Error(`it ended without writing ${JSON.stringify(text)}: ${this.stdout}${this.stderr}`);
  }

  async finished(): Promise<Finished> {
    const [code] = await this.#exit;
    return { code: typeof code === "number" ? code : null, stdout: this.stdout, stderr: this.stderr };
  }
}

/** On a terminal made by `script`, which puts a command on one of its own. Without colours, if not asked for. */
export const onTerminal = (
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): StuiProcess => {
  const line = [process.execPath, STUI, ...words].map((word) => `'${word}'`).join(" ");
  const env = { ...process.env, TERM: "xterm", NO_COLOR: "1", XDG_STATE_HOME: STATE, ...environment };
  return new StuiProcess(spawn("script", ["-qefc", line, "/dev/null"], { env }));
};

/** Runs it to its end, with a text on its standard input. */
export const stui = async (words: readonly string[], input = ""): Promise<Finished> => {
  const run = StuiProcess.start(words);
  run.child.stdin.end(input);
  return run.finished();
};
