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

beforeAll(() => {
  expect(workspace.fileIn(FIRST, "tonel")).toMatchObject({
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
])("changes nothing where it meets %s", (_, bad) => {
  const outcome = workspace.fileIn({ ...CHANGED, ...bad }, "tonel");
  expect(outcome).toMatchObject({ kind: "syntaxError", path: "Whole/Zbad.class.st" });
  expect(workspace.print(STATE)).toBe(before);
});

it("changes nothing where a chunk fails, whatever went before", () => {
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
  expect(workspace.fileIn({ "c.st": chunks }, "chunk")).toMatchObject({
    kind: "error",
    exceptionClass: "MessageNotUnderstood",
    path: "c.st",
  });
  expect(workspace.print(STATE)).toBe(before);
  expect(workspace.print("Smalltalk includesKey: #WholeGlobal")).toBe("false");
  expect(workspace.print("Whole subclasses includes: WholePart")).toBe("true");
});

it("loads the same files where all is well, afterwards", () => {
  const { "Whole/Integer.extension.st": _, ...good } = CHANGED;
  expect(workspace.fileIn(good, "tonel")).toMatchObject({ kind: "loaded" });
  expect(workspace.print("{ Whole superclass name. Whole new both. Whole new a }")).toBe(
    "#(#WholeNew 'second' 0)",
  );
});

it("tells what an initialize that failed leaves", () => {
  const failing = (name: string, superclass: string, body: string) =>
    classText(name, superclass, "", method(`${name} class >> initialize`, body));
  const outcome = workspace.fileIn(
    {
      "Whole/A.class.st": failing("WholeC", "WholeB", "Smalltalk at: #WholeCRan put: true"),
      "Whole/B.class.st": failing("WholeB", "WholeA", "Transcript show: 'so far'. nil foo"),
      "Whole/C.class.st": failing("WholeA", "Object", "Smalltalk at: #WholeARan put: true"),
    },
    "tonel",
  );
  expect(outcome).toMatchObject({
    kind: "error",
    path: "Whole/B.class.st",
    output: "so far",
    left: { classes: ["WholeC", "WholeB", "WholeA"], methods: 3, uninitialized: ["WholeB", "WholeC"] },
  });
  expect(
    workspace.print(
      "{ Smalltalk includesKey: #WholeARan. Smalltalk includesKey: #WholeCRan. WholeC new class }",
    ),
  ).toBe("{true. false. WholeC}");
});
