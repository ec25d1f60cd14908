/** `stui repl` and `stui start` on a terminal. */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { ServerProcess } from "../wire/server-process.js";
import { onTerminal, type StuiProcess, stui } from "./stui-process.js";

const ESC = "\u001b";
const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const CTRL_R = "\u0012";
const UP = `${ESC}[A`;

let state: string;
beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), "stui-prompt-"));
});
afterAll(() => rmSync(state, { recursive: true }));

/** Someone at the prompt: what is waited for must come behind what was typed last. */
class Typist {
  #from = 0;

  constructor(readonly run: StuiProcess) {}

  static async at(
    words: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Typist> {
    const typist = new Typist(onTerminal(words, { XDG_STATE_HOME: state, ...environment }));
    await typist.sees(":help tells");
    return typist;
  }

  type(text: string): void {
    this.#from = this.run.stdout.length;
    this.run.child.stdin.write(text);
  }

  sees(text: string): Promise<void> {
    return this.run.wrote(text, this.#from);
  }

  /** Types and waits for what comes of it, and for the next prompt. */
  async gets(text: string, expected: string): Promise<void> {
    this.type(text);
    await this.sees(expected);
  }

  async leaves(): Promise<void> {
    this.type(CTRL_D);
    expect((await this.run.finished()).code).toBe(0);
  }
}

describe.runIf(process.platform === "linux")("the prompt on a terminal", () => {
  it("evaluates, names results, goes on in a new line where something is open, and completes", async () => {
    const typist = await Typist.at(["repl"]);
    await typist.gets("a := 6\r", "it1 → 6\r\n");
    await typist.gets("#(1 2) collect: [ :x |\r", "\r\n.     \r");
    await typist.gets("x * it1 ]\r", "it2 → #(6 12)\r\n");
    await typist.gets("it first + it2 last\r", "it3 → 18\r\n");
    await typist.gets("OrderedColl\t", "OrderedCollection");
    await typist.gets(" new addAl\t", "addAllFirst:");
    await typist.gets(CTRL_C, "> \r");
    await typist.gets(":ins\t3 -> 4\r", "Association, identity hash");
    await typist.gets("nil foo\r", "in doit, line 1: nil foo\r\n");
    await typist.gets("'日本e\u0301' size\r", "it4 → 4\r\n");
    await typist.leaves();
  });

  it("interrupts what runs with Ctrl-C, drops what is typed, and leaves at the second", async () => {
    const typist = await Typist.at(["repl"]);
    await typist.gets("'ready'. [true] whileTrue\r", "whileTrue\r");
    await typist.gets(CTRL_C, "Interrupted");
    await typist.gets("3 + nonsense", "nonsense");
    await typist.gets(CTRL_C, "> \r");
    await typist.gets("3 + 4\r", "it1 → 7\r\n");
    await typist.gets(CTRL_C, "(Ctrl-C again leaves");
    await typist.gets("4 + 4\r", "it2 → 8\r\n");
    await typist.gets(CTRL_C, "(Ctrl-C again leaves");
    typist.type(CTRL_C);
    expect((await typist.run.finished()).code).toBe(0);
  });

  it("keeps what was entered for the next time, and searches it", async () => {
    const own = { XDG_STATE_HOME: join(state, "history") };
    const first = await Typist.at(["repl"], own);
    await first.gets("1000 factorial printString size\r", "it1 → 2568\r\n");
    await first.gets("3 + 4\r", "it2 → 7\r\n");
    await first.leaves();
    const path = join(state, "history/stui/history");
    expect(readFileSync(path, "utf8")).toBe('"1000 factorial printString size"\n"3 + 4"\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const second = await Typist.at(["repl"], own);
    await second.gets(`${UP}\r`, "it1 → 7\r\n");
    await second.gets(`${CTRL_R}fact`, "search: fact");
    await second.gets("\r", "it2 → 2568\r\n");
    await second.leaves();
  });

  it("takes a paste of many lines as one text", async () => {
    const typist = await Typist.at(["repl"]);
    const text = [
      "Object << #Pasted slots: { #a }; package: 'P'",
      "Pasted >> a [",
      "",
      "\t^ a ifNil: [ 42 ]",
      "]",
      "Pasted new a",
    ].join("\r");
    await typist.gets(`${ESC}[200~${text}${ESC}[201~`, "Pasted new a");
    await typist.gets("\r", "it2 → 42\r\n");
    expect(typist.run.stdout).toContain("it1 → Pasted\r\nPasted>>a\r\n");
    await typist.gets(":edit Pasted>>\t", "Pasted>>a");
    await typist.gets("\r", "Pasted >> a [");
    await typist.gets(CTRL_C, "> \r");
    await typist.leaves();
  });

  it("pages what is long", async () => {
    const typist = await Typist.at(["repl"]);
    await typist.gets(":inspect (1 to: 500) asArray\r", "-- space: more, q: enough --");
    await typist.gets(" ", "-- space: more, q: enough --");
    await typist.gets("q", "> \r");
    await typist.gets("3 + 4\r", "it1 → 7\r\n");
    await typist.gets(":inspect (1 to: 500) asArray\r", "-- space: more, q: enough --");
    await typist.gets(CTRL_C, "> \r");
    await typist.leaves();
  });

  it("shows colours only where they are wanted", async () => {
    const blue = `${ESC}[34m`;
    const coloured = await Typist.at(["repl"], { NO_COLOR: "" });
    await coloured.gets("3 max: 4\r", "4\r\n");
    expect(coloured.run.stdout).toContain(`${blue}max:`);
    await coloured.leaves();
    const red = `${ESC}[31m`;
    const failed = onTerminal(["eval", "nil foo"], { NO_COLOR: "" });
    expect((await failed.finished()).stdout).toContain(red);
    const plain = onTerminal(["eval", "nil foo"]);
    const { stdout } = await plain.finished();
    expect(stdout).toContain("MessageNotUnderstood");
    expect(stdout).not.toContain(ESC);
  });

  it("takes the terminal back after Ctrl-Z where stopping does nothing", async () => {
    const typist = await Typist.at(["repl"]);
    await typist.gets("\u001a", `${ESC}[?2004l`);
    await typist.sees(`${ESC}[?2004h`);
    await typist.gets("3 + 4", "3 + 4");
    await typist.gets("\r", "it1 → 7\r\n");
    await typist.leaves();
  });

  it("shows control characters of code instead of obeying them", async () => {
    const code = "String withAll: (#(27 91 51 49 109 7) collect: [ :each | Character value: each ])";
    const typist = await Typist.at(["repl"], { NO_COLOR: "" });
    await typist.gets(`${code}\r`, "'^[[31m^G'\r\n");
    await typist.gets("Transcript show: it; cr\r", "\r\n^[[31m^G\r\n");
    await typist.gets("self error: it1\r", ": ^[[31m^G\r\n");
    await typist.leaves();
    const run = onTerminal(["eval", code], { NO_COLOR: "" });
    expect((await run.finished()).stdout).toBe("'^[[31m^G'\r\n");
    expect((await stui(["eval", code])).stdout).toBe("'\u001b[31m\u0007'\n");
  });

  it("shows the Transcript while code runs", async () => {
    const typist = await Typist.at(["repl"]);
    await typist.gets("Transcript show: 'now', 'here'. [true] whileTrue\r", "\r\nnowhere");
    await typist.gets(CTRL_C, "Interrupted");
    await typist.gets("Transcript show: 'a'; cr; show: 'b'. 3\r", "\r\na\r\nb\r\nit1 → 3\r\n");
    await typist.leaves();
  });

  it("says when the connection is lost and when it is back, with the session or a new one", async () => {
    const server = await ServerProcess.start();
    onTestFinished(() => void server.stop("SIGKILL"));
    const typist = await Typist.at(["repl", "--connect", server.endpoint]);
    await typist.gets("a := 3\r", "it1 → 3\r\n");
    typist.type("");
    await server.stop("SIGKILL");
    await typist.sees("The connection is lost.");
    const again = await ServerProcess.start("--endpoint", server.endpoint);
    onTestFinished(() => void again.stop("SIGKILL"));
    await typist.sees("A new session begins");
    await typist.gets("a isNil\r", "it1 → true\r\n");
    await typist.leaves();
    await again.stop();
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
