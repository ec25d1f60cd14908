/** The heap walker finds what V8 finds: its own list of a class's objects is the oracle. */
import { Session } from "node:inspector";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { ClassObject } from "../classes/index.js";
import { openEngine } from "./open-engine.js";
import { EmbeddedImage } from "./open-image.js";
import { TestWorkspace } from "./workspace.testing.js";

const engine = openEngine({ activations: 2_500 });
const workspace = new TestWorkspace(new EmbeddedImage(engine));
const session = new Session();
session.connect();
afterAll(() => session.disconnect());

workspace.print(
  "Object subclass: #Found instanceVariableNames: 'a b' classVariableNames: 'Shared' package: 'Walk-Tests'",
);
workspace.print("Found class instanceVariableNames: 'own'");
workspace.print("Found class compile: 'own: x own := x'. Found class compile: 'shared: x Shared := x'");
workspace.print("Found compile: 'a: x a := x'. Found compile: 'hold: x ^ [ :y | x. y ]'");

/** How many objects V8 has whose prototype is the class's own. */
function countOfV8(cls: ClassObject): number {
  Reflect.set(globalThis, "heapWalkTest", cls.proto);
  let count = -1;
  session.post("Runtime.evaluate", { expression: "heapWalkTest" }, (error, { result }) => {
    if (error !== null || result.objectId === undefined) return;
    session.post("Runtime.queryObjects", { prototypeObjectId: result.objectId }, (_, { objects }) => {
      if (objects.objectId === undefined) return;
      session.post(
        "Runtime.callFunctionOn",
        {
          objectId: objects.objectId,
          functionDeclaration: "function(){return this.length}",
          returnByValue: true,
        },
        (__, answer) => {
          if (typeof answer.result.value === "number") count = answer.result.value;
        },
      );
      session.post("Runtime.releaseObject", { objectId: objects.objectId });
    });
  });
  Reflect.deleteProperty(globalThis, "heapWalkTest");
  return count;
}

/** Ways to hold one more instance, and what holds it. */
const HOLDERS = [
  "v1 := Found new. nil",
  "v1 := { Found new. v1 }. nil",
  "Smalltalk at: #WalkedGlobal put: (OrderedCollection with: Found new with: v1). nil",
  "v2 := [ :x | [ x ] ] value: Found new. nil",
  "| x | x := nil. v2 := [ x ]. x := Found new. v2 := { v2. v2 }. nil",
  "v3 := [ | mine | mine := Found new. Processor activeProcess suspend. mine ] fork. Processor yield. nil",
  "v4 := Semaphore new. [ :mine | [ v4 wait. mine ] fork ] value: Found new. Processor yield. nil",
  "Found own: Found new. nil",
  "Found shared: (Found new a: Found new). nil",
  "v5 := Found new. v6 := Ephemeron key: v5 value: Found new. nil",
  "v7 := WeakArray with: Found new. nil",
  "v8 := Found new hold: Found new. nil",
  "v9 := #(1 2 3). v9 := Dictionary new at: v9 put: Found new; yourself. nil",
  "v3 := nil. v4 := nil. v1 := nil. nil",
  "v2 := nil. v5 := nil. v8 := nil. v9 := nil. nil",
  "Smalltalk removeKey: #WalkedGlobal ifAbsent: [ ]. Found own: nil; shared: nil. nil",
];

describe("the heap walker", () => {
  it("finds every instance that V8 has, and no other", () => {
    const cls = engine.environment.classNamed("Found");
    if (!(cls instanceof ClassObject)) throw new Error("no class Found");
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: HOLDERS.length - 1 }), { maxLength: 10 }), (steps) => {
        for (const step of steps) workspace.evaluate(HOLDERS[step] ?? "nil");
        workspace.print("Smalltalk garbageCollect");
        const found = engine.heap.instancesOf(new Set([cls]));
        expect(new Set(found).size).toBe(found.length);
        expect(countOfV8(cls)).toBe(found.length);
      }),
      { numRuns: 8 },
    );
    // Each comparison collects garbage twice.
  }, 120_000);

  it("leaves identity hashes as they were", () => {
    const before = workspace.print(
      "{ v1 identityHash. Found identityHash. #walk identityHash. WeakArray identityHash }",
    );
    engine.heap.reach();
    expect(
      workspace.print("{ v1 identityHash. Found identityHash. #walk identityHash. WeakArray identityHash }"),
    ).toBe(before);
  });
});
