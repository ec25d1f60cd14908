/** What every kind of image does. */
import type { EvaluateOutcome, EvaluateRequest, InspectRequest, RunTestsRequest } from "@stui/smalltalk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Image, ImageClosed, type ImageKind } from "./image.js";

let lastRun = 0;
const nextRun = (): number => {
  lastRun += 1;
  return lastRun;
};

let lastWorkspace = 0;
const newWorkspace = async (image: Image): Promise<string> => {
  lastWorkspace += 1;
  const workspace = `workspace ${lastWorkspace}`;
  await image.openWorkspace(workspace);
  return workspace;
};

export const evaluation = (
  workspace: string,
  code: string,
  more: Partial<EvaluateRequest> = {},
): EvaluateRequest => ({
  workspace,
  code,
  mode: "execute",
  timeoutMs: 10_000,
  maxPrint: 10_000,
  maxOutputBytes: 1_048_576,
  maxKept: 1_000,
  ...more,
});

const inspection = (
  workspace: string,
  subject: InspectRequest["subject"],
  more: Partial<InspectRequest> = {},
): InspectRequest => ({
  workspace,
  subject,
  depth: 1,
  includePrivate: false,
  offset: 0,
  limit: 100,
  timeoutMs: 10_000,
  maxPrint: 10_000,
  maxKept: 1_000,
  ...more,
});

/** The print string of a value, or what went wrong. */
export const textOf = (outcome: EvaluateOutcome): string => {
  switch (outcome.kind) {
    case "value":
      return outcome.result;
    case "error":
      return `${outcome.exceptionClass}: ${outcome.messageText}`;
    case "fault":
      return `fault: ${outcome.message}`;
    case "exhausted":
      return `exhausted: ${outcome.resource}`;
    case "syntaxError":
      return `syntaxError: ${outcome.report.message}`;
    default:
      return outcome.kind;
  }
};

/** Runs the contract over one kind; `open` answers a fresh image that nobody else uses. */
export function imageContract(kind: ImageKind, open: () => Image): void {
  describe(`an image in a ${kind}`, () => {
    let image: Image;
    let workspace: string;
    const evaluate = async (code: string, more?: Partial<EvaluateRequest>): Promise<string> =>
      textOf(await image.evaluate(evaluation(workspace, code, more), nextRun()));

    beforeAll(async () => {
      image = open();
      workspace = await newWorkspace(image);
    });
    afterAll(() => image.close());

    it("says what it is", async () => {
      expect(image.kind).toBe(kind);
      const information = await image.information();
      expect(information.dialect).toBe(image.dialect);
      expect(information.classes).toBeGreaterThan(50);
      expect(information.packages).toContain("Kernel-Objects");
      const health = image.health();
      expect(health).toMatchObject({ state: "ready", deaths: 0 });
      expect(health.heapBytes).toBeGreaterThan(100_000);
      expect(health.uptime).toBeGreaterThan(0);
    });

    describe("evaluating", () => {
      it("answers values with their class and id", async () => {
        const outcome = await image.evaluate(evaluation(workspace, "3 + 4", { mode: "display" }), nextRun());
        expect(outcome).toMatchObject({
          kind: "value",
          result: "7",
          resultType: "SmallInteger",
          display: "7",
          truncated: false,
          output: "",
        });
      });

      it("answers failures as outcomes", async () => {
        expect(await evaluate("3 +")).toMatch(/^syntaxError: /);
        const outcome = await image.evaluate(evaluation(workspace, "nil foo"), nextRun());
        expect(outcome).toMatchObject({
          kind: "error",
          exceptionClass: "MessageNotUnderstood",
          selector: "foo",
        });
      });

      it("carries out what was asked in the order in which it was asked", async () => {
        await evaluate("trail := OrderedCollection new");
        const codes = Array.from({ length: 200 }, (_, i) => `trail add: ${i}`);
        const settled: number[] = [];
        await Promise.all(
          codes.map(async (code, i) => {
            expect(await evaluate(code)).toBe(`${i}`);
            settled.push(i);
          }),
        );
        expect(settled).toEqual(codes.map((_, i) => i));
        expect(await evaluate("trail asArray = (0 to: 199) asArray")).toBe("true");
      });

      it("takes more calls at once than it numbers apart", async () => {
        await evaluate("count := 0");
        const all = Array.from({ length: 3_000 }, () => evaluate("count := count + 1"));
        expect((await Promise.all(all)).at(-1)).toBe("3000");
      });

      it("answers what is done while a later call of the same tick still runs", async () => {
        const run = nextRun();
        const quick = evaluate("3 + 4");
        const endless = image.evaluate(evaluation(workspace, "[true] whileTrue"), run);
        expect(await quick).toBe("7");
        image.interrupt(run);
        expect((await endless).kind).toBe("interrupted");
      });

      it("takes limits without a bound", async () => {
        const unlimited = {
          timeoutMs: Number.POSITIVE_INFINITY,
          maxPrint: Number.POSITIVE_INFINITY,
          maxOutputBytes: Number.POSITIVE_INFINITY,
          maxKept: Number.POSITIVE_INFINITY,
        };
        expect(await evaluate("3 + 4", unlimited)).toBe("7");
      });
    });

    describe("workspaces", () => {
      it("have variables of their own and share classes", async () => {
        const other = await newWorkspace(image);
        await evaluate("mine := 17");
        expect(textOf(await image.evaluate(evaluation(other, "mine"), nextRun()))).toBe("nil");
        await evaluate(
          "Object subclass: #Shared instanceVariableNames: '' classVariableNames: '' package: 'Contract'",
        );
        expect(textOf(await image.evaluate(evaluation(other, "Shared new"), nextRun()))).toBe("a Shared");
      });

      it("may be many", async () => {
        const many = await Promise.all(Array.from({ length: 500 }, () => newWorkspace(image)));
        await Promise.all(many.map((w, i) => image.evaluate(evaluation(w, `me := ${i}`), nextRun())));
        const outcomes = await Promise.all(many.map((w) => image.evaluate(evaluation(w, "me"), nextRun())));
        expect(outcomes.map(textOf)).toEqual(many.map((_, i) => `${i}`));
        expect(await Promise.all(many.map((w) => image.closeWorkspace(w)))).toEqual(many.map(() => true));
      });

      it("stay as they are when they are opened again", async () => {
        await evaluate("kept := 5");
        await image.openWorkspace(workspace);
        expect(await evaluate("kept")).toBe("5");
      });

      it("are unknown before they are opened and after they are closed", async () => {
        const gone = await newWorkspace(image);
        expect(await image.closeWorkspace(gone)).toBe(true);
        expect(await image.closeWorkspace(gone)).toBe(false);
        const unknown = { kind: "workspaceNotFound", workspace: gone };
        expect(await image.evaluate(evaluation(gone, "3"), nextRun())).toEqual(unknown);
        expect(await image.inspect(inspection(gone, { expression: "3" }), nextRun())).toEqual(unknown);
        const files = { "a.st": "3" };
        expect(
          await image.fileIn({ workspace: gone, files, format: "script", timeoutMs: 1_000 }, nextRun()),
        ).toEqual(unknown);
        expect(await image.releaseObjects(gone)).toBeUndefined();
        expect(await image.summarize(gone, 10)).toBeUndefined();
        expect(await image.clear(gone, "all")).toBeUndefined();
        expect(await image.saveContext(gone, "a")).toBeUndefined();
        expect(await image.loadContext(gone, "a")).toBe("noSuchWorkspace");
      });
    });

    describe("objects", () => {
      it("are inspected by expression and by id, and released", async () => {
        const own = await newWorkspace(image);
        const outcome = await image.inspect(inspection(own, { expression: "3 -> 'four'" }), nextRun());
        if (outcome.kind !== "inspection") throw new Error(outcome.kind);
        expect(outcome.inspection.object.className).toBe("Association");
        expect(outcome.inspection.fields.map((f) => f.printString)).toContain("'four'");
        const { objectId } = outcome.inspection.object;
        const again = await image.inspect(inspection(own, { objectId }), nextRun());
        expect(again).toMatchObject({ kind: "inspection", inspection: { object: { objectId } } });
        expect(await image.releaseObjects(own, [objectId, "unknown"])).toBe(1);
        expect(await image.inspect(inspection(own, { objectId }), nextRun())).toEqual({
          kind: "objectNotFound",
          objectId,
        });
        expect(await image.releaseObjects(own)).toBeGreaterThan(0);
        expect(await image.releaseObjects(own)).toBe(0);
      });

      it("may have a million elements", async () => {
        await evaluate("million := (1 to: 1000000) asArray");
        const window = { offset: 999_998, limit: 10 };
        const outcome = await image.inspect(
          inspection(workspace, { expression: "million" }, window),
          nextRun(),
        );
        if (outcome.kind !== "inspection") throw new Error(outcome.kind);
        expect(outcome.inspection.total).toBe(1_000_000);
        expect(outcome.inspection.elements.map((e) => [e.key, e.printString])).toEqual([
          ["999999", "999999"],
          ["1000000", "1000000"],
        ]);
        const long = await evaluate(`'${"x".repeat(1_000_000)}' size`);
        expect(long).toBe("1000000");
        const cut = await image.evaluate(evaluation(workspace, "(String new: 10000 withAll: $x)"), nextRun());
        expect(cut).toMatchObject({ kind: "value", truncated: true });
      });
    });

    describe("text", () => {
      it("goes both ways whole", async () => {
        for (const text of [
          "häßlich",
          "日本語",
          "𝒳🙂",
          "\u2028\u2029\0\u007f",
          "\ud800",
          "a\udc00b",
          "__proto__",
        ])
          expect(await evaluate(`'${text}'`), JSON.stringify(text)).toBe(`'${text}'`);
        expect(await evaluate("'🙂' size")).toBe("1");
      });

      it("may name anything", async () => {
        for (const name of ["__proto__", "constructor", "then", "hasOwnProperty", "\ud800"]) {
          await image.openWorkspace(name);
          expect(textOf(await image.evaluate(evaluation(name, "3 + 4", { tool: name }), nextRun()))).toBe(
            "7",
          );
          expect(await image.saveContext(name, name)).toMatchObject({ name });
          expect(await image.loadContext(name, name)).toMatchObject({ skipped: [] });
          expect(await image.closeWorkspace(name)).toBe(true);
        }
        expect(await evaluate("__proto__ := 3. constructor := 4. __proto__ + constructor")).toBe("7");
      });

      it("may be the path of a file", async () => {
        const files = JSON.parse('{"__proto__": "3 zork", "b.st": "4"}');
        const outcome = await image.fileIn(
          { workspace, files, format: "script", timeoutMs: 1_000 },
          nextRun(),
        );
        expect(outcome).toMatchObject({ kind: "error", path: "__proto__" });
      });
    });

    describe("files", () => {
      it("are loaded", async () => {
        const files = {
          "Adder.class.st":
            "Class { #name : #Adder, #superclass : #Object, #category : #Contract }\n\nAdder >> add: a to: b [\n\t^ a + b\n]\n",
        };
        expect(
          await image.fileIn({ workspace, files, format: "tonel", timeoutMs: 1_000 }, nextRun()),
        ).toMatchObject({ kind: "loaded", classes: ["Adder"], methods: 1 });
        expect(await evaluate("Adder new add: 3 to: 4")).toBe("7");
        expect(await image.fileOut({ subject: { className: "Adder" }, format: "tonel" })).toMatchObject({
          kind: "written",
          files: {
            "Contract/Adder.class.st": expect.stringContaining("Adder >> add: a to: b [\n\t^ a + b\n]"),
          },
        });
        expect(await image.fileOut({ subject: { package: "Nowhere" }, format: "chunk" })).toEqual({
          kind: "packageNotFound",
          package: "Nowhere",
        });
      });

      it("end at their time limit", async () => {
        const request = { workspace, files: { "a.st": "[true] whileTrue" }, format: "script" } as const;
        const outcome = await image.fileIn({ ...request, timeoutMs: 50 }, nextRun());
        expect(outcome).toMatchObject({ kind: "timeout", path: "a.st" });
      });
    });

    describe("code", () => {
      const define = (definition: string, more: object = {}) =>
        image.defineClass({ workspace, definition, timeoutMs: 10_000, ...more }, nextRun());
      const className = "ContractCounter";
      beforeAll(async () => {
        const definition = `Object << #${className} slots: { #count }; package: 'Contract-Code'`;
        expect(await define(definition)).toMatchObject({
          kind: "defined",
          description: { name: className, superclass: "Object", tag: null, instanceVariables: ["count"] },
        });
      });

      it("is defined and refused", async () => {
        expect(await define("Object subclass: #Array")).toMatchObject({ kind: "protected" });
        expect(await define("3 + 4")).toMatchObject({ kind: "notADefinition" });
        expect(await define("Object subclass:")).toMatchObject({ kind: "syntaxError" });
        expect(await define("Object subclass: #X", { workspace: "nowhere" })).toEqual({
          kind: "workspaceNotFound",
          workspace: "nowhere",
        });
      });

      it("is listed and browsed", async () => {
        expect(await image.code({ name: "listPackages", request: { pattern: "Contract-*" } })).toEqual([
          { name: "Contract-Code", classes: 1 },
        ]);
        const request = { package: "Contract-Code", includeSystem: true, offset: 0, limit: 10 };
        expect(await image.code({ name: "listClasses", request })).toMatchObject({
          classes: [{ name: className, isSystem: false }],
          total: 1,
        });
        const browse = (name: string) =>
          image.code({ name: "browseClass", request: { className: name, withMethods: true } });
        expect(await browse(className)).toMatchObject({
          kind: "class",
          superclasses: ["Object", "ProtoObject"],
        });
        expect(await browse("Nowhere")).toEqual({ kind: "classNotFound", className: "Nowhere" });
      });

      it("is compiled, found and removed", async () => {
        const compile = (source: string, more: object = {}) =>
          image.code({
            name: "compileMethod",
            request: { className, source, isClassMethod: false, ...more },
          });
        expect(await compile("contractSpot ^ #contractSpot", { category: "spots" })).toMatchObject({
          kind: "compiled",
          method: { selector: "contractSpot", category: "spots", arguments: [] },
        });
        expect(await compile("contractSpot ^ 1", { expectedSource: "contractSpot ^ 0" })).toEqual({
          kind: "conflict",
          actualSource: "contractSpot ^ #contractSpot",
        });
        expect(await evaluate(`${className} new contractSpot`)).toBe("#contractSpot");
        for (const kind of ["senders", "implementors", "source"] as const) {
          const request = { kind, text: "contractSpot", limit: 10 };
          expect(await image.code({ name: "find", request })).toMatchObject({ kind: "methods", total: 1 });
        }
        const reference = { className, selector: "contractSpot", isClassMethod: false };
        expect(await image.code({ name: "getMethod", request: reference })).toMatchObject({
          kind: "method",
          method: { source: "contractSpot ^ #contractSpot" },
        });
        expect(await image.code({ name: "removeMethod", request: reference })).toEqual({ kind: "removed" });
        expect(await image.code({ name: "getMethod", request: reference })).toEqual({
          kind: "methodNotFound",
          ...reference,
        });
      });

      it("is completed with the workspace's variables, and laid out", async () => {
        await evaluate("contracted := OrderedCollection new");
        const complete = (code: string, more: object = { workspace }) =>
          image.code({ name: "complete", request: { code, position: code.length, ...more } });
        expect((await complete("contr")).completions[0]).toMatchObject({ text: "contracted" });
        expect((await complete("contracted addF")).completions[0]).toMatchObject({
          text: "addFirst:",
          origin: "OrderedCollection",
        });
        expect((await complete("contr", {})).completions.map(({ text }) => text)).not.toContain("contracted");
        const format = (code: string) =>
          image.code({ name: "format", request: { code, kind: "expression" } });
        expect(await format("3+4")).toEqual({ kind: "formatted", code: "3 + 4" });
        expect(await format("3+")).toMatchObject({ kind: "syntaxError" });
      });

      it("is renamed and removed", async () => {
        await define(`Object << #ContractOld slots: {}; package: 'Contract-Renamed'`);
        const rename = { className: "ContractOld", newName: "ContractNew" };
        expect(await image.code({ name: "renameClass", request: rename })).toMatchObject({
          kind: "renamed",
          description: { name: "ContractNew" },
        });
        const remove = { className: "ContractNew" };
        expect(await image.code({ name: "removeClass", request: remove })).toEqual({ kind: "removed" });
        expect(await image.code({ name: "removeClass", request: remove })).toEqual({
          kind: "classNotFound",
          className: "ContractNew",
        });
      });

      it("is tested", async () => {
        await define("TestCase << #ContractTest slots: {}; package: 'Contract-Tests'");
        for (const source of [
          "testGood self assert: true",
          "testBad self assert: false",
          "testLoop [ true ] whileTrue",
        ])
          await image.code({
            name: "compileMethod",
            request: { className: "ContractTest", source, isClassMethod: false },
          });
        const test = (subject: RunTestsRequest["subject"], timeoutMs = 10_000, run = nextRun()) =>
          image.runTests({ workspace, subject, timeoutMs, maxOutputBytes: 1_000_000 }, run);
        expect(await test({ package: "Contract-Tests" }, 100)).toMatchObject({
          kind: "tested",
          run: 3,
          passed: 1,
          failed: 1,
          errors: 1,
        });
        expect(await test({ className: "ContractTest", selector: "testGood" })).toMatchObject({
          run: 1,
          passed: 1,
        });
        expect(await test({ className: "Object" })).toEqual({ kind: "notATestCase", className: "Object" });
        const run = nextRun();
        const endless = test({ className: "ContractTest", selector: "testLoop" }, 10_000, run);
        image.interrupt(run);
        expect(await endless).toMatchObject({ kind: "interrupted" });
      });
    });

    describe("contexts", () => {
      it("are summarized, saved, cleared and loaded", async () => {
        const own = await newWorkspace(image);
        const other = await newWorkspace(image);
        const run = (code: string) => image.evaluate(evaluation(own, code), nextRun());
        await run("a := OrderedCollection with: 3");
        expect(await image.summarize(own, 10)).toMatchObject({
          variables: [{ name: "a", className: "OrderedCollection" }],
          history: [{ code: "a := OrderedCollection with: 3", index: 1 }],
        });
        expect(await image.saveContext(own, "first")).toMatchObject({ name: "first", variables: 1 });
        await run("a add: 4");
        expect(await image.clear(own, "variables")).toMatchObject({ variables: 1, history: 0 });
        expect(textOf(await run("a"))).toBe("nil");
        expect(await image.loadContext(own, "second")).toBe("noSuchContext");
        expect(await image.loadContext(own, "first")).toMatchObject({ skipped: [] });
        expect(textOf(await run("a size"))).toBe("1");
        expect(await image.loadContext(other, "first", own)).toMatchObject({ skipped: [] });
        expect(textOf(await image.evaluate(evaluation(other, "a size"), nextRun()))).toBe("1");
        expect((await image.summarize(own, 10))?.saved.map((s) => s.name)).toEqual(["first"]);
        expect(await image.clear(own, "all")).toMatchObject({ variables: 1 });
      });
    });

    describe("limits", () => {
      it("end a loop without sends, and the workspace goes on", async () => {
        await evaluate("before := 1");
        expect(await evaluate("[true] whileTrue", { timeoutMs: 50 })).toBe("timeout");
        expect(await evaluate("before + 1")).toBe("2");
      });

      it("end what handles every exception", async () => {
        const code = "[[true] whileTrue] on: Exception do: [:e | e retry]";
        expect(await evaluate(code, { timeoutMs: 50 })).toBe("timeout");
      });

      it("run unwind blocks, those without end for their time only", async () => {
        await evaluate("unwound := 0");
        const code = "[[true] whileTrue] ensure: [unwound := unwound + 1. [true] whileTrue]";
        expect(await evaluate(code, { timeoutMs: 50 })).toBe("timeout");
        expect(await evaluate("unwound")).toBe("1");
      });

      describe("end recursion without end", () => {
        // Some hundred thousand activations are taken down: on a busy machine that takes its time.
        const PATIENCE = { timeoutMs: 60_000 };
        const deep = (name: string, code: string, ...methods: string[]) =>
          it(name, async () => {
            await evaluate(
              "Object subclass: #Deep instanceVariableNames: '' classVariableNames: '' package: 'Contract'",
            );
            for (const method of methods) await evaluate(`Deep compile: '${method}'`);
            expect(await evaluate(code, PATIENCE)).toBe("exhausted: depth");
            expect(await evaluate("3 + 4")).toBe("7");
          }, 60_000);
        deep("of a block", "deep := nil. deep := [:n | (deep value: n + 1) + 1]. deep value: 0");
        deep(
          "with many arguments",
          "Deep new a: 1 b: 2 c: 3 d: 4 e: 5 f: 6",
          "a: a b: b c: c d: d e: e f: f ^ (self a: f b: a c: b d: c e: d f: e) + 1",
        );
        deep("in printing", "Deep new printString size", "printOn: aStream aStream print: self");
        deep("in what is not understood", "Deep new zork", "doesNotUnderstand: m ^ self foo: m");
        deep(
          "through handlers and unwind blocks",
          "Deep new down",
          "down ^ [[self down] ensure: [3]] on: Error do: [:e | e return: 4]",
        );
      });

      it("allow recursion some way down", async () => {
        await evaluate("down := nil. down := [:n | n = 0 ifTrue: [0] ifFalse: [(down value: n - 1) + 1]]");
        expect(await evaluate("down value: 3000")).toBe("3000");
      });

      it("end output without end", async () => {
        const code = "[Transcript show: 'more and more'] repeat";
        expect(await evaluate(code, { maxOutputBytes: 1_000 })).toBe("exhausted: output");
      });
    });

    describe("interrupts", () => {
      const ENDLESS = "[true] whileTrue";

      it("end a run, whatever it handles, and leave the others alone", async () => {
        const run = nextRun();
        const code = `started := true. [${ENDLESS}] on: Exception do: [:e | e retry]`;
        const running = image.evaluate(evaluation(workspace, code), run);
        const behind = evaluate("started");
        // Whether it has begun does not matter: it ends, and the one behind it does not.
        image.interrupt(run);
        expect((await running).kind).toBe("interrupted");
        expect(["true", "nil"]).toContain(await behind);
      });

      it("end a run that has certainly begun", async () => {
        const run = nextRun();
        const first = evaluate("3 + 4");
        const running = image.evaluate(evaluation(workspace, ENDLESS), run);
        // The reply to the first comes out of the polls of the second.
        await first;
        image.interrupt(run);
        const outcome = await running;
        expect(outcome).toMatchObject({ kind: "interrupted" });
        expect("executionMs" in outcome ? outcome.executionMs : 0).toBeGreaterThan(0);
      });

      it("keep a run from beginning", async () => {
        await evaluate("begun := false");
        const [first, second, third] = [nextRun(), nextRun(), nextRun()];
        const running = image.evaluate(evaluation(workspace, ENDLESS), first);
        const waiting = image.evaluate(evaluation(workspace, "begun := true"), second);
        const last = image.evaluate(evaluation(workspace, "begun"), third);
        await Promise.resolve();
        image.interrupt(second);
        image.interrupt(first);
        expect((await running).kind).toBe("interrupted");
        expect(await waiting).toEqual({ kind: "interrupted", stack: [], output: "", executionMs: 0 });
        expect(textOf(await last)).toBe("false");
      });

      it("keep a run that was sent from beginning", async () => {
        await evaluate("begun := false");
        const [first, second] = [nextRun(), nextRun()];
        const signal = evaluate("1");
        const running = image.evaluate(evaluation(workspace, ENDLESS), first);
        const waiting = image.evaluate(evaluation(workspace, "begun := true"), second);
        await signal;
        image.interrupt(second);
        image.interrupt(first);
        expect((await running).kind).toBe("interrupted");
        expect(await waiting).toEqual({ kind: "interrupted", stack: [], output: "", executionMs: 0 });
        expect(await evaluate("begun")).toBe("false");
      });

      it("of a run that has ended touch nothing", async () => {
        for (let i = 0; i < 200; i += 1) {
          const run = nextRun();
          await image.evaluate(evaluation(workspace, "3"), run);
          image.interrupt(run);
          expect(await evaluate("1 to: 1000 do: [:k | k printString]. 4")).toBe("4");
        }
        image.interrupt(nextRun());
        expect(await evaluate("5")).toBe("5");
      });

      it("end what a run prints", async () => {
        await evaluate(
          "Object subclass: #Endless instanceVariableNames: '' classVariableNames: '' package: 'Contract'",
        );
        await evaluate("Endless compile: 'printOn: aStream [true] whileTrue'");
        const run = nextRun();
        const signal = evaluate("1");
        const many = inspection(workspace, { expression: "(1 to: 100) collect: [:i | Endless new]" });
        const running = image.inspect(many, run);
        await signal;
        image.interrupt(run);
        expect(["inspection", "interrupted"]).toContain((await running).kind);
      });

      it("end a load and an inspection", async () => {
        const [load, look] = [nextRun(), nextRun()];
        const signal = evaluate("1");
        const files = { "a.st": ENDLESS };
        const loading = image.fileIn({ workspace, files, format: "script", timeoutMs: 10_000 }, load);
        const looking = image.inspect(inspection(workspace, { expression: ENDLESS }), look);
        await signal;
        image.interrupt(load);
        image.interrupt(look);
        expect((await loading).kind).toBe("interrupted");
        expect((await looking).kind).toBe("interrupted");
      });
    });

    describe("closing", () => {
      it("ends running code and rejects what is outstanding and what comes later", async () => {
        const closing = open();
        const own = await newWorkspace(closing);
        const signal = closing.evaluate(evaluation(own, "1"), nextRun());
        const running = closing.evaluate(evaluation(own, "[true] whileTrue"), nextRun());
        const behind = closing.summarize(own, 10);
        await signal;
        const rejected = Promise.all([
          expect(running).rejects.toThrow(ImageClosed),
          expect(behind).rejects.toThrow(ImageClosed),
        ]);
        await closing.close();
        await rejected;
        expect(closing.health().state).toBe("closed");
        await expect(closing.evaluate(evaluation(own, "1"), nextRun())).rejects.toThrow(ImageClosed);
        await expect(closing.openWorkspace("late")).rejects.toThrow(ImageClosed);
        await closing.close();
      });

      it("may come before it has started", async () => {
        const closing = open();
        const information = expect(closing.information()).rejects.toThrow(ImageClosed);
        await closing.close();
        await information;
      });
    });
  });
}
