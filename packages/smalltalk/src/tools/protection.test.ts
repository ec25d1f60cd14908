/** The kernel stays as it is, by whichever door somebody comes. */
import { describe, expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();

describe("code that changes the kernel", () => {
  it.each([
    ["Integer compile: 'isPrime ^ false'", "ModificationForbidden", "Integer>>isPrime"],
    ["Integer compile: 'isPrime ^ false' classified: '*Mine'", "ModificationForbidden", "Integer>>isPrime"],
    ["Object class compile: 'new ^ nil'", "ModificationForbidden", "Behavior>>new"],
    ["SmallInteger compile: 'asString ^ 1'", "ModificationForbidden", "SmallInteger inherits it"],
    ["Object removeSelector: #printString", "ModificationForbidden", "Object>>printString"],
    ["Smalltalk at: #Array put: 3", "Error", "Array names a class"],
    ["Smalltalk primitiveAt: #Array put: 3", "ModificationForbidden", "Array is a global of the kernel"],
    ["Smalltalk at: #Transcript put: nil", "ModificationForbidden", "Transcript is a global of the kernel"],
    ["Smalltalk removeKey: #Transcript", "ModificationForbidden", "Transcript is a global of the kernel"],
    ["Object subclass: #Array", "ClassDefinitionError", "Array is a class of the kernel"],
    [
      "(Object << #Association slots: {}; package: 'Mine'; yourself) define",
      "ClassDefinitionError",
      "Association is a class",
    ],
    ["Association instanceVariableNames: 'a b c'", "ClassDefinitionError", "Association is a class"],
    ["Association class instanceVariableNames: 'a'", "ClassDefinitionError", "Association is a class"],
    ["Association rename: 'Pair'", "ClassDefinitionError", "Association is a class"],
    ["Association removeFromSystem", "ClassDefinitionError", "Association is a class"],
    ["Smalltalk removeKey: #Association", "ClassDefinitionError", "Association is a class"],
    ["Smalltalk become: Object new", "Error", "cannot become another object: Smalltalk"],
    ["Object new become: Processor", "Error", "cannot become another object: Processor"],
    ["Transcript becomeForward: Object new", "Error", "cannot become another object"],
    ["Smalltalk primitiveChangeClassTo: Object new", "PrimitiveFailed", "for SmalltalkImage"],
  ])("is refused: %s", (code, exceptionClass, text) => {
    expect(workspace.evaluate(code)).toMatchObject({
      kind: "error",
      exceptionClass,
      messageText: expect.stringContaining(text),
    });
    expect(workspace.print("{7 isPrime. Object new printString. (3 -> 4) value. (Array new: 1) size}")).toBe(
      "#(true 'an Object' 4 1)",
    );
  });

  it.each(["Object := 4", "[Transcript := nil] value", "Smalltalk := 3"])("is no code: %s", (code) => {
    expect(workspace.evaluate(code)).toMatchObject({
      kind: "syntaxError",
      report: { message: expect.stringContaining("cannot be assigned") },
    });
    expect(workspace.print("{Object name. Transcript isNil. Smalltalk isNil}")).toBe(
      "#(#Object false false)",
    );
  });

  it("can be handled", () => {
    const code =
      "[Integer compile: 'isPrime ^ 3'] on: ModificationForbidden do: [:e | e messageText size > 20]";
    expect(workspace.print(code)).toBe("true");
  });

  it("may extend it, change its extensions, and override it in classes of its own", () => {
    workspace.evaluate("Integer compile: 'protectionTwice ^ self * 2' classified: '*Mine'");
    expect(workspace.print("21 protectionTwice")).toBe("42");
    workspace.evaluate("Integer compile: 'protectionTwice ^ self * 3' classified: '*Mine'");
    expect(workspace.print("21 protectionTwice")).toBe("63");
    expect(
      workspace.print("(Integer removeSelector: #protectionTwice). 3 respondsTo: #protectionTwice"),
    ).toBe("false");
    workspace.evaluate(
      "Object subclass: #ProtectionOwn instanceVariableNames: '' classVariableNames: '' package: 'Mine'",
    );
    workspace.evaluate("ProtectionOwn compile: 'printOn: aStream aStream nextPutAll: ''mine'''");
    expect(workspace.print("ProtectionOwn new")).toBe("mine");
    expect(workspace.print("(ProtectionOwn rename: 'ProtectionRenamed') removeFromSystem. 3")).toBe("3");
  });

  it("says so where the source does not compile", () => {
    expect(workspace.evaluate("Integer compile: 'isPrime ^'")).toMatchObject({ exceptionClass: "CodeError" });
  });
});

describe("files that have what the kernel has", () => {
  it("leave it as it is and tell of it, and extend it with the rest", async () => {
    const files = {
      "Mine/Integer.extension.st":
        "Extension { #name : #Integer }\n\n{ #category : #'*Mine' }\nInteger >> isPrime [\n\t^ 3\n]\n\n{ #category : #'*Mine' }\nInteger >> protectionHalf [\n\t^ self / 2\n]\n",
      "Mine/Magnitude.class.st":
        "Class { #name : #Magnitude, #superclass : #Object, #category : #Mine }\n\nMagnitude >> protectionMine [\n\t^ self max: 5\n]\n\nMagnitude >> max: x [\n\t^ 99\n]\n",
    };
    expect(await workspace.fileIn(files, "tonel")).toMatchObject({
      kind: "loaded",
      classes: [],
      methods: 2,
      kept: ["Magnitude", "Integer>>isPrime", "Magnitude>>max:"],
    });
    expect(
      workspace.print(
        "{7 isPrime. 6 protectionHalf. $a max: $b. 3 protectionMine. Magnitude package name = #Mine}",
      ),
    ).toBe("#(true 3 $b 5 false)");
    const chunks = "!Integer methodsFor: '*Mine'!\nisPrime\n\t^ 3!\n\nprotectionThird\n\t^ self / 3! !\n";
    expect(await workspace.fileIn({ "a.st": chunks }, "chunk")).toMatchObject({
      kind: "loaded",
      kept: ["Integer>>isPrime"],
    });
    expect(workspace.print("{7 isPrime. 6 protectionThird}")).toBe("#(true 2)");
  });
});
