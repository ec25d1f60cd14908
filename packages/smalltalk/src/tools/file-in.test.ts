/** Loading source files. */
import { describe, expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();

const classFile = (name: string, superclass: string, methods = "", more = "") => `"
A class for tests.
"
Class {
	#name : '${name}',
	#superclass : '${superclass}',
	#instVars : [ 'x' ],${more}
	#category : 'Loaded',
	#package : 'Loaded'
}
${methods}`;

describe("Tonel", () => {
  it("loads classes behind their superclasses, then methods, then initialize", async () => {
    const outcome = await workspace.fileIn(
      {
        "Loaded/Leaf.class.st": classFile(
          "LoadedLeaf",
          "LoadedRoot",
          "\n{ #category : 'a' }\nLoadedLeaf >> twice [\n\n\t^ self once * 2\n]\n",
        ).replace("[ 'x' ]", "[ 'y' ]"),
        "Loaded/Root.class.st": classFile(
          "LoadedRoot",
          "Object",
          "\n{ #category : 'a' }\nLoadedRoot class >> initialize [\n\n\tCount := 21\n]\n\n{ #category : 'a' }\nLoadedRoot >> once [\n\n\t^ Count\n]\n",
          "\n\t#classVars : [ 'Count' ],",
        ),
        "Loaded/Integer.extension.st":
          "Extension { #name : 'Integer' }\n\n{ #category : '*Loaded' }\nInteger >> loaded [\n\n\t^ self + 1\n]\n",
        "Loaded/package.st": "Package { #name : 'Loaded' }\n",
      },
      "tonel",
    );
    expect(outcome).toMatchObject({ kind: "loaded", packages: ["Loaded"], methods: 4 });
    expect(workspace.print("LoadedLeaf new twice")).toBe("42");
    expect(workspace.print("3 loaded")).toBe("4");
    expect(workspace.print("LoadedRoot comment")).toBe("'A class for tests.'");
    expect(workspace.print("LoadedLeaf allInstVarNames")).toBe("#(#x #y)");
    expect(workspace.print("(Integer >> #loaded) protocol")).toBe("'*Loaded'");
  });

  it("loads traits before what is composed of them, whatever the order of the files", async () => {
    const method = (pattern: string, body: string) => `\n{ #category : 'a' }\n${pattern} [\n\n\t${body}\n]\n`;
    const outcome = await workspace.fileIn(
      {
        "Loaded/Able.class.st": classFile(
          "LoadedAble",
          "Object",
          method("LoadedAble >> own", "^ x := 3"),
          "\n\t#traits : 'TLoaded + (TLoadedMore - {#a} @ {#c->#a})',\n\t#classTraits : 'TLoaded classTrait',",
        ),
        "Loaded/TLoadedMore.trait.st": `Trait {\n\t#name : 'TLoadedMore',\n\t#package : 'Loaded'\n}\n${method("TLoadedMore >> a", "^ #more")}`,
        "Loaded/TLoaded.trait.st": `Trait {\n\t#name : #TLoaded,\n\t#instVars : [ #kept ],\n\t#category : #Loaded\n}\n${method("TLoaded >> a", "^ kept := #loaded")}${method("TLoaded class >> make", "^ self new")}`,
      },
      "tonel",
    );
    expect(outcome).toMatchObject({ kind: "loaded", classes: ["LoadedAble", "TLoadedMore", "TLoaded"] });
    expect(workspace.print("{ LoadedAble make a. LoadedAble make c. LoadedAble make own }")).toBe(
      "#(#loaded #more 3)",
    );
    expect(workspace.print("LoadedAble instVarNames")).toBe("#(#x #kept)");
    expect(
      await workspace.fileIn(
        { "Loaded/Un.class.st": classFile("LoadedUn", "Object", "", "\n\t#traits : 'TNowhere',") },
        "tonel",
      ),
    ).toMatchObject({ kind: "syntaxError", path: "Loaded/Un.class.st" });
  });

  it("names file, line and what was expected where a method is wrong", async () => {
    const text = classFile(
      "LoadedBad",
      "Object",
      "\n{ #category : 'a' }\nLoadedBad >> bad [\n\n\t^ 3 +\n]\n",
    );
    const line = text.split("\n").findIndex((l) => l.includes("^ 3 +")) + 1;
    const outcome = await workspace.fileIn({ "Loaded/Bad.class.st": text }, "tonel");
    expect(outcome).toMatchObject({ kind: "syntaxError", path: "Loaded/Bad.class.st" });
    if (outcome.kind !== "syntaxError") return;
    expect(outcome.report.message).toContain("LoadedBad");
    expect([line, line + 1]).toContain(outcome.report.line);
    expect(outcome.report.expected).toMatch(/argument|operand|expression/);
  });

  for (const [what, text, line, expected] of [
    ["a header that does not end", "Class {\n\t#name : 'Foo',\n", 3, /./],
    ["a string that does not end", "Class {\n\t#name : 'Foo\n}\n", 2, /'/],
    [
      "a method that does not end",
      `${classFile("LoadedOpen", "Object")}\nLoadedOpen >> open [\n\n\t^ 3\n`,
      12,
      /\]/,
    ],
    ["what is no definition", "Klass { #name : 'Foo' }\n", 1, /Class/],
    ["a superclass that is not there", classFile("LoadedOrphan", "LoadedNowhere"), 4, /class/],
    ["a class that cannot be", classFile("lowercase", "Object"), 4, /./],
    [
      "an extension of nothing",
      "Extension { #name : 'Nowhere' }\n\n{ #category : 'a' }\nNowhere >> foo [\n\n\t^ 1\n]\n",
      4,
      /class/,
    ],
  ] as const) {
    it(`tells of ${what}`, async () => {
      const outcome = await workspace.fileIn({ "a/file.st": text }, "tonel");
      expect(outcome).toMatchObject({ kind: "syntaxError", path: "a/file.st", report: { line } });
      if (outcome.kind === "syntaxError") expect(outcome.report.expected).toMatch(expected);
    });
  }

  it("defines nothing where one of the files cannot be read", async () => {
    await workspace.fileIn({ "A.st": classFile("LoadedGood", "Object"), "B.st": "Class {" }, "tonel");
    expect(workspace.print("Smalltalk includesKey: #LoadedGood")).toBe("false");
  });

  it("ends with the error of an initialize that fails, and names its file", async () => {
    const text = classFile(
      "LoadedFailing",
      "Object",
      "\n{ #category : 'a' }\nLoadedFailing class >> initialize [\n\n\tnil foo\n]\n",
    );
    expect(
      await workspace.fileIn({ "F.st": text, "G.st": classFile("LoadedFine", "Object") }, "tonel"),
    ).toMatchObject({
      kind: "error",
      path: "F.st",
      exceptionClass: "MessageNotUnderstood",
      stack: [{ method: "LoadedFailing class>>initialize", line: 3 }],
    });
  });
});

describe("chunks", () => {
  it("runs doits, defines methods and sets comments, in order", async () => {
    const text = `Object subclass: #Chunked instanceVariableNames: 'n' classVariableNames: '' package: 'Chunks'!
Chunked comment: 'From chunks, it!!s said'!

!Chunked methodsFor: 'a'!
n
	^ n ifNil: [ 0 ]!

n: anInteger
	n := anInteger! !

!Chunked class methodsFor: 'b'!
of: anInteger
	^ self new n: anInteger; yourself! !

chunked := Chunked of: 5!`;
    expect(await workspace.fileIn({ "c.st": text }, "chunk")).toMatchObject({
      kind: "loaded",
      packages: ["Chunks"],
      classes: ["Chunked"],
      methods: 3,
    });
    expect(workspace.print("{ chunked n. Chunked comment. (Chunked >> #n) protocol }")).toBe(
      "#(5 'From chunks, it!s said' 'a')",
    );
  });

  it("stops at what is wrong, and names the file", async () => {
    expect(await workspace.fileIn({ "c.st": "kept := 1!\nnil foo!\nkept := 2!" }, "chunk")).toMatchObject({
      kind: "error",
      path: "c.st",
    });
    expect(workspace.print("kept")).toBe("1");
    expect(await workspace.fileIn({ "d.st": "!Object methodsFor: 'x'!\nbad ^ (! !" }, "chunk")).toMatchObject(
      {
        kind: "syntaxError",
        path: "d.st",
      },
    );
    expect(await workspace.fileIn({ "f.st": "3!\n\n4\n+!" }, "chunk")).toMatchObject({
      kind: "syntaxError",
      report: { line: 4, expected: expect.stringMatching(/argument/) },
    });
    expect(
      await workspace.fileIn({ "e.st": "!Nowhere methodsFor: 'x'!\nfoo ^ 1! !" }, "chunk"),
    ).toMatchObject({
      kind: "syntaxError",
      path: "e.st",
    });
  });
});

describe("a script", () => {
  it("runs in the workspace", async () => {
    expect((await workspace.fileIn({ "s.st": "scripted := 3 + 4.\nscripted squared" }, "script")).kind).toBe(
      "loaded",
    );
    expect(workspace.print("scripted")).toBe("7");
    expect(await workspace.fileIn({ "s.st": "nil foo" }, "script")).toMatchObject({
      kind: "error",
      path: "s.st",
    });
    expect(await workspace.fileIn({ "s.st": "3 +" }, "script")).toMatchObject({
      kind: "syntaxError",
      path: "s.st",
    });
  });
});
