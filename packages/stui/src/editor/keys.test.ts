import { describe, expect, it } from "vitest";
import { type Key, KeyDecoder } from "./keys.js";

const ESC = "\u001b";
const named = (name: string, modifiers: object = {}): object => ({
  kind: "key",
  name,
  control: false,
  alt: false,
  shift: false,
  ...modifiers,
});
const decode = (text: string): Key[] => new KeyDecoder().push(text);

describe("KeyDecoder", () => {
  it("reads characters, those beyond the BMP too", () => {
    expect(decode("aé日😀")).toEqual([{ kind: "text", text: "aé日😀" }]);
  });

  it.each<[string, object]>([
    ["\r", named("enter")],
    ["\n", named("enter")],
    ["\t", named("tab")],
    ["\u007f", named("backspace")],
    ["\b", named("backspace")],
    ["\u0003", { kind: "control", letter: "c" }],
    ["\u0012", { kind: "control", letter: "r" }],
    ["\u001f", { kind: "control", letter: "_" }],
    [`${ESC}[A`, named("up")],
    [`${ESC}OB`, named("down")],
    [`${ESC}[1;5D`, named("left", { control: true })],
    [`${ESC}[1;3C`, named("right", { alt: true })],
    [`${ESC}[3~`, named("delete")],
    [`${ESC}[H`, named("home")],
    [`${ESC}[8~`, named("end")],
    [`${ESC}\r`, named("enter", { alt: true })],
    [`${ESC}\u007f`, named("backspace", { alt: true })],
    [`${ESC}b`, { kind: "alt", text: "b" }],
  ])("reads %j", (text, key) => {
    expect(decode(text)).toEqual([key]);
  });

  it("reads sequences that come in parts, and leaves out those that mean nothing", () => {
    const decoder = new KeyDecoder();
    expect(decoder.push(`a${ESC}`)).toEqual([{ kind: "text", text: "a" }]);
    expect(decoder.isWaiting).toBe(true);
    expect(decoder.push("[")).toEqual([]);
    expect(decoder.push("Ab")).toEqual([named("up"), { kind: "text", text: "b" }]);
    expect(decode(`${ESC}[?1;2c${ESC}[Zx`)).toEqual([{ kind: "text", text: "x" }]);
  });

  it("takes an Escape that nothing follows for the key", () => {
    const decoder = new KeyDecoder();
    expect(decoder.push(ESC)).toEqual([]);
    expect(decoder.flush()).toEqual([named("escape")]);
    expect(decoder.flush()).toEqual([]);
  });

  it("reads what is pasted as one, whatever is in it", () => {
    const decoder = new KeyDecoder();
    expect(decoder.push(`${ESC}[200~a\r\nb\u0003`)).toEqual([]);
    expect(decoder.isWaiting).toBe(false);
    expect(decoder.push(`c${ESC}[201~d`)).toEqual([
      { kind: "paste", text: "a\nb\u0003c" },
      { kind: "text", text: "d" },
    ]);
  });
});
