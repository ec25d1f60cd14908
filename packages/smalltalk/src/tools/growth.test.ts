/** What grows without end uses the memory up, whatever handles its errors; one request that is out of proportion is an error. */
import { describe, expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();
const neighbour = new TestWorkspace(workspace.image);

const STRING = "| s | s := 'a'. [ true ] whileTrue: [ s := s , s ]";

describe("growth without end is exhausted", () => {
  it.each([
    STRING,
    `[ ${STRING} ] on: Error do: [ :e | e retry ]`,
    `[ ${STRING} ] on: Exception do: [ :e | e retry ]`,
    `[ ${STRING} ] on: OutOfMemory do: [ :e | e return: 42 ]`,
    "| s | s := 'a'. [ [ s := s , s ] on: Exception do: [ :e | e retry ] ] repeat",
    `[ ${STRING} ] ensure: [ Transcript show: 'x' ]`,
    `[ 3 ] ensure: [ ${STRING} ]`,
    `[ ${STRING} ] ifCurtailed: [ ${STRING} ]`,
    "grown := 'a'. [ grown := grown , grown ] repeat",
    "| s | s := WriteStream on: String new. [ s nextPutAll: 'some more of what there is' ] repeat",
    "| s | s := WriteStream on: Array new. [ s nextPut: $a ] repeat",
    "[ | c | c := OrderedCollection new. [ c add: 1 ] repeat ] on: Error do: [ :e | e retry ]",
    "| c | c := OrderedCollection new. [ c addFirst: 1 ] repeat",
    "| s | s := Set new. 1 to: 1e12 do: [ :i | s add: i ]",
    "| a | a := #(1). [ a := a , a ] repeat",
    "| b | b := #[ 1 ]. [ b := b , b ] repeat",
    "| s | s := 'ab'. [ s := String streamContents: [ :out | 3 timesRepeat: [ out nextPutAll: s ] ] ] repeat",
    "| s | s := 'a'. [ s := s join: { s. s. s } ] repeat",
  ])(
    "%s",
    (code) => {
      const outcome = workspace.evaluate(code, { timeoutMs: 30_000 });
      expect(outcome).toMatchObject({ kind: "exhausted", resource: "memory" });
      expect(workspace.print("grown := nil. 3 + 4")).toBe("7");
      expect(neighbour.print("3 + 4")).toBe("7");
    },
    60_000,
  );
});

it("whoever goes on asking for what is refused is exhausted", () => {
  for (const code of [
    "[ Array new: 1000000000 ] on: Error do: [ :e | e retry ]",
    "[ [ String new: 1e12 ] on: OutOfMemory do: [ :e | e return: 3 ] ] repeat",
    "[ [ Array new: 1 << 70 ] on: Error do: [ ] ] repeat",
  ])
    expect(workspace.evaluate(code), code).toMatchObject({ kind: "exhausted", resource: "memory" });
  expect(workspace.print("3 + 4")).toBe("7");
});

it("one request that is out of proportion is an error, which can be handled", () => {
  expect(workspace.error("Array new: 1000000000").exceptionClass).toBe("OutOfMemory");
  expect(workspace.print("[ Array new: 1000000000 ] on: OutOfMemory do: [ :e | e return: 42 ]")).toBe("42");
  expect(
    workspace.print(
      "(String new: 1000000) size. [ Array new: 1e12 ] on: OutOfMemory do: [ :e | e messageText ]",
    ),
  ).toBe("'There is no room for 1000000000000 elements'");
});

it("holds as many elements as it says", () => {
  const last =
    "| c | c := OrderedCollection new: Array mostElements - 1. Array mostElements - 1 timesRepeat: [ c add: 1 ]. ";
  expect(workspace.print("(Array new: Array mostElements) size = Array mostElements")).toBe("true");
  expect(workspace.print(`${last}c add: 2. c size = Array mostElements and: [ c last = 2 ]`)).toBe("true");
  // What leaves at one end makes room at the other.
  expect(workspace.print(`${last}c removeFirst. c add: 2. c removeFirst. c add: 3. c last`)).toBe("3");
});
