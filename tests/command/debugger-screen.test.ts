/** The debugger on the whole screen of a terminal: `:debug` at the prompt, and `stui test --debug`. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { PlainClient } from "../wire/plain-client.js";
import { ServerProcess } from "../wire/server-process.js";
import { stui } from "./stui-process.js";
import { TerminalScreen } from "./terminal-screen.js";

const ESC = "\u001b";
const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const CTRL_E = "\u0005";
const CTRL_S = "\u0013";
const DOWN = `${ESC}[B`;
const BACKSPACE = "\u007f";
const SIZE = { columns: 90, rows: 30 };
/** What stands at the bottom while the debugger waits for a key. */
const READY = "? all keys";

const folderOfTest = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "stui-debugger-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

const serverOfTest = async (): Promise<ServerProcess> => {
  const server = await ServerProcess.start();
  onTestFinished(() => void server.stop("SIGKILL"));
  return server;
};

const prompt = async (
  words: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<TerminalScreen> => {
  const screen = await TerminalScreen.start(["repl", ...words], SIZE, environment);
  await screen.shows(":help tells");
  return screen;
};

const BILL = [
  "Object subclass: #Bill instanceVariableNames: 'rate' package: 'Demo'",
  "Bill >> netOf: n [\n | net |\n net := self rated: n.\n ^ net ]",
  "Bill >> rated: n [\n ^ n + rate ]",
  "Bill >> all: prices [ ^ prices collect: [ :each |\n self netOf: each ] ]",
].join("\n");

/** A prompt where there is a `Bill`, whose `rate` is nil; it2 is the next result. */
const billing = async (
  words: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<TerminalScreen> => {
  const screen = await prompt(words, environment);
  await screen.gets(`${ESC}[200~${BILL}${ESC}[201~\r`, "Bill>>all:\n");
  return screen;
};

/** Leaves the prompt; the terminal is as it was. */
const leave = async (screen: TerminalScreen): Promise<void> => {
  screen.type(CTRL_D);
  await screen.run.finished();
  await screen.shows(/\[code 0\]\nicanon/);
  expect(screen.isAlternate).toBe(false);
};

describe.runIf(process.platform === "linux")(":debug on a terminal", () => {
  it("opens what has failed where it stands: it is looked at, changed, and goes on", async () => {
    const screen = await billing();
    await screen.gets("k := 0. k := k + 1. Bill new netOf: 3\r", ":debug shows where it stands");
    await screen.gets(":debug\r", READY);
    expect(screen.isAlternate).toBe(true);
    expect(screen.rows[0]).toMatch(/^MessageNotUnderstood: receiver of "adaptTo.* is nil in Object>>adaptTo/);
    await screen.gets("jj", "> 2  Bill>>rated:, line 2");
    expect(screen.rowsAt("^ n + rate")).toEqual(["-    2   ^ n + rate", "             ^^^^^^"]);
    expect(screen.text).toMatch(/│ {2}self {2}a Bill\n.*│ {2}rate {2}nil\n.*│ {2}n {5}3\n/);
    await screen.gets("k", "> 1  Integer>>+");
    await screen.gets("j", "> 2  Bill>>rated:");
    // The code is shown as it was written, without what names its result.
    await screen.gets("jj", "> 4  doit");
    expect(screen.rowsAt("k := 0.")).toEqual([
      "-    1  k := 0. k := k + 1. Bill new netOf: 3",
      "                                     ^^^^^^^^",
    ]);
    await screen.gets("kk", "> 2  Bill>>rated:");
    await screen.gets("enonsense foo\r", /> nonsense foo\nMessageNotUnderstood: receiver of "foo" is nil\n/);
    await screen.gets("erate := 2. n\r", /> rate := 2\. n\n3\n/);
    await screen.shows(/│ {2}rate {2}2\n/);
    await screen.gets("r", "Step in Bill>>rated:");
    await screen.gets("o", /\^ n \+ rate\n {9}\^{10}\n/);
    await screen.gets("o", "Step in Bill>>netOf:");
    expect(screen.rowsAt("^ net")).toEqual(["-    4   ^ net", "         ^^^^^"]);
    await screen.gets("p", "it2 → 5\n");
    expect(screen.isAlternate).toBe(false);
    // It was run once.
    await screen.gets("{ k. it2 }\r", "it3 → #(1 5)\n");
    await leave(screen);
  });

  it("tells what a step writes beside the activations", async () => {
    const screen = await prompt();
    await screen.gets(":debug Halt now. Transcript show: 'written'. 3 + 4\r", "Halt in doit");
    await screen.gets("oo", /─\nwritten\n|^written\n/m);
    await screen.gets("p", /\nwritten\n7\n/);
    await leave(screen);
  });

  it("has a key for every operation", async () => {
    const screen = await billing();
    await screen.gets(":debug Halt now. Bill new all: #(1 2)\r", "Halt in doit");
    await screen.gets("oo", /> 0 {2}doit, line 1[\s\S]*\n {27}\^{11}\n/);
    await screen.gets("i", "Step in Bill>>all:");
    await screen.gets("t", "Step in [ ] in Bill>>all:");
    await screen.gets("i", "Step in Bill>>netOf:");
    await screen.gets("\t", "─[Source of Bill>>netOf:]");
    await screen.gets(DOWN, ">    4   ^ net");
    await screen.gets("b", "a breakpoint on line 4: it stops activations that begin from now on");
    await screen.shows(">*   4   ^ net");
    await screen.gets("erate := 7\r", "> rate := 7\n7\n");
    await screen.gets("g", ">*   4   ^ net\n         ^^^^^\n");
    await screen.shows(/│ {2}net {3}8\n/);
    await screen.gets("erate := nil\r", "> rate := nil\nnil\n");
    await screen.gets("u", "Step in SequenceableCollection>>collect:");
    await screen.gets("p", "MessageNotUnderstood");
    await screen.gets("P20 + 1\r", "Breakpoint in Bill>>netOf:");
    await screen.gets("b", "no breakpoint on line 4 any more");
    await screen.gets("Bnet > 20\r", "a breakpoint on line 4, where net > 20");
    await screen.shows(">?   4   ^ net");
    await screen.gets("?", "Let it go on; the exception that it stopped at answers the value (:proceed).");
    await screen.gets(" ", "Breakpoint in Bill>>netOf:");
    await screen.gets("p", "#(8 21)\n");
    await screen.gets(":debug Halt now. Bill new netOf: 1\r", "Halt in doit");
    await screen.gets("ooi", "Step in Bill>>netOf:");
    await screen.gets("v99\r", "\n99\n");
    await screen.gets(":debug Halt now\r", "Halt in doit");
    await screen.gets("x", "terminated\n");
    await screen.gets("3 + 4\r", "it2 → 7\n");
    await leave(screen);
  });

  it("looks into variables, one level after another", async () => {
    const screen = await prompt();
    await screen.gets("pair := 3 -> #(4 'deep')\r", "it1 →");
    await screen.gets("| b | b := Bag new. pair key: b. [ :each | each foo ] value: pair\r", ":debug shows");
    await screen.gets(":debug\r", "│  each  a Bag()->#(4 'deep')");
    await screen.gets(`\t\t${DOWN}`, "> each");
    await screen.gets("\r", /each: .*Association\)\n[\s\S]*│> key {4}a Bag\(\)/);
    await screen.gets(`${DOWN}\r`, /value: #\(4 'deep'\) \(Array\)\n.*│> 1 {2}4\n.*│ {2}2 {2}'deep'\n/);
    await screen.gets(BACKSPACE, "> value  #(4 'deep')");
    await screen.gets(BACKSPACE, "> each");
    await screen.gets("q", ":debug comes back to it");
    await screen.gets(":debug\r", READY);
    await screen.gets(CTRL_C, ":debug comes back to it");
    await leave(screen);
  });

  it("changes the method, here and in the editor that the environment names; a refused text is offered again", async () => {
    const folder = folderOfTest();
    const editor = join(folder, "editor");
    writeFileSync(editor, '#!/bin/sh\ntest "$1" = -w && sed -i "s/+ rate/+ 5/" "$2"\n');
    chmodSync(editor, 0o755);
    const here = await billing();
    await here.gets("Bill new rated: 3\r", ":debug shows");
    await here.gets(":debug\r", READY);
    await here.gets("jjm", "changing Bill>>rated:: Ctrl-S accepts it");
    await here.gets(`${DOWN}${CTRL_E}${BACKSPACE.repeat(4)}`, /accepts it.*\nrated: n\n \^ n \+$/);
    await here.gets(CTRL_S, /Log[\s\S]*Syntax error/);
    await here.gets("m", /accepts it.*\nrated: n\n \^ n \+$/);
    await here.gets(`${DOWN}${CTRL_E}1${CTRL_S}`, "Step in Bill>>rated:");
    await here.gets("p", "it2 → 4\n");
    await leave(here);
    const there = await billing([], { EDITOR: `${editor} -w` });
    await there.gets("Bill new rated: 3\r", ":debug shows");
    await there.gets(":debug\r", READY);
    await there.gets("jjm", "Step in Bill>>rated:");
    await there.gets("p", "it2 → 8\n");
    await leave(there);
    const failing = await billing([], { VISUAL: "false" });
    await failing.gets("Bill new rated: 3\r", ":debug shows");
    await failing.gets(":debug\r", READY);
    await failing.gets("jjm", "the editor false ended with 1");
    await failing.gets("q", ":debug comes back to it");
    await leave(failing);
  });

  it("follows the size of the terminal, scrolls to the place, and interrupts what runs", async () => {
    const screen = await prompt();
    const lines = Array.from({ length: 60 }, (_, i) => ` x := ${i}.`).join("\n");
    const method = `Object subclass: #Long\nLong >> run [ | x |\n${lines}\n x ${"yourself ".repeat(20)}zork.\n${lines} ]\nLong new run`;
    await screen.gets(`${ESC}[200~${method}${ESC}[201~\r`, ":debug shows");
    await screen.gets(":debug\r", READY);
    expect(screen.rowsAt("zork.")[1]).toMatch(/^ +\^{4}$/);
    screen.resize({ columns: 60, rows: 20 });
    await screen.shows((text) => text.split("\n").findIndex((row) => row.startsWith("i into")) === 19);
    const [code, marks] = screen.rowsAt("zork.");
    expect(marks.indexOf("^^^^")).toBe(code.indexOf("zork"));
    screen.resize({ columns: 20, rows: 6 });
    await screen.shows((text) => text.split("\n").findIndex((row) => row.startsWith("i into")) === 5);
    screen.resize(SIZE);
    await screen.shows((text) => text.split("\n").findIndex((row) => row.startsWith("i into")) === 29);
    await screen.gets("e[ true ] whileTrue\r", "running …");
    await screen.gets(CTRL_C, /Log[\s\S]*Interrupted/);
    await screen.gets("vnil\rp", /it2 → nil\n/);
    await screen.gets(":debug Halt now. [ true ] whileTrue\r", "Halt in doit");
    await screen.gets("p", "running …");
    await screen.gets(CTRL_C, "Interrupted in doit");
    await screen.gets("x", "terminated");
    await leave(screen);
  });

  it("shows what is written meanwhile, and leaves it on the terminal; colours only where they are wanted", async () => {
    const screen = await prompt();
    await screen.gets(":debug Halt now. Transcript show: 'one'; cr. 3 foo\r", "Halt in doit");
    await screen.gets("ooo", /3 foo\n {48}\^{3}\n/);
    await screen.gets(
      "eTranscript show: (String with: (Character value: 27)), '[31mtwo'; cr. 4\r",
      /Log[\s\S]*\none\n> Transcript.*\n\^\[\[31mtwo\n4\n/,
    );
    await screen.gets("q", /one\n\^\[\[31mtwo\n[\s\S]*comes back/);
    expect(screen.run.stdout.split(ESC).filter((part) => /^\[\d+m/.test(part))).toEqual([]);
    await leave(screen);
    const coloured = await prompt([], { NO_COLOR: "" });
    await coloured.gets(":debug 3 foo\r", READY);
    expect(coloured.run.stdout).toContain(`${ESC}[33m`);
    await coloured.gets("q", ":debug comes back to it");
    await leave(coloured);
  });

  it("keeps what fails unseen: whoever never asks for the debugger sees no difference", async () => {
    const server = await serverOfTest();
    const screen = await prompt(["--connect", server.endpoint]);
    const client = new PlainClient(server.endpoint);
    onTestFinished(() => client.close());
    await screen.gets(":sessions\r", "(this one)");
    const session_id = /(\S+) \(this one\)/.exec(screen.text)?.[1] ?? "";
    const debuggers = async (): Promise<unknown> =>
      (await client.flat("list_debuggers", { session_id })).at("result.debuggers");
    for (let i = 0; i < 25; i += 1)
      await screen.gets(`nil foo${i}\r`, new RegExp(`"foo${i}" is nil[\\s\\S]*where it stands`));
    expect(await debuggers()).toHaveLength(1);
    await screen.gets(
      "[ nil bar ] ensure: [ Transcript show: 'unwound'; cr ]\r",
      /\nunwound\nMess.*\n[\s\S]*once more/,
    );
    expect(await debuggers()).toHaveLength(0);
    await screen.gets("[ nil baz ] fork. Processor yield. 3\r", /process ended: .*"baz" is nil/);
    expect(await debuggers()).toHaveLength(0);
    await screen.gets("4 foo\r", "selector #foo\n");
    await screen.gets("3 + 4\r", "→ 7");
    expect(await debuggers()).toHaveLength(0);
    await leave(screen);
  });

  it("gives the terminal back when the server is lost, and when it is told to end", async () => {
    const server = await serverOfTest();
    const screen = await prompt(["--connect", server.endpoint]);
    await screen.gets(":debug 3 foo\r", READY);
    await server.stop("SIGKILL");
    await screen.shows(/Log[\s\S]*The connection is lost/);
    await screen.gets("o", "running …");
    await screen.gets(CTRL_C, /the connection to .* is lost/);
    expect(screen.isAlternate).toBe(false);
    await leave(screen);
    const ended = await prompt();
    await ended.gets(":debug 3 foo\r", READY);
    ended.signal("SIGTERM");
    await ended.run.finished();
    await ended.shows(/\[code 0\]\nicanon/);
    expect(ended.isAlternate).toBe(false);
  });
});

describe.runIf(process.platform === "linux")("stui test --debug", () => {
  const suite = (): string => {
    const folder = join(folderOfTest(), "Shop");
    mkdirSync(folder);
    writeFileSync(
      join(folder, "ShopTest.class.st"),
      [
        "Class { #name : 'ShopTest', #superclass : 'TestCase', #category : 'Shop', #package : 'Shop' }",
        "{ #category : 'tests' }\nShopTest >> testBad [\n\n\t| sum |\n\tsum := 3 + 4.\n\tself assert: sum equals: 8\n]",
        "{ #category : 'tests' }\nShopTest >> testGood [\n\n\tself assert: true\n]",
        "{ #category : 'tests' }\nShopTest >> testNil [\n\n\tnil zork\n]",
        "{ #category : 'tests' }\nShopTest >> testOther [\n\n\tself error: 'other'\n]",
      ].join("\n\n"),
    );
    return folder;
  };

  it("opens what failed, one test after another, and ends with the report", async () => {
    const screen = await TerminalScreen.start(["test", suite(), "--debug"], { columns: 100, rows: 40 });
    await screen.shows(READY);
    expect(screen.rows[0]).toMatch(/^1 of 3, ShopTest>>testBad: TestFailure: .* in ShopTest>>testBad$/);
    expect(screen.rowsAt("equals: 8")[1]).toMatch(/^ +\^{21}$/);
    await screen.shows(/│ {2}sum +7\n/);
    await screen.gets("q", "2 of 3, ShopTest>>testNil: ");
    await screen.gets("P3\r", "3 of 3, ShopTest>>testOther: Error: other");
    await screen.gets("Q", /4 tests run: 1 passed, 1 failed, 2 errors/);
    await screen.shows(/\[code 1\]\nicanon/);
    expect(screen.isAlternate).toBe(false);
    expect(screen.text).toMatch(/ShopTest>>testNil: .*1 passed/);
  });

  it("says so where there is no terminal, before anything is run", async () => {
    const { code, stdout, stderr } = await stui(["test", suite(), "--debug"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("--debug needs a terminal");
  });
});
