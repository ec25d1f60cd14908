/** A session may have so many processes at once, and what they do is its own affair. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { TestWorkspace, Watcher } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();
let watcher: Watcher;
beforeAll(async () => {
  watcher = await Watcher.start(workspace.image);
});
afterAll(() => watcher.stop());

it.each([
  "[ [ [ true ] whileTrue ] forkAt: Processor userBackgroundPriority ] repeat",
  "[ [ Semaphore new wait ] fork ] on: Exception do: [ :e | e retry ]. [ [ Semaphore new wait ] fork ] repeat",
  "| b | b := nil. b := [ b fork. b fork. Processor yield ]. b value. Semaphore new wait",
  // Their processes come before the run, which has its turns all the same.
  "[ [ [ true ] whileTrue ] forkAt: Processor highestPriority ] repeat",
  "[ [ [ true ] whileTrue ] forkAt: Processor userInterruptPriority ] repeat",
  "[ [ [ [ true ] whileTrue ] forkAt: Processor highestPriority ] repeat ] on: Exception do: [ :e | e retry ]",
  "[ [ Semaphore new wait ] forkAt: Processor highestPriority ] repeat",
  "[ [ [ [ true ] whileTrue ] forkAt: Processor highestPriority ] repeat ] ensure: [ [ [ true ] whileTrue ] forkAt: Processor highestPriority ]",
  "Processor activeProcess priority: Processor highestPriority. [ [ [ true ] whileTrue ] fork ] repeat",
  "| b | b := nil. b := [ 2 timesRepeat: [ b forkAt: Processor highestPriority ] ]. b value. Semaphore new wait",
])("ends in an error of its own: %s", (code) => {
  const outcome = workspace.evaluate(code, { timeoutMs: 10_000 });
  expect(outcome).toMatchObject({ kind: "exhausted", resource: "processes", limit: 1_000 });
  expect(workspace.print("| n | n := 0. 5 timesRepeat: [ [ n := n + 1 ] fork ]. Processor yield. n")).toBe(
    "5",
  );
});

it.each(["highestPriority", "userInterruptPriority"])(
  "what comes before a run ends with it where its time is over: %s",
  (priority) => {
    const code = `[ [ true ] whileTrue ] forkAt: Processor ${priority}. [ true ] whileTrue`;
    expect(workspace.evaluate(code, { timeoutMs: 200 }).kind).toBe("timeout");
    expect(workspace.print("(Delay forMilliseconds: 15) wait. 3 + 4")).toBe("7");
    expect(workspace.image.listProcesses(workspace.id)).toEqual([]);
  },
);

it("what comes before a run leaves it turns", () => {
  expect(
    workspace.print(
      "greedy := [ [ true ] whileTrue ] forkAt: Processor highestPriority. 100 factorial printString size",
    ),
  ).toBe("158");
  expect(workspace.print("greedy terminate. greedy isTerminated")).toBe("true");
});

it("very many of a run's own priority end with it", () => {
  const code = "[ [ [ true ] whileTrue ] fork ] repeat";
  expect(["timeout", "exhausted"]).toContain(workspace.evaluate(code, { timeoutMs: 1_000 }).kind);
  expect(workspace.print("10 timesRepeat: [ Processor yield ]. 3 + 4")).toBe("7");
});

it("processes that were never begun are not counted", () => {
  expect(workspace.print("(1 to: 3000) do: [ :i | [ i ] newProcess ]. 1")).toBe("1");
});

it("all of a session's processes are unwound within the time of one", () => {
  const code = "[ [ [ Semaphore new wait ] ensure: [ [ true ] whileTrue ] ] fork. Processor yield ] repeat";
  expect(workspace.evaluate(code, { timeoutMs: 10_000 })).toMatchObject({ resource: "processes" });
  expect(workspace.print("3 + 4")).toBe("7");
  // What is being unwound needs the clock that ends it.
  while (workspace.image.listProcesses(workspace.id)?.length !== 0)
    workspace.print("(Delay forMilliseconds: 20) wait");
});

it("an unwind block without end keeps who terminates its process, until one of the two is ended from outside", () => {
  const code =
    "terminating := [ [ 3 ] ensure: [ [ true ] whileTrue: [ Processor yield ] ] ] fork. Processor yield. terminating terminate";
  expect(workspace.evaluate(code, { timeoutMs: 60 }).kind).toBe("timeout");
  expect(workspace.print("{ terminating state. terminating isTerminating }")).toBe("#(#ready true)");
  const [process] = workspace.image.listProcesses(workspace.id) ?? [];
  expect(workspace.image.terminateProcess(workspace.id, process?.number ?? 0)).toBe(true);
  expect(workspace.print("terminating state")).toBe("#terminated");
});
