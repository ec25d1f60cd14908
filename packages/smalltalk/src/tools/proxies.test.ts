/** Objects that understand next to nothing, or hand all they are sent on: no tool fails, or waits without end, on one. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { openImage } from "../image/open-image.js";
import { TestWorkspace, Watcher } from "../image/workspace.testing.js";
import type { DebugOutcome } from "./debug-requests.js";

const image = openImage();
const workspace = new TestWorkspace(image);
let watcher: Watcher;

beforeAll(async () => {
  watcher = await Watcher.start(image);
});
afterAll(() => watcher.stop());

/** What each answers to `doesNotUnderstand:`, and how it prints. */
const KINDS: readonly (readonly [name: string, answer: string | null, printed: RegExp])[] = [
  ["Forwarding", "aMessage sendTo: target", /^#\(1 2\)$/],
  ["Mute", null, /^a Mute \(printing failed: MessageNotUnderstood\)$/],
  ["Nothing", "nil", /^a Nothing \(printing failed: .*\)$/],
  ["Itself", "self", /^an Itself \(printing failed: .*\)$/],
  ["Failing", "1 / 0", /^a Failing \(printing failed: ZeroDivide\)$/],
  ["Recursive", "self foo", /^a Recursive \(printing failed: .*\)$/],
  ["Looping", "[ true ] whileTrue", /^a Looping \(printing failed: it took too long\)$/],
];

beforeAll(() => {
  for (const [name, answer] of KINDS) {
    workspace.print(`(ProtoObject << #${name}) slots: { #target }; package: 'Proxies'; install`);
    workspace.print(`${name} compile: 'target: anObject target := anObject'`);
    if (answer !== null) workspace.print(`${name} compile: 'doesNotUnderstand: aMessage ^ ${answer}'`);
    workspace.print(
      `proxy${name} := ${name} basicNew. proxy${name} target: #(1 2). kept${name} := Array with: proxy${name}. 1`,
    );
  }
});

const ask = (debuggerId: string, name: "stack" | "proceed"): Promise<DebugOutcome> =>
  new Promise((done) =>
    image.debug(
      {
        workspace: workspace.id,
        debuggerId,
        operation: name === "stack" ? { name, offset: 0, limit: 100 } : { name },
        timeoutMs: 10_000,
        maxPrint: 1000,
        maxOutputBytes: 10_000,
        maxKept: 100,
      },
      done,
    ),
  );

it.each(KINDS)("%s is evaluated, looked into, completed and debugged", async (name, _answer, printed) => {
  expect(workspace.print(`proxy${name}`)).toMatch(printed);
  expect(workspace.evaluate(`kept${name}`).kind).toBe("value");

  const inspected = await workspace.inspect({ expression: `proxy${name}` }, { includePrivate: true });
  if (inspected.kind !== "inspection") throw new Error(JSON.stringify(inspected));
  const { inspection } = inspected;
  expect(inspection.object.printString).toMatch(printed);
  expect(JSON.stringify(inspection)).toContain("#(1 2)");
  expect((await workspace.inspect({ expression: `kept${name}` })).kind).toBe("inspection");

  const code = `proxy${name} tar`;
  expect(
    image.code.complete({ code, position: code.length, workspace: workspace.id }).completions[0]?.text,
  ).toBe("target:");

  // An activation whose receiver it is, and one that has it as a variable.
  const stopped = workspace.evaluate(`| held | held := proxy${name}. Halt now. held target: 3`, {
    debug: true,
  });
  if (!("debuggerId" in stopped) || stopped.debuggerId === undefined)
    throw new Error(JSON.stringify(stopped));
  const state = await ask(stopped.debuggerId, "stack");
  expect(state.kind).toBe("state");
  expect(JSON.stringify(state)).toContain("doit");
  expect((await ask(stopped.debuggerId, "proceed")).kind).toBe("state");
});
