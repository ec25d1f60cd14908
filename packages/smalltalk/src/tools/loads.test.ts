/** Loads beside what others do: each keeps its own. */
import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openImage } from "../image/open-image.js";
import { TestWorkspace, Watcher } from "../image/workspace.testing.js";
import { interruptRun } from "../machine/index.js";
import type { EvaluateOutcome, FileInOutcome } from "./requests.js";

const image = openImage({ activations: 2_500, depth: 1_000 });
const [ours, others] = [new TestWorkspace(image, "ours"), new TestWorkspace(image, "others")];
let watcher: Watcher;
beforeAll(async () => {
  watcher = await Watcher.start(image);
  others.print(
    "(Object << #Shared) sharedVariables: { #Count. #Mine }; slots: { #a }; package: 'Shared'; install",
  );
  others.print("Shared class instanceVariableNames: 'unique'");
  others.print("Shared class compile: 'count ^ Count'; compile: 'count: n Count := n'");
  others.print("Shared class compile: 'mine ^ Mine'; compile: 'mine: n Mine := n'");
  others.print("Shared class compile: 'unique ^ unique ifNil: [ unique := self new ]'");
  others.print(
    "Shared compile: 'both ^ 0'; compile: 'gone ^ 0'; compile: 'stays ^ 0'. Shared count: 1; mine: 1",
  );
});
afterAll(() => watcher.stop());

const method = (name: string, body: string): string =>
  `\n{ #category : '*Loaded' }\n${name} [\n\t${body}\n]\n`;

/** Files whose last class runs this when it is loaded. */
const loading = (initialize: string, more = ""): Record<string, string> => ({
  "Loaded/Loaded.class.st": `Class { #name : 'Loaded', #superclass : 'Object', #package : 'Loaded' }\n${method("Loaded class >> initialize", initialize)}`,
  "Loaded/Shared.extension.st": `Extension { #name : 'Shared' }\n${method("Shared >> both", "^ 1")}${method("Shared >> loaded", "^ 1")}${more}`,
});

/** Until somebody sets the global to true. */
const WAIT =
  "Smalltalk at: #Begun put: true. Smalltalk at: #GoOn put: false. [ GoOn ] whileFalse: [ (Delay forMilliseconds: 1) wait ]. ";

let lastRun = 0;
const nextRun = (): number => {
  lastRun += 1;
  return lastRun;
};

function fileIn(
  workspace: TestWorkspace,
  files: Record<string, string>,
  run = nextRun(),
): Promise<FileInOutcome> {
  const request = { workspace: workspace.id, files, format: "tonel", timeoutMs: 10_000 } as const;
  return new Promise((done) => image.fileIn(request, done, run));
}

/** As others evaluate: in turns with what is under way. */
async function inTurns(code: string, workspace = others.id): Promise<string> {
  // As it would come from a socket.
  await setImmediate();
  const request = {
    workspace,
    code,
    mode: "execute",
    timeoutMs: 10_000,
    maxPrint: 1_000,
    maxOutputBytes: 1_000,
    maxKept: 10,
  } as const;
  return new Promise((done) =>
    image.startEvaluating(
      request,
      (outcome: EvaluateOutcome) => done(outcome.kind === "value" ? outcome.result : JSON.stringify(outcome)),
      nextRun(),
    ),
  );
}

/** When the initialize of a load has begun. */
async function begun(): Promise<void> {
  while ((await inTurns("Smalltalk at: #Begun ifAbsent: [ false ]")) !== "true");
  await inTurns("Smalltalk at: #Begun put: false");
}

describe("a load that fails while others have changed the code", () => {
  const CHANGES = [
    "(Object << #OthersNew) slots: { #x }; package: 'Others'; install",
    "(Loaded << #OthersBelow) package: 'Others'; install",
    "OthersNew compile: 'x ^ 42'",
    "Shared compile: 'both ^ 2'; compile: 'others ^ 2'; removeSelector: #gone",
    "Shared count: 2",
    "Shared unique. Smalltalk at: #OthersUnique put: Shared unique",
    "Smalltalk at: #OthersGlobal put: 3",
  ];
  const STATE =
    "{ OthersNew new x. Shared new both. Shared new others. Shared new stays. Shared includesSelector: #gone. Shared includesSelector: #loaded. Shared count. Shared mine. Shared unique == OthersUnique. OthersGlobal. Smalltalk includesKey: #Loaded. Smalltalk includesKey: #LoadedGlobal. Smalltalk includesKey: #OthersBelow }";

  it("takes back what it did itself, and nothing else", async () => {
    const outcome = fileIn(
      ours,
      loading(`Shared mine: 7. Smalltalk at: #LoadedGlobal put: 7. ${WAIT} nil foo`),
    );
    await begun();
    expect(await inTurns("Shared new loaded")).toBe("1");
    for (const change of CHANGES) await inTurns(change);
    await inTurns("GoOn := true");
    expect(await outcome).toMatchObject({ kind: "error", initializing: "Loaded" });
    expect(others.print(STATE)).toBe("#(42 2 2 0 false false 2 1 true 3 false false false)");
  });

  it("leaves a class as others have defined it meanwhile, or removed it", async () => {
    await inTurns("(Object << #OthersGone) package: 'Others'; install. kept := Shared new");
    const outcome = fileIn(ours, loading(`${WAIT} nil foo`));
    await begun();
    await inTurns(
      "(Object << #Shared) sharedVariables: { #Count. #Mine }; slots: { #a. #b }; package: 'Shared'; install. Shared compile: 'b ^ b ifNil: [ b := 5 ]'. OthersGone removeFromSystem",
    );
    await inTurns("GoOn := true");
    expect(await outcome).toMatchObject({ kind: "error" });
    expect(
      others.print(
        "{ Shared new b. kept b. Shared slotNames. Smalltalk includesKey: #OthersGone. Shared count }",
      ),
    ).toBe("#(5 5 #(#a #b) false 2)");
  });
});

describe("loads at once", () => {
  it("follow upon one another", async () => {
    const first = fileIn(ours, loading(`${WAIT} nil foo`));
    const second = fileIn(others, loading("Smalltalk at: #Second put: true"));
    await begun();
    expect(await inTurns("Smalltalk includesKey: #Second", ours.id)).toBe("false");
    await inTurns("GoOn := true", ours.id);
    expect(await first).toMatchObject({ kind: "error" });
    expect(await second).toMatchObject({ kind: "loaded", classes: ["Loaded"] });
    expect(others.print("{ Second. Shared new loaded }")).toBe("#(true 1)");
    others.print("Loaded removeFromSystem. Shared removeSelector: #loaded");
  });

  it("may be interrupted while they wait, and while they run", async () => {
    const [running, waiting] = [nextRun(), nextRun()];
    const first = fileIn(ours, loading("Smalltalk at: #Begun put: true. [ true ] whileTrue"), running);
    const second = fileIn(others, loading("Smalltalk at: #Second put: false"), waiting);
    await begun();
    interruptRun(image.attention, waiting);
    image.lookForInterrupts();
    expect(await second).toEqual({ kind: "interrupted", stack: [], output: "", executionMs: 0 });
    interruptRun(image.attention, running);
    image.lookForInterrupts();
    expect(await first).toMatchObject({ kind: "interrupted", initializing: "Loaded" });
    expect(others.print("{ Smalltalk includesKey: #Loaded. Second }")).toBe("#(false true)");
  });

  it("end with their sessions, and what they did is taken back", async () => {
    const [third, fourth] = [new TestWorkspace(image, "third"), new TestWorkspace(image, "fourth")];
    const first = fileIn(third, loading(WAIT));
    const second = fileIn(fourth, loading("Smalltalk at: #Second put: false"));
    const last = fileIn(ours, loading("Smalltalk at: #Second put: 3"));
    await begun();
    image.closeWorkspace(fourth.id);
    expect(await second).toMatchObject({ kind: "interrupted" });
    image.closeWorkspace(third.id);
    expect(await first).toMatchObject({ kind: "interrupted" });
    expect(await last).toMatchObject({ kind: "loaded" });
    expect(others.print("Second")).toBe("3");
    others.print("Loaded removeFromSystem");
  });
});

it("a load of very many methods gives way", async () => {
  const methods = Array.from({ length: 1_000 }, (_, i) =>
    method(`Loaded >> m${i}`, `^ ${i} + self size`),
  ).join("");
  const files = loading("", "");
  const text = `${files["Loaded/Loaded.class.st"] ?? ""}${methods}`;
  let isOver = false;
  const outcome = fileIn(ours, { ...files, "Loaded/Loaded.class.st": text }).finally(() => {
    isOver = true;
  });
  let answered = 0;
  for (; !isOver; answered += 1) expect(await inTurns("3 + 4")).toBe("7");
  expect(await outcome).toMatchObject({ kind: "loaded", methods: 1_003 });
  expect(answered).toBeGreaterThan(5);
});
