/** `stui load`: baselines, groups, other projects, and what it says where something is missing. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stui } from "./stui-process.js";

const folder = mkdtempSync(join(tmpdir(), "stui-load-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const classText = (name: string, superclass: string, packageName: string, methods = ""): string =>
  `Class {\n\t#name : '${name}',\n\t#superclass : '${superclass}',\n\t#category : '${packageName}',\n\t#package : '${packageName}'\n}\n${methods}`;
const method = (name: string, body: string): string => `\n{ #category : 'a' }\n${name} [\n\n\t${body}\n]\n`;
const baseline = (project: string, body: string, more = ""): Record<string, string> => ({
  [`BaselineOf${project}.class.st`]: classText(
    `BaselineOf${project}`,
    "BaselineOf",
    `BaselineOf${project}`,
    `\n{ #category : 'baselines' }\nBaselineOf${project} >> baseline: spec [\n\t<baseline>\n\t${body}\n]\n${more}`,
  ),
  "package.st": `Package { #name : 'BaselineOf${project}' }\n`,
});
const below = (path: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${path}/${name}`, text]));

write({
  "shop/.project": "{\n\t'srcDirectory' : 'source'\n}",
  ...below(
    "shop/source/BaselineOfShop",
    baseline(
      "Shop",
      `spec for: #common do: [
		spec baseline: 'Prices' with: [ spec repository: 'github://somebody/prices'; loads: 'Core' ].
		#( 'Shop-Core' 'Shop-More' ) do: [ :each | spec package: each ].
		spec package: 'Shop-Core' with: [ spec requires: #( 'Prices' ); postLoadDoIt: #opened ];
			package: 'Shop-More' with: [ spec requires: 'Shop-Core' ];
			package: 'Shop-Gone'.
		spec group: 'default' with: #( 'Shop-More' ); group: 'lonely' with: #( 'Shop-Gone' ) ]`,
      method("BaselineOfShop >> opened", "Transcript show: 'opened ' , Shop new price printString; cr"),
    ),
  ),
  "shop/source/Shop-Core/Shop.class.st": classText(
    "Shop",
    "Prices",
    "Shop-Core",
    method("Shop >> price", "^ self one * 3"),
  ),
  "shop/source/Shop-More/ShopMore.class.st": classText("ShopMore", "Shop", "Shop-More"),
  ...below(
    "prices/BaselineOfPrices",
    baseline(
      "Prices",
      "spec for: #pharo do: [ spec package: 'Prices-Core'; group: 'Core' with: #( 'Prices-Core' ) ]",
    ),
  ),
  "prices/Prices-Core/Prices.class.st": classText(
    "Prices",
    "Object",
    "Prices-Core",
    method("Prices >> one", "^ 14"),
  ),
  "tree/src/Leaf.package/Leaf.class/properties.json":
    '{ "name": "Leaf", "super": "Object", "category": "Leaf" }',
  "tree/src/Leaf.package/Leaf.class/instance/green.st": "colours\ngreen\n\t^ #green",
  "broken/src/Broken/Broken.class.st": classText("Broken", "Object", "Broken", method("Broken >> a", "^ 1")),
  "broken/src/Broken/Worse.class.st": classText("Worse", "Broken", "Broken", method("Worse >> b", "^ (1")),
  "orphan/src/Orphan/Orphan.class.st": classText("Orphan", "Nowhere", "Orphan"),
  "two/src/BaselineOfOne/BaselineOfOne.class.st": classText("BaselineOfOne", "BaselineOf", "BaselineOfOne"),
  "two/src/BaselineOfTwo/BaselineOfTwo.class.st": classText("BaselineOfTwo", "BaselineOf", "BaselineOfTwo"),
  "nothing/README.md": "no packages",
});
const at = (name: string): string => join(folder, name);
const load = (...words: string[]) => stui(["load", ...words]);

describe("stui load", () => {
  it("runs the baseline and loads what it tells, other projects first", async () => {
    const { code, stdout, stderr } = await load(at("shop"), at("prices"), "--eval", "ShopMore new price");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "opened 42\n42\n" });
    expect(stderr).toMatch(
      /^loaded 3 packages \(Prices-Core, Shop-Core, Shop-More\): 3 classes, 2 methods, [\d.]+ s\n$/,
    );
  });

  it("loads FileTree, and a folder without a baseline whole", async () => {
    const { stdout, stderr } = await load(at("tree"), "--eval", "Leaf new green");
    expect(stdout).toBe("#green\n");
    expect(stderr).toContain("loaded 1 package (Leaf): 1 class, 1 method");
  });

  it("shows nothing of --eval where a file is wrong", async () => {
    const { code, stderr } = await load(at("orphan"), "--eval", "this is unrelated code");
    expect(code).toBe(1);
    expect(stderr).toContain("Orphan.class.st:1: Nowhere, the superclass of Orphan, is not defined");
    expect(stderr).not.toContain("unrelated");
    const wrong = await load(at("tree"), "--eval", "3 +");
    expect(wrong.stderr).toContain("    3 +\n       ^");
  });

  it.each([
    [["shop"], /needs the project Prices.*BaselineOfPrices.*github:\/\/somebody\/prices.*name its folder/s],
    [["shop", "prices", "--group", "lonely"], /wants the package Shop-Gone, which is not in .*source/],
    [
      ["shop", "prices", "--group", "Nope"],
      /does not define Nope.*groups default, lonely.*packages Shop-Core/,
    ],
    [["shop", "--baseline", "Other"], /no package BaselineOfOther/],
    [["two"], /several baselines: One, Two.*--baseline/],
    [["two", "--baseline", "One"], /BaselineOfOne has no method with the pragma <baseline>/],
    [["nothing"], /there are no packages in it/],
    [["nowhere"], /no such file or folder/],
    [["broken"], /Worse\.class\.st:11: Worse: .*expected a message or \)/s],
    [["tree", "--group", "x"], /no baseline/],
  ])("says what is missing in %j", async (words, message) => {
    const { code, stdout, stderr } = await load(
      ...words.map((word, i) => (word.startsWith("--") || words[i - 1]?.startsWith("--") ? word : at(word))),
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("a fault of its own");
  });
});
