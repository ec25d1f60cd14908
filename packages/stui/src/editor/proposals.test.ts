import { describe, expect, it } from "vitest";
import { applyCompletion } from "./proposals.js";
import { beginning } from "./state.js";

const completed = (text: string, from: number, words: readonly string[]) => {
  const proposals = words.map((word) => ({ text: word, shown: word }));
  const { state, found } = applyCompletion(beginning([], text), { from, to: text.length, proposals });
  const { text: after, cursor } = state.buffer;
  return { shown: `${after.slice(0, cursor)}|${after.slice(cursor)}`, listed: state.proposals, found };
};

describe("applyCompletion", () => {
  it("puts in the only one", () => {
    expect(completed("3 fac", 2, ["factorial"])).toEqual({ shown: "3 factorial|", listed: [], found: true });
  });

  it("leaves room for arguments", () => {
    expect(completed("d at", 2, ["at:put:"]).shown).toBe("d at: | put: ");
    expect(completed("d ad", 2, ["add:"]).shown).toBe("d add: |");
  });

  it("puts in what several have in common, and lists them", () => {
    expect(completed("d a", 2, ["addAll:", "addFirst:"])).toEqual({
      shown: "d add|",
      listed: ["addAll:", "addFirst:"],
      found: true,
    });
    expect(completed("d f", 2, ["first", "size"]).shown).toBe("d f|");
  });

  it("says that there is none", () => {
    expect(completed("zzz", 0, [])).toEqual({ shown: "zzz|", listed: [], found: false });
  });
});
