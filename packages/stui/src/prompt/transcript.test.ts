import { describe, expect, it } from "vitest";
import { Transcript } from "./transcript.js";

const opened = (): { readonly transcript: Transcript; readonly shown: string[] } => {
  const shown: string[] = [];
  const transcript = new Transcript((text) => shown.push(text));
  transcript.begin();
  return { transcript, shown };
};

describe("Transcript", () => {
  it("shows what comes while code runs, and ends the last line", () => {
    const { transcript, shown } = opened();
    transcript.add("a\n");
    transcript.add("b");
    transcript.end("a\rb");
    expect(shown.join("|")).toBe("a\n|b|\n");
  });

  it("shows with the result what events have not brought, and nothing twice", () => {
    const { transcript, shown } = opened();
    transcript.add("a");
    transcript.end("abc\n");
    transcript.add("bc");
    transcript.add("\nd");
    expect(shown).toEqual(["a", "bc\n", "d"]);
  });

  it("lets the last line go on where the run only stands still", () => {
    const { transcript, shown } = opened();
    transcript.add("a");
    transcript.pause("ab");
    transcript.begin();
    transcript.add("c");
    transcript.end("c");
    expect(shown).toEqual(["a", "b", "c", "\n"]);
  });

  it("shows nothing where nothing was written", () => {
    const { transcript, shown } = opened();
    transcript.end("");
    expect(shown).toEqual([]);
  });
});
