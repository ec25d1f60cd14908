/** Saved contexts: what a workspace holds, kept under a name and brought back. */
import { expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

const { image } = new TestWorkspace();
let count = 0;
const fresh = () => {
  count += 1;
  return new TestWorkspace(image, `context ${count}`);
};

it("keeps variables as they were when they were saved", () => {
  const workspace = fresh();
  workspace.print("list := OrderedCollection with: 1. n := 3. s := 'abc' copy. f := 1.5. big := 1 << 100");
  expect(image.saveContext(workspace.id, "before")).toMatchObject({ name: "before", variables: 5 });
  workspace.print("list add: 2. n := 4. s at: 1 put: $X. more := 7");
  expect(image.loadContext(workspace.id, "before")).toMatchObject({ variables: expect.any(Number) });
  expect(workspace.print("{ list. n. s. f. big. more }")).toBe(
    "an Array(an OrderedCollection(1) 3 'abc' 1.5 1267650600228229401496703205376 nil)",
  );
  workspace.print("list add: 9");
  image.loadContext(workspace.id, "before");
  expect(workspace.print("list")).toBe("an OrderedCollection(1)");
});

it("keeps identity and cycles", () => {
  const workspace = fresh();
  workspace.print(
    "a := Array new: 2. a at: 1 put: a. b := a. c := OrderedCollection with: a. a at: 2 put: c",
  );
  image.saveContext(workspace.id, "cycle");
  workspace.print("a := b := c := nil");
  image.loadContext(workspace.id, "cycle");
  expect(workspace.print("{ (a at: 1) == a. a == b. c first == a. (a at: 2) == c }")).toBe(
    "#(true true true true)",
  );
});

it("keeps a deep structure", () => {
  const workspace = fresh();
  workspace.print("chain := nil. 1 to: 100000 do: [ :i | chain := i -> chain ]");
  image.saveContext(workspace.id, "deep");
  image.loadContext(workspace.id, "deep");
  expect(
    workspace.print("| n | n := 0. [ chain notNil ] whileTrue: [ n := n + 1. chain := chain value ]. n"),
  ).toBe("100000");
});

it("keeps hashed collections in order, also those that go by identity", () => {
  const workspace = fresh();
  workspace.print(
    "keys := (1 to: 50) collect: [ :i | Object new ]. ids := IdentityDictionary new. all := Set new. keys doWithIndex: [ :k :i | ids at: k put: i. all add: k ]. names := Dictionary new. names at: 'one' put: 1; at: 2/3 put: 2",
  );
  image.saveContext(workspace.id, "hashed");
  image.loadContext(workspace.id, "hashed");
  expect(
    workspace.print(
      "{ keys allSatisfy: [ :k | (all includes: k) and: [ (ids at: k) = (keys indexOf: k) ] ]. names at: 'one'. names at: 2/3 }",
    ),
  ).toBe("#(true 1 2)");
});

it("shares classes, globals, symbols and blocks with the image", () => {
  const workspace = fresh();
  workspace.print(
    "c := Array. s := #abc. t := Transcript. k := $k. b := [ :x | x + 1 ]. all := { Object. Smalltalk }",
  );
  image.saveContext(workspace.id, "shared");
  image.loadContext(workspace.id, "shared");
  expect(
    workspace.print(
      "{ c == Array. s == #abc. t == Transcript. k == $k. b value: 1. all first == Object. all last == Smalltalk }",
    ),
  ).toBe("#(true true true true 2 true true)");
});

it("brings back history and the objects that were shown, under their ids", async () => {
  const workspace = fresh();
  const { objectId } = workspace.value("Array with: 5");
  image.saveContext(workspace.id, "shown");
  image.clear(workspace.id, "all");
  expect((await workspace.inspect({ objectId })).kind).toBe("objectNotFound");
  image.loadContext(workspace.id, "shown");
  expect(await workspace.inspect({ objectId })).toMatchObject({
    inspection: { object: { printString: "#(5)" } },
  });
  expect(image.summarize(workspace.id, 10)?.history).toMatchObject([{ code: "Array with: 5" }]);
});

it("is found from another workspace, and not where there is none", () => {
  const [one, two] = [fresh(), fresh()];
  one.print("x := 'of one'");
  image.saveContext(one.id, "mine");
  expect(image.loadContext(two.id, "mine")).toBe("noSuchContext");
  expect(image.loadContext(two.id, "mine", one.id)).toMatchObject({ variables: expect.any(Number) });
  expect(two.print("x")).toBe("'of one'");
  expect(image.loadContext("nobody", "mine")).toBe("noSuchWorkspace");
  expect(image.saveContext("nobody", "mine")).toBeUndefined();
});

it("clears what it is asked to clear, and counts it", () => {
  const workspace = fresh();
  workspace.print("x := 1. y := 2");
  expect(image.clear(workspace.id, "variables")).toEqual({ variables: 2, history: 0, objects: 0 });
  expect(workspace.print("x")).toBe("nil");
  expect(image.clear(workspace.id, "history")).toMatchObject({ history: 2 });
  expect(image.clear(workspace.id, "objects")).toMatchObject({ objects: 2 });
  expect(image.clear("nobody", "all")).toBeUndefined();
});

it("tells what is there, the latest first to be kept", () => {
  const workspace = fresh();
  workspace.print("x := 3. y := 'why'");
  image.saveContext(workspace.id, "s");
  expect(image.summarize(workspace.id, 10)).toMatchObject({
    variables: [
      { name: "x", className: "SmallInteger", printString: "3" },
      { name: "y", className: "ByteString", printString: "'why'" },
    ],
    history: [{ index: 1 }],
    saved: [{ name: "s" }],
  });
});

it("brings a value back into the variable that blocks were made over", () => {
  const workspace = fresh();
  workspace.print("a := Array new: 2. size := [ a size ]");
  image.saveContext(workspace.id, "blocks");
  workspace.print("a := Array new: 3");
  image.loadContext(workspace.id, "blocks");
  expect(workspace.print("size value")).toBe("2");
  image.clear(workspace.id, "variables");
  workspace.print("a := Array new: 4");
  image.loadContext(workspace.id, "blocks");
  expect(workspace.print("a := Array new: 5. size value")).toBe("5");
});

it("shares no variable with the workspace that a context is of", () => {
  const [from, to] = [fresh(), fresh()];
  from.print("n := 3");
  image.saveContext(from.id, "shared");
  image.loadContext(to.id, "shared", from.id);
  to.print("n := 4");
  expect(from.print("n")).toBe("3");
});
