import { createColors } from "picocolors";
import { describe, expect, it } from "vitest";
import { noColours } from "./colours.js";
import { forTerminal, harmless } from "./harmless.js";

const ESC = "\u001b";

describe("harmless", () => {
  it("shows control characters, and keeps line ends and tabs", () => {
    expect(harmless(`a\tb\r\nc\rd ${ESC}[2J\u0007\u0000\u007f\u009b1m\u0085 é日`)).toBe(
      "a\tb\nc\nd ^[[2J^G^@^?\ufffd1m\ufffd é日",
    );
  });
});

describe("forTerminal", () => {
  it("keeps colours where there are any, and nothing else that begins with Escape", () => {
    const colours = createColors(true);
    const painted = colours.red(`a ${colours.bold("b")}\n`);
    expect(forTerminal(painted, colours)).toBe(painted);
    expect(forTerminal(painted, noColours)).toBe("^[[31ma ^[[1mb^[[22m\n^[[39m");
    expect(forTerminal(`${ESC}[8mhidden${ESC}]0;title\u0007${ESC}[2J\u0008[1m`, colours)).toBe(
      "^[[8mhidden^[]0;title^G^[[2J^H[1m",
    );
  });
});
