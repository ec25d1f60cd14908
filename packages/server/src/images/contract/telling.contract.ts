/** What runs tell while they run. */
import { describe, expect } from "vitest";
import type { RunEvent, RunTopic, Watch } from "../image.js";
import type { Candidate } from "./candidate.contract.js";
import { evaluation, nextRun } from "./requests.contract.js";

/** Gathers what a run tells of some topics. */
class Listener implements Watch {
  readonly events: RunEvent[] = [];
  /** How many events came at a time. */
  readonly sizes: number[] = [];

  constructor(
    readonly topics: readonly RunTopic[],
    readonly told: (event: RunEvent) => void = () => undefined,
  ) {}

  tell(events: readonly RunEvent[]): void {
    this.sizes.push(events.length);
    this.events.push(...events);
    for (const event of events) this.told(event);
  }

  get text(): string {
    return this.events.map((event) => (event.kind === "transcript" ? event.text : "")).join("");
  }
}

export function tellingPart(candidate: Candidate): void {
  describe("telling", () => {
    const evaluate = (code: string, watch: Watch) =>
      candidate.image.evaluate(evaluation(candidate.workspace, code), nextRun(), watch);

    candidate.it("tells the Transcript's text while the code runs", ["runs any code"], async () => {
      const run = nextRun();
      // Nothing but what it tells ends the code.
      const listener = new Listener(["transcript"], () => candidate.image.interrupt(run));
      const code = "Transcript show: 'early'; cr. [true] whileTrue";
      const outcome = await candidate.image.evaluate(evaluation(candidate.workspace, code), run, listener);
      expect(outcome).toMatchObject({ kind: "interrupted", output: "early\n" });
      expect(listener.text).toBe("early\n");
    });

    candidate.it("tells all of it before the outcome, many texts together", ["runs any code"], async () => {
      const listener = new Listener(["transcript"]);
      const code = "1 to: 10000 do: [:i | Transcript show: i printString; cr]";
      const outcome = await evaluate(code, listener);
      expect("output" in outcome ? outcome.output : "").toBe(listener.text);
      expect(listener.text).toHaveLength(48_894);
      expect(listener.events.length).toBeLessThan(100);
    });

    candidate.it("tells nothing of what nobody asked for", [], async () => {
      const listener = new Listener(["progress"]);
      await evaluate("Transcript show: 'unheard'", listener);
      const other = new Listener(["transcript"]);
      await Promise.all([evaluate("Transcript show: 'heard'", other), evaluate("3 + 4", listener)]);
      expect(listener.events).toEqual([]);
      expect(other.text).toBe("heard");
    });

    candidate.it("tells changes of code", ["keeps code"], async () => {
      const listener = new Listener(["changes"]);
      const definition = "TestCase << #ContractTold slots: {}; package: 'Contract-Told'";
      const { image, workspace } = candidate;
      await image.defineClass({ workspace, definition, timeoutMs: 10_000 }, nextRun(), listener);
      const request = { className: "ContractTold", source: "testA self assert: true", isClassMethod: false };
      await image.code({ name: "compileMethod", request }, listener);
      expect(listener.events).toMatchObject([
        { kind: "changed", change: { kind: "classDefined", className: "ContractTold" } },
        { kind: "changed", change: { kind: "methodCompiled", selector: "testA" } },
      ]);
    });

    candidate.it("tells each test, and how many there are", ["keeps code"], async () => {
      const listener = new Listener(["tests"]);
      const { image, workspace } = candidate;
      const request = { className: "ContractTold", source: "testB self assert: false", isClassMethod: false };
      await image.code({ name: "compileMethod", request });
      const subject = { className: "ContractTold" };
      await image.runTests(
        { workspace, subject, timeoutMs: 10_000, maxOutputBytes: 1_000 },
        nextRun(),
        listener,
      );
      expect(listener.events).toMatchObject([
        { kind: "testsBegan", total: 2 },
        { kind: "tested", result: { selector: "testA", outcome: "passed" }, done: 1, total: 2 },
        { kind: "tested", result: { selector: "testB", outcome: "failed" }, done: 2, total: 2 },
      ]);
    });

    candidate.it("tells how far a load has come", ["keeps code"], async () => {
      const listener = new Listener(["progress", "changes"]);
      const { image, workspace } = candidate;
      const methods = Array.from(
        { length: 300 },
        (_, i) => `{ #category : 'a' }\nToldFar >> m${i} [ ^${i} ]\n`,
      );
      const text = `Class { #name : #ToldFar, #superclass : #Object, #package : #Told }\n\n${methods.join("\n")}`;
      const files = { "ToldFar.class.st": text };
      await image.fileIn({ workspace, files, format: "tonel", timeoutMs: 10_000 }, nextRun(), listener);
      expect(listener.events.at(-1)).toMatchObject({
        kind: "changed",
        change: { kind: "filedIn", methods: 300 },
      });
      expect(listener.events.at(-2)).toEqual({
        kind: "progressed",
        done: 301,
        total: 301,
        what: "ToldFar",
      });
    });
  });
}
