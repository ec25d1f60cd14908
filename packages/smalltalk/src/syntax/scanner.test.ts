import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scan } from "./scanner.js";

const shown = (source: string): string[] => scan(source).map(({ kind, text }) => `${kind} ${text}`);

describe("scan", () => {
  it.each<[string, string[]]>([
    ["", []],
    [" \t\n\u0000\f", []],
    [
      "foo bar_1 _x étage 変数",
      ["identifier foo", "identifier bar_1", "identifier _x", "identifier étage", "identifier 変数"],
    ],
    ["at: a put:b", ["keyword at:", "identifier a", "keyword put:", "identifier b"]],
    ["a:=b", ["identifier a", "assign :=", "identifier b"]],
    ["a := :b", ["identifier a", "assign :=", "colon :", "identifier b"]],
    ["a<=b->c", ["identifier a", "binary <=", "identifier b", "binary ->", "identifier c"]],
    ["× ÷ ± ·", ["binary ×", "binary ÷", "binary ±", "binary ·"]],
    ["!%&*+,/<=>?@\\~|-", ["binary !%&*+,/<=>?@\\~|-"]],
    [
      "^[.;](){}",
      [
        "caret ^",
        "openBlock [",
        "period .",
        "semicolon ;",
        "closeBlock ]",
        "openParen (",
        "closeParen )",
        "openBrace {",
        "closeBrace }",
      ],
    ],
    ["#( #[", ["openArray #(", "openBytes #["]],
    [
      "#foo #foo:bar: #+ #-> #'a b' ##foo",
      ["literal #foo", "literal #foo:bar:", "literal #+", "literal #->", "literal #'a b'", "literal ##foo"],
    ],
    [
      "$a $  $$ $' $\" $😀x",
      ["literal $a", "literal $ ", "literal $$", "literal $'", 'literal $"', "literal $😀", "identifier x"],
    ],
    ["'it''s' ''", ["literal 'it''s'", "literal ''"]],
    ['"a ""quoted"" one" b', ['comment "a ""quoted"" one"', "identifier b"]],
    ["a § b", ["identifier a", "error §", "identifier b"]],
    ["'open", ["error 'open"]],
    ['"open', ['error "open']],
    ["$", ["error $"]],
    ["# a", ["error #", "identifier a"]],
    ["3.a", ["literal 3", "period .", "identifier a"]],
    ["3.14", ["literal 3.14"]],
  ])("%j", (source, tokens) => {
    expect(shown(source)).toEqual(tokens);
  });

  it("takes up every character that is not white space, in order, whatever the source", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "'",
        '"',
        "#",
        "$",
        ":",
        ":=",
        "-",
        "|",
        "(",
        "]",
        "16r",
        "1e",
        ".",
        " ",
        "\n",
        "foo",
        "a:",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const source = pieces.join("");
        let between = "";
        let end = 0;
        for (const token of scan(source)) {
          between += source.slice(end, token.start);
          if (token.end <= token.start || token.start < end)
            throw new Error(`${token.kind} at ${token.start}`);
          end = token.end;
        }
        expect(between + source.slice(end)).toMatch(/^[\s\0]*$/);
      }),
      { numRuns: 500 },
    );
  });
});
