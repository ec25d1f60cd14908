import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ENTRY_LIMIT, HISTORY_LIMIT, lineOf } from "./entries.js";
import { History, historyPath } from "./file.js";

let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "stui-history-"));
});
afterAll(() => rmSync(root, { recursive: true }));

const fresh = (name: string): string => historyPath({ XDG_STATE_HOME: join(root, name) });

describe("History", () => {
  it("is there again the next time, for its owner only", () => {
    const path = fresh("again");
    const history = History.open(path);
    history.add("3 + 4");
    history.add("a\nb 'ü'");
    history.add("a\nb 'ü'");
    history.add("  ");
    history.add("x".repeat(ENTRY_LIMIT + 1));
    expect(history.entries).toEqual(["3 + 4", "a\nb 'ü'"]);
    expect(History.open(path).entries).toEqual(["3 + 4", "a\nb 'ü'"]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("keeps what several prompts add", () => {
    const path = fresh("several");
    const [one, two] = [History.open(path), History.open(path)];
    one.add("1");
    two.add("2");
    one.add("3");
    expect(one.entries).toEqual(["1", "3"]);
    expect(History.open(path).entries).toEqual(["1", "2", "3"]);
  });

  it("reads what can be read of a broken file, and adds to it", () => {
    const path = fresh("broken");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.from(`"one"\nnonsense\n\u0000\ufffd"two\n{}\n"three"\n`));
    const history = History.open(path);
    expect(history.entries).toEqual(["one", "three"]);
    history.add("four");
    expect(History.open(path).entries).toEqual(["one", "three", "four"]);
  });

  it("stays bounded, and loses nothing that another adds meanwhile", () => {
    const path = fresh("long");
    mkdirSync(dirname(path), { recursive: true });
    const count = HISTORY_LIMIT * 2;
    writeFileSync(path, Array.from({ length: count }, (_, i) => lineOf(`${i}`)).join(""));
    const { entries } = History.open(path);
    expect(entries).toHaveLength(HISTORY_LIMIT);
    expect(entries.at(-1)).toBe(`${count - 1}`);
    appendFileSync(path, lineOf("other"));
    expect(readFileSync(path, "utf8").trimEnd().split("\n")).toHaveLength(HISTORY_LIMIT + 1);
    expect(History.open(path).entries.at(-1)).toBe("other");
  });

  it("goes on where a lock was left behind", () => {
    const path = fresh("locked");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.lock`, "");
    const history = History.open(path);
    history.add("3 + 4");
    expect(History.open(path).entries).toEqual(["3 + 4"]);
  });

  it("says why it is not kept, and works all the same", () => {
    writeFileSync(join(root, "file"), "");
    const history = History.open(join(root, "file", "stui", "history"));
    expect(history.problem).toMatch(/ENOTDIR/);
    history.add("3");
    expect(history.entries).toEqual(["3"]);
  });
});
