import { expect, it } from "vitest";
import { TestWorkspace } from "../image/workspace.testing.js";

const workspace = new TestWorkspace();

it("of chunks is told with the load, and with the failure that ends it", async () => {
  const chunks = "Transcript show: 'one'; cr!\nTranscript show: 'two'!\n";
  expect(
    await workspace.fileIn({ "a.st": chunks, "b.st": "Transcript show: 'three'!\n" }, "chunk"),
  ).toMatchObject({
    kind: "loaded",
    output: "one\ntwothree",
  });
  expect(await workspace.fileIn({ "a.st": `${chunks}nil foo!\n` }, "chunk")).toMatchObject({
    kind: "error",
    output: "one\ntwo",
  });
});

it("of a class side's initialize is told with the load", async () => {
  const source = (name: string) =>
    `Class { #name : #${name}, #superclass : #Object, #category : #Written }\n\n${name} class >> initialize [\n\tTranscript show: 'here is ', self name; cr\n]\n`;
  const files = { "A.class.st": source("WrittenA"), "B.class.st": source("WrittenB") };
  expect(await workspace.fileIn(files, "tonel")).toMatchObject({
    kind: "loaded",
    output: "here is WrittenA\nhere is WrittenB\n",
  });
});

it("of scripts is told, and all of it together has the limit of one run", async () => {
  expect(
    await workspace.fileIn({ "a.st": "Transcript show: 'a'", "b.st": "Transcript show: 'b'" }, "script"),
  ).toMatchObject({
    kind: "loaded",
    output: "ab",
  });
  const half = "Transcript show: (String new: 600000 withAll: $x)!\n";
  expect(await workspace.fileIn({ "a.st": half }, "chunk")).toMatchObject({ kind: "loaded" });
  expect(await workspace.fileIn({ "a.st": half + half }, "chunk")).toMatchObject({
    kind: "exhausted",
    resource: "output",
  });
});
