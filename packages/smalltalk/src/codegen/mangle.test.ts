import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { demangleSelector, mangleField, mangleSelector, quote } from "./mangle.js";

const letter = fc.constantFrom(..."abzABZ_019éßΩ名");
const identifier = fc
  .tuple(fc.constantFrom(..."abz_éΩ名"), fc.array(letter, { maxLength: 6 }))
  .map(([first, rest]) => first + rest.join(""));
const unary = fc.oneof(
  identifier,
  fc.constantFrom("__proto__", "constructor", "then", "toString", "at_put_", "hasOwnProperty"),
);
const keyword = fc.array(identifier, { minLength: 1, maxLength: 4 }).map((parts) => `${parts.join(":")}:`);
const binary = fc
  .array(fc.constantFrom(..."+-*/\\<>=~@%|&?,!·×÷±¬"), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(""));
const selector = fc.oneof(unary, keyword, binary);

describe("mangled selectors", () => {
  it("can be read back", () => {
    fc.assert(fc.property(selector, (s) => demangleSelector(mangleSelector(s)) === s));
  });

  it("differ where the selectors do", () => {
    fc.assert(
      fc.property(selector, selector, (a, b) => (mangleSelector(a) === mangleSelector(b)) === (a === b)),
    );
  });

  it("never meet a property of JavaScript's, an instance variable or a field of the engine's", () => {
    fc.assert(
      fc.property(selector, identifier, (s, name) => {
        const mangled = mangleSelector(s);
        expect(mangled in Object.prototype || mangled in Function.prototype).toBe(false);
        expect(mangled.startsWith("$")).toBe(true);
        expect(mangled).not.toBe(mangleField(name));
      }),
    );
  });

  it("keep at_put_ and at:put: apart", () => {
    expect(mangleSelector("at_put_")).not.toBe(mangleSelector("at:put:"));
  });
});

it("quotes any text as one JavaScript literal without line ends", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(quote(text)).toMatch(/^[^\n\r\u0100-\uffff]*$/);
      expect(new Function(`return ${quote(text)}`)()).toBe(text);
    }),
  );
});
