/** What a listener hears while code runs. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TestWorkspace, Watcher } from "../image/workspace.testing.js";
import type { ImageChange, RunListener, TestResult } from "./requests.js";

const workspace = new TestWorkspace();
let watcher: Watcher;

beforeAll(async () => {
  watcher = await Watcher.start(workspace.image);
});
afterEach(() => workspace.image.listen(undefined));
afterAll(() => watcher.stop());

const listen = (listener: RunListener): void => workspace.image.listen(listener);

describe("the Transcript", () => {
  const heard = (code: string): string[] => {
    const texts: string[] = [];
    listen({ transcript: (text) => texts.push(text) });
    workspace.evaluate(code);
    return texts;
  };

  it("is heard while the code still runs", () => {
    const texts: string[] = [];
    const run = 7;
    listen({
      transcript: (text) => {
        texts.push(text);
        // The code never ends by itself: that something is heard ends it.
        watcher.interruptSoon(run);
      },
    });
    expect(workspace.evaluate("Transcript show: 'early'. [true] whileTrue", {}, run)).toMatchObject({
      kind: "interrupted",
      output: "early",
    });
    expect(texts).toEqual(["early"]);
  });

  it("is heard whole, also where the code fails, and line ends are LF", () => {
    expect(heard("Transcript show: 'a'; cr; show: 'b'").join("")).toBe("a\nb");
    expect(heard("Transcript show: 'a'. nil foo").join("")).toBe("a");
    expect(heard("Transcript show: 'a', String cr, String lf. Transcript cr").join("")).toBe("a\n\n");
    expect(heard("3 + 4")).toEqual([]);
  });

  it("tells a line end once where a CR and its LF are written far apart", () => {
    const code = `Transcript show: 'a'; show: String cr.
      1 to: 20000000 do: [:i | i]. Transcript show: String lf; show: 'b'`;
    const texts = heard(code);
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.join("")).toBe("a\nb");
  });

  it("is not heard of what printing the value writes", () => {
    workspace.print("(Object << #Talkative) package: 'Heard'; install");
    workspace.print("Talkative compile: 'printOn: s Transcript show: ''printing''. s nextPutAll: ''T'''");
    expect(heard("Transcript show: 'code'. Talkative new")).toEqual(["code"]);
  });
});

describe("changes", () => {
  const changesOf = (work: () => unknown): ImageChange[] => {
    const changes: ImageChange[] = [];
    listen({ changed: (change) => changes.push(change) });
    work();
    return changes;
  };
  const evaluate = (code: string) => changesOf(() => workspace.print(code));

  it("are heard of what evaluated code does", () => {
    expect(evaluate("(Object << #Heard) package: 'Heard'; install")).toEqual([
      { kind: "classDefined", className: "Heard", package: "Heard" },
    ]);
    expect(evaluate("Heard compile: 'foo ^1' classified: 'tests'")).toEqual([
      {
        kind: "methodCompiled",
        className: "Heard",
        isClassMethod: false,
        selector: "foo",
        category: "tests",
      },
    ]);
    expect(evaluate("Heard class compile: 'bar ^1' classified: 'tests'")).toMatchObject([
      { kind: "methodCompiled", className: "Heard", isClassMethod: true, selector: "bar" },
    ]);
    expect(evaluate("Heard removeSelector: #foo")).toEqual([
      { kind: "methodRemoved", className: "Heard", isClassMethod: false, selector: "foo" },
    ]);
  });

  it("are heard once, however much is compiled again for them", () => {
    workspace.print("Heard compile: 'foo ^1'. Heard compile: 'baz ^self foo'");
    expect(evaluate("(Object << #Heard) slots: {#x}; package: 'Heard'; install")).toEqual([
      { kind: "classDefined", className: "Heard", package: "Heard" },
    ]);
  });

  it("are heard of questions that change code", () => {
    const code = workspace.image.code;
    expect(changesOf(() => code.renameClass({ className: "Heard", newName: "Listened" }))).toEqual([
      { kind: "classRenamed", className: "Heard", newName: "Listened" },
    ]);
    expect(changesOf(() => code.removeClass({ className: "Listened" }))).toEqual([
      { kind: "classRemoved", className: "Listened" },
    ]);
  });

  it("of a load are one, and of a load that fails none", async () => {
    const good =
      "Class { #name : #Filed, #superclass : #Object, #package : #Filed }\n\n{ #category : 'a' }\nFiled >> a [ ^1 ]\n";
    const heard = async (text: string, format: "tonel" | "chunk"): Promise<ImageChange[]> => {
      const changes: ImageChange[] = [];
      await workspace.fileIn({ "a.st": text }, format, { changed: (change) => changes.push(change) });
      return changes;
    };
    expect(await heard(good, "tonel")).toEqual([
      { kind: "filedIn", packages: ["Filed"], classes: ["Filed"], methods: 1 },
    ]);
    expect(await heard(good.replaceAll("Filed", "Broken").replace("^1", "^ ^"), "tonel")).toEqual([]);
    expect(await heard("!Filed methodsFor: 'a'!\nb ^2! !\n", "chunk")).toEqual([
      { kind: "filedIn", packages: [], classes: [], methods: 1 },
    ]);
  });
});

it("tells how far a load has come", async () => {
  const told: [number, number, string][] = [];
  const source =
    "Class { #name : #Far, #superclass : #Object, #package : #Filed }\n\n{ #category : 'a' }\nFar >> a [ ^1 ]\n";
  await workspace.fileIn({ "Far.class.st": source }, "tonel", {
    progressed: (...progress) => told.push(progress),
  });
  expect(told).toEqual([
    [1, 2, "Far"],
    [2, 2, "Far"],
  ]);
});

it("tells tests with how many there are", async () => {
  workspace.print("(TestCase << #HeardTest) package: 'Heard'; install");
  workspace.print(
    "HeardTest compile: 'testA self assert: true'. HeardTest compile: 'testB self assert: false'",
  );
  const told: string[] = [];
  const listener = {
    testsBegan: (total: number) => told.push(`0/${total}`),
    tested: ({ selector, outcome }: TestResult, done: number, total: number) =>
      told.push(`${done}/${total} ${selector} ${outcome}`),
  };
  const request = {
    workspace: workspace.id,
    subject: { className: "HeardTest" },
    timeoutMs: 5_000,
    maxOutputBytes: 1_000,
  };
  await new Promise((done) => workspace.image.runTests(request, done, 0, listener));
  expect(told).toEqual(["0/2", "1/2 testA passed", "2/2 testB failed"]);
});
