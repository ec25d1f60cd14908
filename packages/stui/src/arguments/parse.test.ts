import { describe, expect, it } from "vitest";
import { commandLine, UsageError } from "./declaration.js";
import { parse } from "./parse.js";

const line = commandLine({
  name: "try",
  summary: "",
  operands: { usage: "CODE", minimum: 1, maximum: 2 },
  options: {
    json: { kind: "flag", doc: "" },
    connect: { kind: "text", value: "ENDPOINT", doc: "" },
    set: { kind: "texts", value: "KEY=VALUE", doc: "" },
    timeout: { kind: "count", value: "MS", doc: "" },
  },
  notes: [],
  examples: [],
});

const run = (...words: string[]) => {
  const parsed = parse(line, words);
  if (parsed.kind !== "run") throw new Error("help was asked for");
  return parsed;
};

describe("parse", () => {
  it("takes options before, between and behind operands, in both spellings", () => {
    const { operands, given } = run("--json", "a", "--connect", "tcp://x", "--timeout=20", "b");
    expect(operands).toEqual(["a", "b"]);
    expect(given.flag("json")).toBe(true);
    expect(given.text("connect")).toBe("tcp://x");
    expect(given.count("timeout")).toBe(20);
  });

  it("answers what was not given as absent", () => {
    const { given } = run("a");
    expect(given.flag("json")).toBe(false);
    expect(given.text("connect")).toBeUndefined();
    expect(given.texts("set")).toEqual([]);
    expect(given.count("timeout")).toBeUndefined();
  });

  it("collects an option that may be given several times, values with equals signs included", () => {
    expect(run("a", "--set", "x=1=2", "--set=y=3").given.texts("set")).toEqual(["x=1=2", "y=3"]);
  });

  it("takes code that begins with a dash, and - alone, as an operand", () => {
    expect(run("-3 abs", "-").operands).toEqual(["-3 abs", "-"]);
  });

  it("takes everything behind -- as operands", () => {
    expect(run("--", "--json", "--help").operands).toEqual(["--json", "--help"]);
  });

  it("takes a value that looks like an option", () => {
    expect(run("a", "--connect", "--json").given.text("connect")).toBe("--json");
  });

  it("sees that help is asked for, whatever else is missing", () => {
    expect(parse(line, ["--help"]).kind).toBe("help");
    expect(parse(line, ["--json", "-h"]).kind).toBe("help");
  });

  it.each([
    [[], "CODE is missing."],
    [["a", "b", "c"], "there is more than CODE: put code that has spaces in it between quotes."],
    [["a", "--conect", "x"], "there is no option --conect."],
    [["a", "--conn", "x"], "there is no option --conn; did you mean --connect?"],
    [["a", "--connect"], "--connect needs a value: --connect ENDPOINT."],
    [["a", "--json=yes"], "--json takes no value."],
    [["a", "--json", "--json"], "--json was given twice."],
    [["a", "--timeout", "0"], "--timeout must be a whole number from 1, not 0."],
    [["a", "--timeout", "1e3"], "--timeout must be a whole number from 1, not 1e3."],
  ])("refuses %j", (words, message) => {
    expect(() => parse(line, words)).toThrow(new UsageError(message, "try"));
  });
});
