/** A load that fails leaves the code as it was. */
import { beforeAll, expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();

const method = (name: string, body: string): string => `\n{ #category : 'a' }\n${name} [\n\n\t${body}\n]\n`;
const classText = (name: string, superclass: string, more: string, methods = ""): string =>
  `"\nComment of ${name}.\n"\nClass {\n\t#name : '${name}',\n\t#superclass : '${superclass}',${more}\n\t#category : 'Whole',\n\t#package : 'Whole'\n}\n${methods}`;

const FIRST = {
  "Whole/TWhole.trait.st": `Trait {\n\t#name : 'TWhole',\n\t#category : 'Whole',\n\t#package : 'Whole'\n}\n${method("TWhole >> t", "^ #first")}`,
  "Whole/Whole.class.st": classText(
    "Whole",
    "Object",
    "\n\t#traits : 'TWhole',\n\t#classTraits : 'TWhole classTrait',\n\t#instVars : [ 'a' ],\n\t#classVars : [ 'Kept' ],",
    method("Whole class >> kept", "^ Kept ifNil: [ Kept := 7 ]") +
      method("Whole >> a", "^ a") +
      method("Whole >> a: x", "a := x") +
      method("Whole >> both", "^ 'first'"),
  ),
  "Whole/WholePart.class.st": classText(
    "WholePart",
    "Whole",
    "",
    method("WholePart >> both", "^ super both, '!'"),
  ),
};

const STATE =
  "{ WholePart superclass. Whole instVarNames. Whole classVarNames. Whole comment. Whole selectors asSortedCollection asArray. whole a. WholePart new both. WholePart new t. Whole kept. 3 printString. (3 respondsTo: #wholeAdded). (Smalltalk includesKey: #WholeNew). (Whole >> #a) protocol. Whole package name }";

let before = "";

beforeAll(async () => {
  expect(await workspace.fileIn(FIRST, "tonel")).toMatchObject({
    kind: "loaded",
    classes: ["TWhole", "Whole", "WholePart"],
  });
  workspace.print("Whole kept. whole := WholePart new. whole a: 5. 0");
  before = workspace.print(STATE);
  expect(before).toContain("'first!'");
});

const CHANGED = {
  "Whole/WholeNew.class.st": classText("WholeNew", "Object", "", method("WholeNew >> n", "^ 1")),
  "Whole/TWhole.trait.st": `Trait {\n\t#name : 'TWhole',\n\t#instVars : [ 'traitVar' ],\n\t#category : 'Other',\n\t#package : 'Other'\n}\n${method("TWhole >> t", "^ #second")}`,
  "Whole/Whole.class.st": classText(
    "Whole",
    "WholeNew",
    "\n\t#instVars : [ 'b', 'c' ],\n\t#classVars : [ 'Gone' ],",
    method("Whole >> both", "^ 'second'") + method("Whole >> a", "^ 0"),
  ).replace("Comment of", "Another of"),
  "Whole/WholePart.class.st": classText("WholePart", "Object", ""),
  "Whole/Integer.extension.st": `Extension { #name : 'Integer' }\n${method("Integer >> wholeAdded", "^ 1").replace("'a'", "'*Whole'")}${method("Integer >> printString", "^ 'broken'").replace("'a'", "'*Whole'")}`,
};

it.each([
  [
    "a method that does not compile",
    { "Whole/Zbad.class.st": classText("Zbad", "Object", "", method("Zbad >> z", "^ (")) },
  ],
  [
    "an unknown variable",
    { "Whole/Zbad.class.st": classText("Zbad", "Object", "", method("Zbad >> z", "^ nowhere")) },
  ],
  ["an unknown superclass", { "Whole/Zbad.class.st": classText("Zbad", "Nowhere", "") }],
  [
    "a kernel class of another shape",
    { "Whole/Zbad.class.st": classText("OrderedCollection", "Object", "") },
  ],
  [
    "an extension of nothing",
    { "Whole/Zbad.class.st": `Extension { #name : 'Nowhere' }\n${method("Nowhere >> z", "^ 1")}` },
  ],
])("changes nothing where it meets %s", async (_, bad) => {
  const outcome = await workspace.fileIn({ ...CHANGED, ...bad }, "tonel");
  expect(outcome).toMatchObject({ kind: "syntaxError", path: "Whole/Zbad.class.st" });
  expect(workspace.print(STATE)).toBe(before);
});

it("changes nothing where a chunk fails, whatever went before", async () => {
  const chunks = `Object subclass: #WholeNew instanceVariableNames: '' classVariableNames: '' package: 'Whole'!
WholeNew subclass: #Whole instanceVariableNames: 'b' classVariableNames: '' package: 'Other'!
!Whole commentStamp: '' prior: 0!
Another comment!
!Whole methodsFor: 'moved'!
a
	^ 0! !
!Integer methodsFor: 'x'!
printString
	^ 'broken'!
wholeAdded
	^ 1! !
Whole removeSelector: #both!
Smalltalk at: #WholeGlobal put: 3!
WholePart removeFromSystem!
nil foo!`;
  expect(await workspace.fileIn({ "c.st": chunks }, "chunk")).toMatchObject({
    kind: "error",
    exceptionClass: "MessageNotUnderstood",
    path: "c.st",
  });
  expect(workspace.print(STATE)).toBe(before);
  expect(workspace.print("Smalltalk includesKey: #WholeGlobal")).toBe("false");
  expect(workspace.print("Whole subclasses includes: WholePart")).toBe("true");
});

it("loads the same files where all is well, afterwards", async () => {
  const { "Whole/Integer.extension.st": _, ...good } = CHANGED;
  expect(await workspace.fileIn(good, "tonel")).toMatchObject({ kind: "loaded" });
  expect(workspace.print("{ Whole superclass name. Whole new both. Whole new a }")).toBe(
    "#(#WholeNew 'second' 0)",
  );
});

const initializing = (name: string, superclass: string, body: string, more = "") =>
  classText(name, superclass, more, method(`${name} class >> initialize`, body));

it.each([
  ["an error", "Transcript show: 'so far'. nil foo", "error"],
  [
    "a recursion without end",
    "Transcript show: 'so far'. [ :b | b value: b ] value: [ :b | b value: b ]",
    "exhausted",
  ],
])("changes nothing where an initialize ends in %s", async (_, body, kind) => {
  const outcome = await workspace.fileIn(
    {
      "Whole/A.class.st": initializing("WholeC", "WholeB", "Smalltalk at: #WholeCRan put: true"),
      "Whole/B.class.st": initializing("WholeB", "WholeA", body),
      "Whole/C.class.st": initializing("WholeA", "Object", "Smalltalk at: #WholeARan put: true"),
    },
    "tonel",
  );
  expect(outcome).toMatchObject({
    kind,
    path: "Whole/B.class.st",
    initializing: "WholeB",
    output: "so far",
  });
  expect(
    workspace.print(
      "#(WholeA WholeB WholeC WholeARan WholeCRan) select: [ :each | Smalltalk includesKey: each ]",
    ),
  ).toBe("#()");
});

it("leaves instances their values where the initialize of another shape fails", async () => {
  const keep = (body: string, more: string, methods: string) => ({
    "Keep/Keep.class.st": initializing("Keep", "Object", body, more) + methods,
  });
  const accessors = method("Keep >> x", "^ x") + method("Keep >> x: n", "x := n");
  const first = keep(
    "Count := 1. unique := self new x: 7; yourself",
    "\n\t#instVars : [ 'x' ],\n\t#classVars : [ 'Count' ],\n\t#classInstVars : [ 'unique' ],",
    accessors + method("Keep class >> unique", "^ unique") + method("Keep class >> count", "^ Count"),
  );
  expect(await workspace.fileIn(first, "tonel")).toMatchObject({ kind: "loaded" });
  workspace.print("keep := Keep new. keep x: 42. 0");
  const other = keep(
    "Count := 2. unique := nil. nil foo",
    "\n\t#instVars : [ 'y' ],\n\t#classVars : [ 'Count' ],\n\t#classInstVars : [ 'unique' ],",
    method("Keep >> y", "^ y"),
  );
  expect(await workspace.fileIn(other, "tonel")).toMatchObject({ kind: "error", initializing: "Keep" });
  expect(
    workspace.print(
      "{ keep x. Keep new x. (Keep new x: 3; x). Keep instVarNames. Keep unique x. Keep count }",
    ),
  ).toBe("#(42 nil 3 #(#x) 7 1)");
  expect(workspace.error("keep y").exceptionClass).toBe("MessageNotUnderstood");
});
