import { describe, expect, it } from "vitest";
import { columnsOf, layout } from "./layout.js";

const laid = (text: string, cursor: number, columns: number) =>
  layout({
    text,
    cursor,
    spans: [],
    prompt: "> ",
    continuation: ". ",
    columns,
    paint: (each) => each,
    paintPrompt: (each) => each,
  });

describe("layout", () => {
  it("puts a prompt before every line", () => {
    expect(laid("ab\nc", 3, 80)).toEqual({
      rows: ["> ab", ". c"],
      widths: [4, 3],
      cursor: { row: 1, column: 2 },
    });
  });

  it("breaks lines that are longer than a row, wide characters whole", () => {
    expect(laid("abcdefgh", 8, 7)).toMatchObject({
      rows: ["> abcde", "  fgh"],
      cursor: { row: 1, column: 5 },
    });
    expect(laid("abcd日本", 4, 7)).toMatchObject({
      rows: ["> abcd", "  日本"],
      cursor: { row: 1, column: 2 },
    });
  });

  it("puts a cursor behind a full row into the next", () => {
    expect(laid("abcde", 5, 7)).toMatchObject({ rows: ["> abcde", "  "], cursor: { row: 1, column: 2 } });
    expect(laid("abcde\nx", 5, 7)).toMatchObject({ cursor: { row: 1, column: 2 } });
    expect(laid("abcde\nx", 0, 7)).toMatchObject({ rows: ["> abcde", ". x"] });
  });

  it("keeps combining characters with what they combine with, and shows control characters", () => {
    expect(laid("e\u0301x", 2, 80)).toMatchObject({ rows: ["> e\u0301x"], cursor: { row: 0, column: 3 } });
    expect(laid("a\u001bb", 3, 80).rows).toEqual(["> a␛b"]);
    expect(laid("a\tb", 3, 80)).toMatchObject({ rows: ["> a   b"], cursor: { row: 0, column: 7 } });
  });

  it("paints what has a style", () => {
    const { rows } = layout({
      text: "ab 'c\nd' e",
      cursor: 0,
      spans: [{ start: 3, end: 8, style: "string" }],
      prompt: "> ",
      continuation: ". ",
      columns: 80,
      paint: (each, style) => `<${style} ${each}>`,
      paintPrompt: (each) => each,
    });
    expect(rows).toEqual(["> ab <string 'c>", ". <string d'> e"]);
  });
});

describe("columnsOf", () => {
  it("fills columns downwards, and says what is left out", () => {
    expect(columnsOf(["aa", "b", "c", "d"], 9, 5)).toEqual(["aa  c", "b   d"]);
    expect(columnsOf(["aa", "b", "c", "d", "e", "f"], 9, 2)).toEqual(["aa  b", "… and 4 more"]);
    expect(columnsOf([], 9, 5)).toEqual([]);
  });
});
