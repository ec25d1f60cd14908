/** Reading Tonel, chunks and FileTree. */
import { expect, it } from "vitest";
import { readChunks } from "./chunk.js";
import { SourceFailure } from "./definitions.js";
import { readFileTree } from "./filetree-read.js";
import { readTonel } from "./tonel-read.js";

const tonel = (header: string, methods = "") =>
  readTonel("P/Foo.class.st", `Class {\n\t#name : #Foo,\n${header}\n}\n${methods}`);

it.each([
  ["variable", "variable"],
  ["bytes", "bytes"],
  ["words", "words"],
  ["weak", "weak"],
  ["ephemeron", "ephemeron"],
  ["immediate", "immediate"],
  ["compiledMethod", "normal"],
  ["DoubleByteLayout", "words"],
  ["DoubleWordLayout", "doubleWords"],
  ["FixedLayout", "normal"],
])("reads the type %s", (type, layout) => {
  for (const written of [`#${type}`, `'${type}'`])
    expect(tonel(`\t#superclass : #Object,\n\t#type : ${written}`).classes[0]).toMatchObject({
      layout,
      spelling: { type },
    });
});

it("reads a class without a superclass, pools and slots", () => {
  for (const none of ["#nil", "'nil'", "nil"])
    expect(
      tonel(`\t#superclass : ${none},\n\t#pools : [ 'Pool' ],\n\t#instVars : [ 'a', '#b => WeakSlot' ]`)
        .classes[0],
    ).toMatchObject({ superclass: null, pools: ["Pool"], instVars: ["a", "b"] });
});

it.each([
  ["$]", "^ $] -> $[ -> $' -> $\""],
  ["strings", "^ 'it''s ] [' , ']'"],
  ["comments", '"] it\'s" ^ 1 "]"'],
  ["blocks", "^ [ :x | [ x ] ]"],
  ["byte arrays", "^ #[1 2 3]"],
  ["literal arrays", "^ #(a #[1 2] ( $] ']' ) ])"],
])("finds the end of a body with %s", (_, body) => {
  const [first, second] = tonel(
    "\t#category : #P",
    `\n{ #category : #a }\nFoo class >> one: x [\n\t${body}\n]\n\n{ #category : #b }\nFoo >> two [\n\t^ 2\n]\n`,
  ).methods;
  expect(first).toMatchObject({ source: `one: x\n\t${body}`, isClassSide: true, category: "a" });
  expect(second).toMatchObject({ source: "two\n\t^ 2", line: 12, category: "b" });
});

it("reads CRLF and nothing at all", () => {
  expect(
    tonel("\t#category : #P", "\r\n{ #category : #a }\r\nFoo >> x [\r\n\t^ 1\r\n]\r\n").methods[0]?.source,
  ).toBe("x\n\t^ 1");
  expect(readTonel("P/Foo.class.st", "")).toMatchObject({ classes: [], methods: [] });
});

it("reads chunks with the line ends of Smalltalk, styles, stamps and protocols", () => {
  const text = [
    "'From Pharo 12'!",
    "!Foo commentStamp: 'me 1/1/2020' prior: 0!",
    "It's a Foo!!!",
    "]style[(8)f1!",
    "!Foo methodsFor: 'it''s' stamp: 'me'!",
    "x",
    "\t^ $!!! !",
    "!Foo class methodsFor: #sym!",
    "y ^ 1!",
    "]style[(3)f1!",
    "z ^ 2! !",
    "!Foo reorganize!",
    "('accessing' x at:put:)",
    "(other y)",
    "!",
    "Foo new!",
  ].join("\r");
  expect(readChunks(text)).toEqual([
    { kind: "comment", className: "Foo", text: "It's a Foo!", line: 3 },
    { kind: "method", className: "Foo", isClassSide: false, category: "it's", source: "x\n\t^ $!", line: 6 },
    { kind: "method", className: "Foo", isClassSide: true, category: "sym", source: "y ^ 1", line: 9 },
    { kind: "method", className: "Foo", isClassSide: true, category: "sym", source: "z ^ 2", line: 11 },
    {
      kind: "protocols",
      className: "Foo",
      isClassSide: false,
      protocols: [
        ["accessing", ["x", "at:put:"]],
        ["other", ["y"]],
      ],
      line: 13,
    },
    { kind: "doit", source: "Foo new", line: 16 },
  ]);
});

it("reads FileTree", () => {
  const properties = {
    name: "Foo",
    super: "Object",
    category: "P-Tag",
    instvars: ["a"],
    classvars: ["B"],
    type: "weak",
  };
  const read = readFileTree({
    "repo/P.package/Foo.class/properties.json": JSON.stringify(properties),
    "repo/P.package/Foo.class/README.md": "A comment.\n",
    "repo/P.package/Foo.class/instance/at.put..st": "accessing\nat: x put: y\n\ta := x",
    "repo/P.package/Foo.class/class/new.st": "making\r\nnew\r\n\t^ super new",
    "repo/P.package/Integer.extension/instance/foo.st": "*P\nfoo\n\t^ 1",
    "repo/P.package/Integer.extension/properties.json": '{"name": "Integer"}',
    "repo/README.md": "no part of it",
  });
  expect(read.packages).toEqual(["P"]);
  expect(read.classes).toMatchObject([
    {
      name: "Foo",
      superclass: "Object",
      tag: "Tag",
      package: "P",
      layout: "weak",
      comment: "A comment.",
      instVars: ["a"],
    },
  ]);
  expect(read.methods.map((m) => [m.className, m.isClassSide, m.category, m.source, m.line])).toEqual([
    ["Foo", false, "accessing", "at: x put: y\n\ta := x", 2],
    ["Foo", true, "making", "new\n\t^ super new", 2],
    ["Integer", false, "*P", "foo\n\t^ 1", 2],
  ]);
});

it.each([
  [{ "P.package/Foo.class/properties.json": "{" }, /properties\.json:1: .*JSON/],
  [{ "P.package/Foo.class/properties.json": "{}" }, /name/],
  [{ "P.package/Foo.class/instance/x.st": "only a protocol" }, /x\.st:1: /],
  [{ "Foo.st": "" }, /P\.package/],
])("says what is wrong in FileTree", (files, message) => {
  expect(() => readFileTree(files)).toThrow(SourceFailure);
  expect(() => readFileTree(files)).toThrow(message);
});
