import { describe, expect, it } from "vitest";
import { PendingInput } from "./input.js";

describe("PendingInput", () => {
  it("answers a line that is complete at once", () => {
    const input = new PendingInput();
    expect(input.add("3 + 4")).toBe("3 + 4");
    expect(input.isOpen).toBe(false);
  });

  it("puts lines together until their brackets close", () => {
    const input = new PendingInput();
    expect(input.add("#(1 2) do: [ :x |")).toBeUndefined();
    expect(input.isOpen).toBe(true);
    expect(input.add("  x printNl")).toBeUndefined();
    expect(input.add("]")).toBe("#(1 2) do: [ :x |\n  x printNl\n]");
    expect(input.isOpen).toBe(false);
  });

  it("hands over what there is at an empty line, and nothing where nothing has begun", () => {
    const input = new PendingInput();
    expect(input.add("  ")).toBeUndefined();
    input.add("(3 +");
    expect(input.add("")).toBe("(3 +");
  });

  it("forgets what is taken", () => {
    const input = new PendingInput();
    input.add("'abc");
    expect(input.take()).toBe("'abc");
    expect(input.take()).toBeUndefined();
  });
});
