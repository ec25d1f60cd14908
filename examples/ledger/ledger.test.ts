/** The ledger, as its README tells of it. */
import { describe, expect, it } from "vitest";
import { LoadedExample, statementsOf } from "../readme.testing.js";

const example = await LoadedExample.load(new URL("Ledger/", import.meta.url));
const statements = statementsOf(new URL("README.md", import.meta.url));

it("loads whole", () => {
  expect(example.loaded).toMatchObject({ kind: "loaded", packages: ["Ledger"] });
  expect(example.loaded.kind === "loaded" && example.loaded.classes).toHaveLength(7);
});

describe("the README", () => {
  it("has two statements", () => expect(statements).toHaveLength(2));
  for (const { folder, code, shows } of statements) {
    it(code, () => {
      expect(folder).toBe("examples/ledger/Ledger");
      expect(example.shown(code)).toBe(shows);
    });
  }
});

it("books what balances", () => {
  expect(example.shown("Ledger sample isBalanced")).toBe("true");
  expect(example.shown("Ledger sample balanceOf: 'Assets:Cash'")).toBe("48050");
  expect(example.shown("Ledger sample balanceOf: 'Nothing'")).toBe("0");
  expect(example.shown("Ledger sample entries size")).toBe("5");
});

describe("a journal that is wrong is refused, with its line:", () => {
  for (const [journal, message] of [
    ["2026-01-02 Off\n\tA 1.00\n\tB 2.00", /1.*off by/],
    ["2026-01-02 Fine\n\tA 1.00\n\tB\n\n\n2026-01-03 Off\n\tA 1.00\n\tB 2.00", /6.*off by/],
    ["Someday", /1.*a day was expected/],
    ["\tA 1.00", /1.*a posting without an entry/],
    ["2026-01-02 Open\n\tA\n\tB", /3.*two postings without an amount/],
    ["2026-01-02 Odd\n\tA 1.0x\n\tB", /2.*is no amount/],
  ] as const) {
    it(message.source, () => {
      expect(example.evaluate(`Ledger readFrom: '${journal}'`)).toMatchObject({
        kind: "error",
        exceptionClass: "LedgerError",
        messageText: expect.stringMatching(message),
      });
    });
  }
});
