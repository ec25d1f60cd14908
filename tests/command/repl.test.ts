/** `stui repl` through pipes. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServerProcess } from "../wire/server-process.js";
import { StuiProcess, stui } from "./stui-process.js";

let server: ServerProcess;
let folder: string;
beforeAll(async () => {
  server = await ServerProcess.start();
  folder = mkdtempSync(join(tmpdir(), "stui-repl-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

const here = (): readonly string[] => [];
const there = (): readonly string[] => ["--connect", server.endpoint];
const piped = (lines: readonly string[], options: readonly string[] = []) =>
  stui(["repl", ...options], lines.join("\n"));

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
      "",
      "  x * a ]",
      "3 +",
      "it1",
      "it + it2",
      "Transcript show: 'a'; cr; show: 'b'",
      "'open",
    ];
    const { code, stdout, stderr } = await piped(input, options());
    expect(code).toBe(1);
    expect(stdout).toMatch(/^6\n42\n#\(6 12\)\n9\n51\na\nb\n.*Transcript.*\n$/);
    expect(stderr).toMatch(/^Syntax error at line 1, column \d+/);
  });

  it("debugs: looks at activations, evaluates in them, restarts, steps, and lets go on", async () => {
    const input = [
      "Object subclass: #Bill instanceVariableNames: 'rate' package: 'Demo'",
      "Bill >> netOf: n [ ^ n / rate ]",
      ":debug (Bill new netOf: 3) + 1",
      ":frame 2",
      ":in rate := 2. n",
      ":restart",
      ":over",
      ":proceed",
      "3 zork",
    ];
    const { code, stdout, stderr } = await piped(input, options());
    expect(code).toBe(1);
    expect(stdout).toContain("    2      ^ n / rate\n               ^^^^^^\n");
    expect(stdout).toContain(
      "  > 2  Bill>>netOf:, line 2\n    3  doit, line 1\n  self  a Bill\n  rate  nil\n  n     3\n",
    );
    expect(stdout).toMatch(/\n3\nStep in Bill>>netOf:\n/);
    expect(stdout).toContain("    2      ^ n / rate\n           ^^^^^^^^^^\n");
    expect(stdout).toMatch(/\n\(5\/2\)\n$/);
    expect(stderr).toMatch(/^MessageNotUnderstood/);
    const again = await piped(["3 zork", ":debug", ":return 4", ":over"], options());
    expect(again.stdout).toMatch(/MessageNotUnderstood.* in doit\n {4}1 {2}3 zork\n {9}\^+\n[\s\S]*\n4\n$/);
    expect(again.stderr).toContain("nothing is being debugged");
    const written = await piped(
      [":debug Halt now. Transcript show: 'one'; cr. 3", ":over", ":over"],
      options(),
    );
    expect(written.stdout).toMatch(/\none\n.*Step in doit/s);
    // Not what a command was given.
    const anew = await piped(["3 zork", ":debug", ":in 4 + true", ":end", ":debug"], options());
    expect(anew.stdout).toMatch(/terminated\nMessageNotUnderstood.* in doit\n {4}1 {2}3 zork\n/);
  });

  it.each([
    [["Object subclass: #Open", "Open >> foo [ ^ 3"], "the method is not closed: Open>>foo has no ]"],
    [
      ["Object subclass: #Open", "Open >> foo [", "^ 3", "Open new foo", "#far"],
      "the method is not closed: Open>>foo",
    ],
  ])("does not take a method that the input ends in, as in %j", async (lines, message) => {
    const { code, stdout, stderr } = await piped([...lines, ""], options());
    expect({ code, stdout }).toEqual({ code: 1, stdout: "Open\n" });
    expect(stderr).toContain(message);
  });

  it("goes on after errors, tells them as they were written, and answers 1", async () => {
    const { code, stdout, stderr } = await piped(
      ["nil foo", "3 ) 4", "#(1) do: [ :x | x := 2 ]", "3 + 4"],
      options(),
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: "7\n" });
    expect(stderr).toContain('MessageNotUnderstood: receiver of "foo" is nil\n');
    expect(stderr).toContain("    in doit, line 1: nil foo\n");
    expect(stderr).toContain("Syntax error at line 1, column 3: ");
    expect(stderr).toMatch(/line 1, column 17: .*\n {4}#\(1\) do: \[ :x \| x := 2 \]\n {20}\^\n/);
  });

  it("interrupts what runs on SIGINT, and goes on", async () => {
    const run = StuiProcess.start(["repl", ...options()]);
    // Both lines come together: when the first has been answered, the second is under way.
    run.child.stdin.write("'ready'\n[true] whileTrue\n");
    await run.wrote("'ready'");
    run.child.kill("SIGINT");
    run.child.stdin.end("3 + 4\n");
    const { code, stdout, stderr } = await run.finished();
    expect({ code, stdout }).toEqual({ code: 1, stdout: "'ready'\n7\n" });
    expect(stderr).toMatch(/^Interrupted: /);
  });
});

describe("stui repl", () => {
  it("defines classes and methods as Smalltalkers write them", async () => {
    const { code, stdout, stderr } = await piped([
      "Object subclass: #Counter instanceVariableNames: 'count' package: 'Demo'",
      "Counter << #StepCounter slots: { #step }; package: 'Demo'",
      "Counter >> count [ ^ count ifNil: [ 0 ] ]",
      "{ #category : 'counting' }",
      "Counter >> add: aNumber [",
      "",
      "\tcount := self count + aNumber.",
      "\t^ count",
      "]",
      "StepCounter class >> by: aNumber",
      "\t^ self new step: aNumber",
      "",
      "StepCounter >> step: aNumber step := aNumber",
      "StepCounter >> next ^ self add: step",
      "(StepCounter by: 3) next; next",
      ":browse Counter>>add:",
      "Counter >> bad [ ^ nonsense ]",
      "Counter >> count",
      "",
      "Counter new count",
    ]);
    expect(code).toBe(1);
    expect(stdout).toBe(
      [
        "Counter",
        "StepCounter",
        "Counter>>count",
        "Counter>>add:",
        "StepCounter class>>by:",
        "StepCounter>>step:",
        "StepCounter>>next",
        "6",
        "Counter>>add: (counting)",
        "add: aNumber",
        "\tcount := self count + aNumber.",
        "\t^ count",
        "0",
        "",
      ].join("\n"),
    );
    expect(stderr).toContain("stui: Counter >> count has no body.");
    expect(stderr).toMatch(/undeclared variable nonsense\n {4}\t\^ nonsense\n {4}\t {2}\^\n/);
  });

  it("saves a package as Tonel, which a new image loads and tests", async () => {
    const first = await piped([
      "TestCase << #ShopTest package: 'Shop'",
      "ShopTest >> testSum [ self assert: 3 + 4 equals: 7 ]",
      "ShopTest >> testWrong [ self assert: 3 + 4 equals: 8 ]",
      "ShopTest class >> initialize [ Transcript show: 'open'; cr ]",
      ":test Shop",
      `:save Shop ${folder}`,
      ":quit",
      "3 + 4",
    ]);
    expect(first.code).toBe(1);
    expect(first.stdout).toMatch(
      /-- ShopTest: 1 passed, 1 failed\n\nFAILED ShopTest>>testWrong\n {4}Got 7 instead of 8\.\n/,
    );
    expect(first.stdout).toContain(`wrote 2 files to ${join(folder, "Shop")}\n`);
    expect(first.stdout).not.toMatch(/7\n$/);
    expect(readFileSync(join(folder, "Shop/ShopTest.class.st"), "utf8")).toContain("ShopTest >> testSum [");

    const second = await piped([
      `:load ${join(folder, "Shop")}`,
      "ShopTest >> testWrong [ self deny: 3 + 4 = 8 ]",
      ":test ShopTest",
      "ShopTest rename: #StoreTest. nil",
      ":test ShopTest>>testSum",
    ]);
    expect(second.stdout).toContain("open\nloaded 1 package (Shop): 1 class, 3 methods\n");
    expect(second.stdout).toContain("ok ShopTest: 2 passed\n");
  });

  it("says which names are nil where nil does not understand", async () => {
    const { stderr } = await piped([
      "good := 3",
      "OrderdCollection new add: good; add: bad",
      "Nowhere subclass: #Foo",
    ]);
    expect(stderr).toContain(
      "    OrderdCollection is nil: there is no class of that name.\n    bad is nil.\n",
    );
    expect(stderr).toContain("    Nowhere is nil: there is no class of that name.\n");
    expect(stderr).not.toContain("good is nil");
  });

  it("answers its commands, and says what is wrong with them", async () => {
    const { code, stdout, stderr } = await piped([
      "data := 1 to: 120",
      ":inspect 3 -> 4",
      ":inspect data",
      ":vars",
      ":doc OrderedCollection",
      ":doc inject:into:",
      ":find implementors inject:into:",
      ":find OrderedColl",
      ":find senders nobodySendsThis",
      ":sessions",
      ":stack",
      ":nonsense",
      ":browse Nowhere",
      ":save Shop",
      ":load nowhere",
      "nil foo",
      ":stack",
      ":help",
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/3->4\nAssociation, identity hash \d+\n {2}key {4}3\n {2}value {2}4\n/);
    expect(stdout).toMatch(/ {2}50 {2}50\nand 70 more elements\n/);
    expect(stdout).toMatch(/\n {2}data {2}\(1 to: 120\)\n/);
    expect(stdout).toMatch(/>> inject: \w+ into: \w+\n/);
    expect(stdout).toMatch(/Collection>>inject:into:\n/);
    expect(stdout).toMatch(/OrderedCollection \(Collections-Sequenceable\)\n/);
    expect(stdout).toContain("Nothing found.\n");
    expect(stdout).toContain("(this one)");
    expect(stdout).toContain("\nMessageNotUnderstood: receiver of");
    expect(stdout).toContain(":browse CLASS|CLASS>>SELECTOR|PACKAGE");
    expect(stderr).toContain("stui: nothing has failed yet.\n");
    expect(stderr).toContain("stui: there is no command :nonsense; there are :inspect, ");
    expect(stderr).toContain("ClassNotFound: There is no class Nowhere. Find one with :find name TEXT.");
    expect(stderr).toContain("stui: name a package and a folder, as :save Shop src.\n");
    expect(stderr).toContain("nowhere: there is no such file or folder.\n");
  });

  it("moves through objects, shows their views, and assigns", async () => {
    const { code, stdout, stderr } = await piped([
      "Object subclass: #Crate instanceVariableNames: 'label things' package: 'P'",
      "Crate >> label [ ^ label ]",
      "Crate >> inspectionThings [ <inspectorPresentationOrder: 1 title: 'Things'> ^ InspectorView table: { 3 -> 4 } columns: { 'A' -> #key. 'B' -> #value } ]",
      "crate := Crate new",
      ":inspect crate",
      ":inspect .label := 'old ', self class name",
      "crate label",
      ":inspect .things := Dictionary new at: #k put: 1; yourself",
      ":inspect .things",
      ":inspect /It",
      ":inspect .#k := 40 + 2",
      ":inspect ..",
      ":inspect /things",
      ":inspect .1",
      ":inspect /nothing",
      ":inspect .nothing",
      ":inspect Boolean",
      ":inspect /Sub",
      ":inspect +1",
      ":inspect @",
      ":inspect (ByteArray new: 2)",
      ":inspect .1 := 'no byte'",
      ":inspect .1 := 7",
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /a Crate\nCrate, identity hash \d+\n {2}label {3}nil\n {2}things {2}nil\n {2}views {2}\/Things {2}\/Pointers to it\n/,
    );
    expect(stdout).toMatch(/ {2}label {3}'old Crate'\n/);
    expect(stdout).toContain("\n'old Crate'\n");
    expect(stdout).toMatch(/Items, 1 row\n {6}Key {2}Value\n {2}#k {2}k {4}1\n/);
    expect(stdout).toMatch(/ {2}#k {2}k {4}42\n/);
    expect(stdout).toMatch(/ {2}things {2}a Dictionary\(#k->42 \)\n/);
    expect(stdout).toMatch(/Things, 1 row\n {5}A {2}B\n {2}1 {2}3 {2}4\n3->4\nAssociation/);
    expect(stdout).toMatch(
      /Subclasses, 2 rows\n {2}1 {2}(True|False)\n {2}2 {2}(True|False)\nSubclasses, 0 rows\n/,
    );
    expect(stdout).toMatch(/#\[7 0\]\nByteArray/);
    expect(stderr).toContain("stui: it has no view nothing; there are /");
    expect(stderr).toContain(
      "stui: no variable, element or row nothing was shown: . shows the object again.\n",
    );
    expect(stderr).toContain("stui: nothing is being debugged: @ is its activation.\n");
    expect(stderr).toMatch(/parameters\.assign\.value: expected an Integer from 0 to 255, found 'no byte'/);
  });

  it("loads Tonel that comes through the pipe", async () => {
    const text =
      "\"\nI count.\n\"\nClass {\n\t#name : 'Piped',\n\t#superclass : 'Object',\n\t#package : 'P'\n}\n";
    const method = "\n{ #category : 'a' }\nPiped >> answer [\n\n\t^ 42\n]\n";
    const { code, stdout } = await piped([text, method, "Piped new answer", "Piped comment"]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "loaded 1 class, 0 methods\nPiped>>answer\n42\n'I count.'\n",
    });
  });

  it("keeps no history of what comes through a pipe", () => {
    expect(existsSync(join(folder, "stui"))).toBe(false);
  });
});
