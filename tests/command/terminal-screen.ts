/** A command on a terminal with a size, and what that terminal shows. */
import { spawn, spawnSync } from "node:child_process";
import { Terminal } from "@xterm/headless";
import { STATE, STUI, StuiProcess } from "./stui-process.js";

/** Columns and rows. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** On a terminal made by `script`; a real emulator keeps its screen. */
export class TerminalScreen {
  readonly #terminal: Terminal;
  readonly #waiting = new Set<() => void>();
  /** The terminal's device, by which its size is changed. */
  #device = "";
  #pid = 0;

  private constructor(
    readonly run: StuiProcess,
    size: Size,
  ) {
    this.#terminal = new Terminal({
      cols: size.columns,
      rows: size.rows,
      allowProposedApi: true,
      scrollback: 1_000,
    });
    run.child.stdout.on("data", (text: string) => {
      this.#terminal.write(text, () => {
        for (const look of this.#waiting) look();
      });
    });
  }

  static async start(
    words: readonly string[],
    size: Size,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<TerminalScreen> {
    const line = [process.execPath, STUI, ...words].map((word) => `'${word}'`).join(" ");
    // What it says of itself before and after: where it is, and whether the terminal is in its usual mode again.
    const script = [
      `stty rows ${size.rows} cols ${size.columns}`,
      "tty",
      `sh -c 'echo "pid $$"; exec "$@"' sh ${line}`,
      'echo "[code $?]"',
      "stty -a | grep -o -e '-\\?icanon'",
    ].join("; ");
    const env = {
      ...process.env,
      TERM: "xterm",
      NO_COLOR: "1",
      XDG_STATE_HOME: STATE,
      VISUAL: "",
      EDITOR: "",
      ...environment,
    };
    const run = new StuiProcess(spawn("script", ["-qec", script, "/dev/null"], { env }));
    const screen = new TerminalScreen(run, size);
    await run.wrote("pid ");
    await run.wrote("\n", run.stdout.indexOf("pid "));
    screen.#pid = Number(/pid (\d+)/.exec(run.stdout)?.[1]);
    screen.#device = /\/dev\/\S+/.exec(run.stdout)?.[0] ?? "";
    return screen;
  }

  /** Rows of the screen, from the top, without the blanks at their ends. */
  get rows(): string[] {
    const { buffer, rows } = this.#terminal;
    const { active } = buffer;
    return Array.from(
      { length: rows },
      (_, i) =>
        active
          .getLine(active.viewportY + i)
          ?.translateToString(true)
          .trimEnd() ?? "",
    );
  }

  get text(): string {
    return this.rows.join("\n");
  }

  /** Whether it is the one that programs have for themselves. */
  get isAlternate(): boolean {
    return this.#terminal.buffer.active.type === "alternate";
  }

  signal(signal: NodeJS.Signals): void {
    process.kill(this.#pid, signal);
  }

  type(text: string): void {
    this.run.child.stdin.write(text);
  }

  /** Resolves when the screen shows it. */
  async shows(what: string | RegExp | ((text: string) => boolean)): Promise<void> {
    const isThere = (): boolean =>
      typeof what === "string"
        ? this.text.includes(what)
        : typeof what === "function"
          ? what(this.text)
          : what.test(this.text);
    const found = new Promise<"found">((resolve) => {
      const look = (): void => {
        if (!isThere()) return;
        this.#waiting.delete(look);
        resolve("found");
      };
      this.#waiting.add(look);
      look();
    });
    const late = new Promise<"late">((resolve) => {
      setTimeout(() => resolve("late"), 15_000).unref();
    });
    const outcome = await Promise.race([found, late, this.run.finished()]);
    if (outcome !== "found" && !isThere()) throw new Error(`it does not show ${String(what)}:\n${this.text}`);
  }

  /** Types, and waits for what is shown then. */
  async gets(text: string, expected: string | RegExp): Promise<void> {
    this.type(text);
    await this.shows(expected);
  }

  /** The row of the screen that contains a text, and the one below it. */
  rowsAt(text: string): readonly [string, string] {
    const at = this.rows.findIndex((row) => row.includes(text));
    return [this.rows[at] ?? "", this.rows[at + 1] ?? ""];
  }

  /** As a window manager would. */
  resize({ columns, rows }: Size): void {
    this.#terminal.resize(columns, rows);
    const changed = spawnSync("stty", ["-F", this.#device, "rows", `${rows}`, "cols", `${columns}`]);
    if (changed.status !== 0) throw new Error(changed.stderr.toString());
  }
}
