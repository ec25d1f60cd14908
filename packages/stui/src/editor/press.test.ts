import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Key, KeyDecoder } from "./keys.js";
import { press } from "./press.js";
import { beginning, type EditorState, type Effect, type Language } from "./state.js";

const language: Language = {
  isComplete: (text) => !text.includes("["),
  indentation: (text) => (text.endsWith("[") ? "\t" : ""),
};
const ESC = "\u001b";
const UP = `${ESC}[A`;
const DOWN = `${ESC}[B`;
const LEFT = `${ESC}[D`;
const HOME = `${ESC}[H`;

interface Typed {
  readonly state: EditorState;
  readonly effects: readonly Effect[];
}
const type = (text: string, from: EditorState = beginning([])): Typed => {
  let state = from;
  const effects: Effect[] = [];
  const decoder = new KeyDecoder();
  for (const key of [...decoder.push(text), ...decoder.flush()]) {
    const pressed = press(state, key, language);
    state = pressed.state;
    if (pressed.effect !== "none") effects.push(pressed.effect);
  }
  return { state, effects };
};
/** The text with `|` at the cursor. */
const shown = (text: string, from?: EditorState): string => {
  const { buffer } = type(text, from).state;
  return `${buffer.text.slice(0, buffer.cursor)}|${buffer.text.slice(buffer.cursor)}`;
};

describe("press", () => {
  it.each([
    ["abc", "abc|"],
    [`abc${LEFT}x`, "abx|c"],
    [`abc${HOME}x`, "x|abc"],
    [`abc\u0001x\u0005y`, "xabcy|"],
    [`日本${LEFT}\u007f`, "|本"],
    [`👩‍👩‍👧b${LEFT}\u007f`, "|b"],
    ["e\u0301\u007f", "e|"],
    [`ab cd${ESC}b`, "ab |cd"],
    [`ab cd${ESC}[1;5D${ESC}[1;5D${ESC}d`, "| cd"],
    ["ab cd\u0017x", "ab x|"],
    [`ab cd${LEFT}\u000b`, "ab c|"],
    ["ab cd\u0015\u0019\u0019", "ab cdab cd|"],
    [`abc${HOME}\u0004`, "|bc"],
    [`abc${LEFT}${ESC}[3~`, "ab|"],
    ["abc\u001f", "|"],
    ["abc\u007f\u007f\u001f", "abc|"],
    [`${ESC}[200~a\rb\r${ESC}[201~`, "a\nb|"],
    [`${ESC}[200~a\u0007\tb${ESC}[201~`, "a\tb|"],
    [`[\rab\rc${UP}x`, "[\n\tx|ab\nc"],
    [`[\rabc${UP}${DOWN}x`, "[\n\tx|abc"],
    [`a${ESC}\rb`, "a\nb|"],
    ["\tx", "\tx|"],
  ])("%j makes %j", (keys, expected) => {
    expect(shown(keys)).toBe(expected);
  });

  it("evaluates what is complete, and goes on where something is open", () => {
    expect(type("abc\r").effects).toEqual(["submit"]);
    expect(type("[\r").effects).toEqual([]);
    expect(shown("[\rx")).toBe("[\n\tx|");
    expect(type(`a${ESC}\rb${UP}\r`).effects).toEqual([]);
    expect(type("[\r\r\r").effects).toEqual(["submit"]);
    expect(type(`[\ra${UP}\u0013`).effects).toEqual(["submit"]);
  });

  it("tells what the terminal's side is to do", () => {
    expect(type("a\u0003").effects).toEqual(["interrupt"]);
    expect(type("\u0004").effects).toEqual(["end"]);
    expect(type("a\t").effects).toEqual(["complete"]);
    expect(type("\u000c\u001a\u0018").effects).toEqual(["clear screen", "suspend", "bell"]);
  });

  it("walks through the history and comes back to what was being written", () => {
    const state = beginning(["one", "two\nlines"]);
    expect(shown(`x${UP}`, state)).toBe("two\nlines|");
    expect(shown(`x${UP}${UP}${UP}`, state)).toBe("one|");
    expect(shown(`x${UP}${UP}${UP}${UP}${DOWN}${DOWN}`, state)).toBe("x|");
    expect(shown("x\u0010\u0010\u000e\u000e", state)).toBe("x|");
    expect(type(DOWN, state).effects).toEqual(["bell"]);
  });

  it("searches backwards, and takes or leaves what is found", () => {
    const state = beginning(["foo one", "bar", "foo two"]);
    expect(shown("x\u0012foo", state)).toBe("foo| two");
    expect(shown("x\u0012foo\u0012", state)).toBe("foo| one");
    expect(shown("x\u0012foo\u0012\u0012", state)).toBe("foo| one");
    expect(shown(`x\u0012foo${HOME}y`, state)).toBe("y|foo two");
    expect(type("x\u0012foo\r", state).effects).toEqual(["submit"]);
    for (const cancel of ["\u0007", "\u0003", ESC]) expect(shown(`x\u0012foo${cancel}`, state)).toBe("x|");
    expect(shown("x\u0012nothing", state)).toBe("x|");
    expect(shown(`\u0012bar\r${UP}`.replace("\r", ""), state)).toBe("foo one|");
  });

  it("keeps the cursor between characters of the text, whatever is pressed", () => {
    const pieces = [
      "a",
      "é",
      "e\u0301",
      "日",
      "👩‍👩‍👧",
      " ",
      "\r",
      "\t",
      UP,
      DOWN,
      LEFT,
      HOME,
      "\u007f",
      "\u0017",
    ].concat([
      "\u000b",
      "\u0019",
      "\u001f",
      "\u0012",
      `${ESC}f`,
      `${ESC}\r`,
      `${ESC}[C`,
      `${ESC}[3~`,
      "[",
      "]",
    ]);
    const history = ["one", "日本\n👩‍👩‍👧"];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (keys) => {
        const { text, cursor } = type(keys.join(""), beginning(history)).state.buffer;
        expect(cursor).toBeLessThanOrEqual(text.length);
        expect([text.slice(0, cursor), text.slice(cursor)].join("\n")).not.toMatch(/\p{Cs}/u);
      }),
    );
  });
});

describe("press with other keys", () => {
  it("does nothing it does not know", () => {
    const unknown: Key = { kind: "alt", text: "q" };
    expect(press(beginning([]), unknown, language).effect).toBe("bell");
  });
});
