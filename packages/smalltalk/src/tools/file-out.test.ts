/** Writing classes and packages: what was read comes back. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";
import type { CodeFormat, FileOutOutcome } from "./requests.js";

const workspace = new TestWorkspace();
const EXAMPLES = fileURLToPath(new URL("../../../../examples/", import.meta.url));

function written(subject: { className: string } | { package: string }, format: CodeFormat) {
  const outcome: FileOutOutcome = workspace.image.fileOut({ subject, format });
  if (outcome.kind !== "written") throw new Error(outcome.kind);
  return outcome.files;
}

function tonelFiles(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".st"));
  return Object.fromEntries(files.map((f) => [f, readFileSync(join(folder, f), "utf8")]));
}

const PACKAGES = ["ledger/Ledger", "simulation/Simulation", "tally/Tally"];

it.each(PACKAGES)(
  "writes the Tonel files of %s byte for byte, and the other formats give the same classes",
  async (path) => {
    const name = path.split("/")[1] ?? "";
    const files = tonelFiles(join(EXAMPLES, path, ".."));
    expect(Object.keys(files).length).toBeGreaterThan(3);
    expect(await workspace.fileIn(files, "tonel")).toMatchObject({ kind: "loaded", packages: [name] });
    expect(written({ package: name }, "tonel")).toEqual(files);
    for (const format of ["chunk", "filetree"] as const) {
      const other = written({ package: name }, format);
      workspace.print(
        `(Smalltalk allClasses select: [ :each | each packageName = '${name}' ]) asArray reverse do: [ :each | [ each removeFromSystem ] on: Error do: [ :e | ] ]. 0`,
      );
      expect(await workspace.fileIn(other, format)).toMatchObject({ kind: "loaded" });
      expect(written({ package: name }, "tonel")).toEqual(files);
    }
  },
);

const STYLED = {
  "Styled-Core/package.st": "Package { #name : #'Styled-Core' }\n",
  "Styled-Core/TStyled.trait.st":
    "Trait {\n\t#name : #TStyled,\n\t#category : #'Styled-Core-Traits'\n}\n\n{ #category : #'as yet' }\nTStyled >> a [\n\t^ #(1 $] ']' #(a b))\n]\n\n{ #category : #other }\nTStyled >> b [ ^ self a\n]\n",
  "Styled-Core/StyledRoot.class.st":
    "\"\nI am said to be \"\"styled\"\".\n\nIt's so.\n\"\nClass {\n\t#name : #StyledRoot,\n\t#superclass : #Object,\n\t#type : #variable,\n\t#traits : 'TStyled - {#b}',\n\t#classTraits : 'TStyled classTrait',\n\t#instVars : [\n\t\t'plain',\n\t\t'#target => WeakSlot'\n\t],\n\t#classVars : [\n\t\t'Shared'\n\t],\n\t#classInstVars : [\n\t\t'one'\n\t],\n\t#category : #'Styled-Core'\n}\n\n{ #category : #accessing }\nStyledRoot class >> one [\n\t\"[ a comment\"\n\n\t^ one  \n]\n\n{ #category : #accessing }\nStyledRoot >> + another [\n\n\t^ { another. $'. '[' }\n]\n\n{ #category : #accessing }\nStyledRoot >> at: x put: y [\n\n\t^ plain := x -> y -> target\n]\n",
  "Styled-Core/Integer.extension.st":
    "Extension { #name : #Integer }\n\n{ #category : #'*Styled-Core' }\nInteger class >> styled [\n\t^ self\n]\n\n{ #category : #'*Styled-Core' }\nInteger >> styled [\n\t^ self\n]\n",
};

it("remembers the style of headers, slots, layouts and compositions", async () => {
  expect(await workspace.fileIn(STYLED, "tonel")).toMatchObject({ kind: "loaded", methods: 7 });
  expect(written({ package: "Styled-Core" }, "tonel")).toEqual(STYLED);
  expect(written({ className: "StyledRoot" }, "tonel")).toEqual({
    "Styled-Core/StyledRoot.class.st": STYLED["Styled-Core/StyledRoot.class.st"],
  });
});

it("writes what is true now where a class has changed", () => {
  workspace.print("StyledRoot instanceVariableNames: 'plain added'. StyledRoot setTraitComposition: nil. 0");
  const text = written({ className: "StyledRoot" }, "tonel")["Styled-Core/StyledRoot.class.st"] ?? "";
  expect(text).toContain("#instVars : [\n\t\t'plain',\n\t\t'added'\n\t]");
  expect(text).not.toContain("#traits");
});

it("writes FileTree with a file for each method", () => {
  const files = written({ package: "Styled-Core" }, "filetree");
  expect(files["Styled-Core.package/StyledRoot.class/instance/at.put..st"]).toBe(
    "accessing\nat: x put: y\n\n\t^ plain := x -> y -> target",
  );
  expect(files["Styled-Core.package/StyledRoot.class/instance/^plus.st"]).toMatch(/^accessing\n\+ another/);
  expect(files["Styled-Core.package/Integer.extension/class/styled.st"]).toMatch(/^\*Styled-Core\n/);
});

it("names what is not there", () => {
  expect(workspace.image.fileOut({ subject: { className: "Nowhere" }, format: "tonel" })).toEqual({
    kind: "classNotFound",
    className: "Nowhere",
  });
  expect(workspace.image.fileOut({ subject: { package: "Nowhere" }, format: "chunk" })).toEqual({
    kind: "packageNotFound",
    package: "Nowhere",
  });
});
