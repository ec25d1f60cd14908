/** Looking at the image's code, finding in it and changing it. */
import { beforeAll, describe, expect, it } from "vitest";
import { readMentions } from "../classes/index.js";
import { TestWorkspace } from "../image/workspace.testing.js";
import type { DefineClassOutcome, FindKind, MethodDescription } from "./code-requests.js";

const workspace = new TestWorkspace();
const { code } = workspace.image;

function define(definition: string): Promise<DefineClassOutcome> {
  const request = { workspace: workspace.id, definition, timeoutMs: 10_000 };
  return new Promise((done) => workspace.image.defineClass(request, done));
}

async function defined(definition: string) {
  const outcome = await define(definition);
  if (outcome.kind !== "defined") throw new Error(JSON.stringify(outcome));
  return outcome.description;
}

const compile = (className: string, source: string, more: object = {}) =>
  code.compileMethod({ className, source, isClassMethod: false, ...more });

const browse = (className: string) => {
  const found = code.browseClass({ className, withMethods: true });
  if (found.kind !== "class") throw new Error(JSON.stringify(found));
  return found;
};

const found = (kind: FindKind, text: string, limit = 10_000) => {
  const answer = code.find({ kind, text, limit });
  const names =
    answer.kind === "methods"
      ? answer.methods.map((m) => `${m.className}${m.isClassMethod ? " class" : ""}>>${m.selector}`)
      : answer.classes.map((c) => c.name);
  return { names, total: answer.total };
};

const DEFINITIONS = [
  "Object subclass: #CodePoint\n\tinstanceVariableNames: 'x y'\n\tclassVariableNames: 'Origin'\n\tpackage: 'Code'",
  "Object variableSubclass: #CodeIndexed\n\tinstanceVariableNames: ''\n\tclassVariableNames: ''\n\tpackage: 'Code'",
  "Object << #CodeTagged\n\tslots: { #a. #b };\n\tsharedVariables: { #S };\n\tclassSlots: { #c };\n\ttag: 'Tags';\n\tpackage: 'Code'",
  "Trait << #TCode\n\tslots: { #t };\n\tpackage: 'Code'",
  "Object << #CodeComposed\n\ttraits: TCode - { #gone } @ { #other -> #one };\n\tslots: { #own };\n\tpackage: 'Code'",
];

beforeAll(async () => {
  for (const definition of DEFINITIONS) await defined(definition);
});

describe("definitions", () => {
  it.each(DEFINITIONS)(
    "%j is told as it was written, and changes nothing when it is run again",
    async (definition) => {
      const description = await defined(definition);
      expect(description.definition).toBe(definition);
      expect(await defined(description.definition)).toEqual(description);
    },
  );

  it("describe", async () => {
    expect(await defined(DEFINITIONS[0] ?? "")).toMatchObject({
      name: "CodePoint",
      superclass: "Object",
      package: "Code",
      tag: null,
      isSystem: false,
      isTrait: false,
      instanceVariables: ["x", "y"],
      classVariables: ["Origin"],
    });
    expect(await defined(DEFINITIONS[3] ?? "")).toMatchObject({ superclass: null, isTrait: true });
  });

  it("of the kernel say what the kernel is", () => {
    for (const { definition, name } of code.listClasses({ includeSystem: true, offset: 0, limit: 1_000 })
      .classes)
      expect(workspace.print(`${name} isBehavior`), definition).toBe("true");
  });

  it("give instances the variables of a redefinition", async () => {
    await defined(
      "Object subclass: #CodeGrown instanceVariableNames: 'a' classVariableNames: '' package: 'Code'",
    );
    compile("CodeGrown", "a ^ a");
    compile("CodeGrown", "a: x a := x");
    workspace.print("grown := CodeGrown new. grown a: 3");
    await defined("Object << #CodeGrown slots: { #b. #a }; package: 'Code'");
    expect(workspace.print("{ grown a. CodeGrown instVarNames }")).toBe("#(3 #(#b #a))");
  });

  it("may be of a class side", async () => {
    const { definition } = await defined("CodeTagged class instanceVariableNames: 'c d'");
    expect(definition).toContain("classSlots: { #c. #d }");
    await defined(DEFINITIONS[2] ?? "");
  });

  it.each([
    ["3 + 4", "notADefinition"],
    ["Object subclass: #A. Object subclass: #B", "notADefinition"],
    ["", "notADefinition"],
    ["Object subclass:", "syntaxError"],
    ["Object subclass: #lower", "error"],
    ["Nowhere subclass: #CodeOrphan", "error"],
    ["Object subclass: #Array instanceVariableNames: '' classVariableNames: '' package: 'X'", "protected"],
    ["Object << #Array", "protected"],
    ["OrderedCollection class instanceVariableNames: 'x'", "protected"],
  ])("%j: %s", async (definition, kind) => {
    expect((await define(definition)).kind).toBe(kind);
  });
});

describe("packages and classes", () => {
  it("are listed", () => {
    expect(code.listPackages({ pattern: "Code" })).toEqual([{ name: "Code", classes: expect.any(Number) }]);
    const names = code.listPackages({}).map((each) => each.name);
    expect(names).toContain("Kernel-Objects");
    expect(names).toEqual([...names].sort());
  });

  it("have a package also where it only extends others", () => {
    compile("Integer", "codeDoubled ^ self * 2", { category: "*Code-Extensions" });
    expect(code.listPackages({ pattern: "Code-*" })).toEqual([{ name: "Code-Extensions", classes: 0 }]);
    expect(browse("Integer").instanceMethods.find((m) => m.selector === "codeDoubled")).toMatchObject({
      package: "Code-Extensions",
    });
  });

  it("are listed by pattern, package, and page", () => {
    const list = (more: object) => code.listClasses({ includeSystem: true, offset: 0, limit: 100, ...more });
    expect(list({ pattern: "Code*d" }).classes.map((c) => c.name)).toEqual(
      ["CodeComposed", "CodeIndexed", "CodeTagged"].filter((name) => name.endsWith("d")),
    );
    expect(list({ pattern: "*Collection*" }).classes.map((c) => c.name)).toContain("OrderedCollection");
    expect(list({ pattern: "Object" }).total).toBe(1);
    expect(list({ includeSystem: false }).classes.every((c) => !c.isSystem)).toBe(true);
    const inPackage = list({ package: "Code" });
    expect(inPackage.total).toBe(inPackage.classes.length);
    const page = list({ package: "Code", offset: 1, limit: 2 });
    expect(page.total).toBe(inPackage.total);
    expect(page.classes).toEqual(inPackage.classes.slice(1, 3));
  });

  it("are browsed", () => {
    compile("CodePoint", 'x: anInteger\n\t"My place."\n\tx := anInteger', { category: "accessing" });
    compile("CodePoint", "origin ^ Origin", { isClassMethod: true });
    expect(browse("CodePoint")).toMatchObject({
      description: { name: "CodePoint" },
      instanceMethods: [
        {
          selector: "x:",
          source: 'x: anInteger\n\t"My place."\n\tx := anInteger',
          category: "accessing",
          isClassMethod: false,
          className: "CodePoint",
          arguments: ["anInteger"],
          comment: "My place.",
          package: "Code",
        },
      ],
      classMethods: [{ selector: "origin", isClassMethod: true }],
      superclasses: ["Object", "ProtoObject"],
      subclasses: [],
    });
    expect(browse("Collection").subclasses).toContain("SequenceableCollection");
    expect(browse("Object").description).toMatchObject({ isSystem: true, superclass: "ProtoObject" });
    expect(code.browseClass({ className: "Nowhere", withMethods: true })).toEqual({
      kind: "classNotFound",
      className: "Nowhere",
    });
    // A global that is no class is none.
    expect(code.browseClass({ className: "Transcript", withMethods: true }).kind).toBe("classNotFound");
  });

  it("without their methods are quick to tell", () => {
    expect(code.browseClass({ className: "Object", withMethods: false })).toMatchObject({
      instanceMethods: [],
      classMethods: [],
    });
  });
});

describe("finding", () => {
  beforeAll(async () => {
    await defined(
      "Object subclass: #CodeFinder instanceVariableNames: 'codeSpot' classVariableNames: 'CodeShared' package: 'Code'",
    );
    compile("CodeFinder", "one ^ self codeTwo: 1 codeThree: 2");
    compile("CodeFinder", "two ^ #codeTwo:codeThree:");
    compile("CodeFinder", "three ^ #(a (codeTwo:codeThree:))");
    compile("CodeFinder", "four ^ self codeTwo: (self codeThree: 3)");
    compile("CodeFinder", "five \"codeTwo:codeThree:\" ^ 'codeTwo:codeThree:'");
    compile("CodeFinder", "six: CodePoint ^ CodePoint");
    compile("CodeFinder", "seven | t | t := 3. ^ [ :codeSpot | codeSpot + t ] value: CodePoint");
    compile("CodeFinder", "eight codeSpot := CodeShared");
    compile("CodeFinder", "codeTwo: a codeThree: b ^ a --> b", { isClassMethod: true });
  });

  it("senders: sends and symbols, and neither text nor comments", () => {
    expect(found("senders", "codeTwo:codeThree:").names).toEqual([
      "CodeFinder>>one",
      "CodeFinder>>three",
      "CodeFinder>>two",
    ]);
    expect(found("senders", "codeTwo:").names).toEqual(["CodeFinder>>four"]);
    expect(found("senders", "-->").names).toEqual(["CodeFinder class>>codeTwo:codeThree:"]);
    expect(found("senders", "printOn:").total).toBeGreaterThan(5);
  });

  it("implementors, on both sides", () => {
    expect(found("implementors", "codeTwo:codeThree:").names).toEqual([
      "CodeFinder class>>codeTwo:codeThree:",
    ]);
    const all = found("implementors", "printOn:");
    expect(all.names).toContain("Object>>printOn:");
    expect(found("implementors", "printOn:", 2)).toEqual({ names: all.names.slice(0, 2), total: all.total });
  });

  it("references to variables that a method does not declare itself", () => {
    expect(found("references", "CodePoint").names).toEqual(["CodeFinder>>seven"]);
    expect(found("references", "codeSpot").names).toEqual(["CodeFinder>>eight"]);
    expect(found("references", "CodeShared").names).toEqual(["CodeFinder>>eight"]);
    expect(found("references", "Transcript").total).toBeGreaterThan(0);
  });

  it("text and names", () => {
    expect(found("source", "'codeTwo:codeThree:'").names).toEqual(["CodeFinder>>five"]);
    expect(found("name", "codefind").names).toEqual(["CodeFinder"]);
    expect(found("name", "Code*er").names).toEqual(["CodeFinder"]);
    expect(found("senders", "nobodySendsThis")).toEqual({ names: [], total: 0 });
  });

  it("in the kernel what is in its methods' sources", () => {
    const all = code.find({ kind: "source", text: "addAll:", limit: 10_000 });
    const methods = all.kind === "methods" ? all.methods : [];
    expect(methods.length).toBeGreaterThan(20);
    const named = (m: MethodDescription) => `${m.className}${m.isClassMethod ? " class" : ""}>>${m.selector}`;
    for (const [kind, text] of [
      ["senders", "addAll:"],
      ["references", "OrderedCollection"],
    ] as const) {
      const expected = methods.filter((m) => {
        const { selectors, variables } = readMentions(m.source);
        return kind === "senders" ? selectors.has(text) : variables.has(text);
      });
      expect(expected.length).toBeGreaterThan(3);
      const { names } = found(kind, text);
      expect(names).toEqual(expect.arrayContaining(expected.map(named)));
      if (kind === "senders") expect(names).toHaveLength(expected.length);
    }
  });

  it("a trait's methods in the trait alone", () => {
    compile("TCode", "one ^ #codeInTrait");
    expect(workspace.print("CodeComposed new one")).toBe("#codeInTrait");
    expect(found("senders", "codeInTrait").names).toEqual(["TCode>>one"]);
    const copy = { className: "CodeComposed", selector: "one", isClassMethod: false };
    expect(code.removeMethod(copy)).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("TCode"),
    });
  });
});

describe("compiling and removing", () => {
  it("takes effect at once, and keeps a protocol where none is given", () => {
    compile("CodePoint", "double ^ 2", { category: "arithmetic" });
    expect(workspace.print("CodePoint new double")).toBe("2");
    expect(compile("CodePoint", "double ^ 4")).toMatchObject({
      kind: "compiled",
      method: { selector: "double", category: "arithmetic" },
    });
    expect(workspace.print("CodePoint new double")).toBe("4");
    const reference = { className: "CodePoint", selector: "double", isClassMethod: false };
    expect(code.removeMethod(reference)).toEqual({ kind: "removed" });
    expect(code.getMethod(reference)).toEqual({ kind: "methodNotFound", ...reference });
    expect(workspace.error("CodePoint new double").exceptionClass).toBe("MessageNotUnderstood");
  });

  it("finds a source that is another by now", () => {
    compile("CodePoint", "seen ^ 1");
    const stale = compile("CodePoint", "seen ^ 3", { expectedSource: "seen ^ 0" });
    expect(stale).toEqual({ kind: "conflict", actualSource: "seen ^ 1" });
    expect(compile("CodePoint", "seen ^ 3", { expectedSource: "seen ^ 1" }).kind).toBe("compiled");
    const gone = compile("CodePoint", "unseen ^ 3", { expectedSource: "unseen ^ 1" });
    expect(gone).toEqual({ kind: "conflict", actualSource: null });
  });

  it("refuses what does not compile, and changes nothing", () => {
    compile("CodePoint", "kept ^ 1");
    expect(compile("CodePoint", "kept ^")).toMatchObject({ kind: "syntaxError", report: { line: 1 } });
    expect(compile("CodePoint", "kept ^ unknownName")).toMatchObject({ kind: "syntaxError" });
    expect(workspace.print("CodePoint new kept")).toBe("1");
    expect(compile("Nowhere", "kept ^ 1").kind).toBe("classNotFound");
  });

  it("leaves the kernel's methods as they are, and lets others be added", () => {
    expect(compile("Object", "printOn: aStream ^ 1").kind).toBe("protected");
    // Everyone's numbers would print otherwise, too, if a class between had one of its own.
    expect(compile("SmallInteger", "printOn: aStream ^ 1")).toMatchObject({
      kind: "protected",
      reason: expect.stringContaining("SmallInteger inherits it"),
    });
    expect(compile("CodePoint", "printOn: aStream aStream << 'a point'").kind).toBe("compiled");
    expect(
      code.removeMethod({ className: "Array", selector: "at:put:", isClassMethod: false }).kind,
    ).not.toBe("removed");
    expect(code.removeMethod({ className: "Object", selector: "printOn:", isClassMethod: false }).kind).toBe(
      "protected",
    );
    expect(compile("Object", "codeOwn ^ 1", { category: "*Code" }).kind).toBe("compiled");
    expect(workspace.print("3 codeOwn")).toBe("1");
    expect(code.removeClass({ className: "Set" }).kind).toBe("protected");
    expect(code.renameClass({ className: "Set", newName: "Sett" }).kind).toBe("protected");
  });

  it("removes classes that have none below them", async () => {
    await defined(
      "Object subclass: #CodeAbove instanceVariableNames: '' classVariableNames: '' package: 'Code'",
    );
    await defined(
      "CodeAbove subclass: #CodeBelow instanceVariableNames: '' classVariableNames: '' package: 'Code'",
    );
    expect(code.removeClass({ className: "CodeAbove" })).toMatchObject({
      kind: "refused",
      reason: expect.stringContaining("CodeBelow"),
    });
    expect(code.removeClass({ className: "CodeBelow" })).toEqual({ kind: "removed" });
    expect(code.removeClass({ className: "CodeAbove" })).toEqual({ kind: "removed" });
    expect(code.removeClass({ className: "CodeAbove" }).kind).toBe("classNotFound");
    expect(workspace.print("CodeAbove")).toBe("nil");
  });
});

describe("renaming a class", () => {
  beforeAll(async () => {
    await defined(
      "Object subclass: #CodeOld instanceVariableNames: '' classVariableNames: 'Count' package: 'Code'",
    );
    compile("CodeOld", "make Count := 7. ^ CodeOld new", { isClassMethod: true });
    await defined(
      "CodeOld subclass: #CodeOlder instanceVariableNames: '' classVariableNames: '' package: 'Code'",
    );
    compile("CodePoint", 'old "CodeOld" ^ { CodeOld. [ :CodeNew | CodeOld ]. #CodeOld. CodeNew }');
    compile("CodePoint", "oldArgument: CodeOld ^ CodeOld");
    workspace.print("old := CodeOld make. block := [ CodeOld make ]. CodeOld name");
  });

  it("renames where methods refer to it, and code that runs goes on", () => {
    expect(code.renameClass({ className: "CodeOld", newName: "CodeNew" })).toMatchObject({
      kind: "renamed",
      description: { name: "CodeNew" },
    });
    const source = (selector: string, className = "CodePoint", isClassMethod = false) => {
      const answer = code.getMethod({ className, selector, isClassMethod });
      return answer.kind === "method" ? answer.method.source : answer.kind;
    };
    expect(source("old")).toBe('old "CodeOld" ^ { CodeNew. [ :CodeNew | CodeNew ]. #CodeOld. CodeNew }');
    expect(source("oldArgument:")).toBe("oldArgument: CodeOld ^ CodeOld");
    expect(source("make", "CodeNew", true)).toBe("make Count := 7. ^ CodeNew new");
    expect(
      workspace.print("CodePoint new old first == CodeNew and: [ CodePoint new old last == CodeNew ]"),
    ).toBe("true");
    expect(workspace.print("{ old. block value. CodeOlder superclass. CodeNew make }")).toBe(
      "an Array(a CodeNew a CodeNew CodeNew a CodeNew)",
    );
    expect(workspace.print("CodeOld")).toBe("nil");
    expect(browse("CodeOlder").description.definition).toMatch(/^CodeNew subclass: /);
  });

  it("leaves the old name to another class", async () => {
    await defined(
      "Object subclass: #CodeOld instanceVariableNames: '' classVariableNames: '' package: 'Code'",
    );
    expect(workspace.print("CodeOld name")).toBe("#CodeOld");
    expect(workspace.print("{ block value. CodeOld new }")).toBe("an Array(a CodeNew a CodeOld)");
  });

  it("needs a name that is free and that is one", () => {
    expect(code.renameClass({ className: "CodeNew", newName: "CodeOld" }).kind).toBe("refused");
    expect(code.renameClass({ className: "CodeNew", newName: "Transcript" }).kind).toBe("refused");
    expect(code.renameClass({ className: "CodeNew", newName: "lower" }).kind).toBe("badName");
    expect(code.renameClass({ className: "CodeNew", newName: "CodeNew" }).kind).toBe("renamed");
    expect(code.renameClass({ className: "Nowhere", newName: "CodeX" }).kind).toBe("classNotFound");
  });
});
