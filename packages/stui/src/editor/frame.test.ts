import { describe, expect, it } from "vitest";
import { draw, erase, type Frame, frameOf, leave } from "./frame.js";

const frame = (rows: readonly string[], row: number, column: number): Frame => ({
  rows,
  widths: rows.map((each) => each.length),
  cursor: { row, column },
});

/** A terminal that understands what frames are drawn with. */
class Screen {
  rows: string[] = [""];
  row = 0;
  column = 0;

  write(text: string): void {
    const steps = text.matchAll(/\p{Cc}\[(\d*)([AJC])|(\r)|(\n)|(\P{Cc}+)/gu);
    for (const [, count = "1", final, cr, lf, run] of steps) {
      if (cr !== undefined) this.column = 0;
      else if (lf !== undefined) {
        // As a terminal does that makes a line end of a line feed.
        this.row += 1;
        this.column = 0;
      } else if (final === "A") this.row -= Number(count);
      else if (final === "C") this.column += Number(count);
      else if (final === "J") {
        this.rows = this.rows.slice(0, this.row + 1);
        this.rows[this.row] = (this.rows[this.row] ?? "").slice(0, this.column);
      } else if (run !== undefined) {
        const before = (this.rows[this.row] ?? "").padEnd(this.column).slice(0, this.column);
        this.rows[this.row] = before + run + (this.rows[this.row] ?? "").slice(this.column + run.length);
        this.column += run.length;
      }
    }
  }
}

describe("frames", () => {
  it("are drawn over those before them", () => {
    const screen = new Screen();
    const first = frame(["> abc", ". def", "list"], 1, 3);
    screen.write(draw(undefined, first, 80));
    expect(screen).toMatchObject({ rows: ["> abc", ". def", "list"], row: 1, column: 3 });
    const second = frame(["> x"], 0, 3);
    screen.write(draw(first, second, 80));
    expect(screen).toMatchObject({ rows: ["> x"], row: 0, column: 3 });
    screen.write(erase(second, 80));
    expect(screen).toMatchObject({ rows: [""], row: 0, column: 0 });
  });

  it("are left for the row below them", () => {
    const screen = new Screen();
    const shown = frame(["> abc", ". def"], 0, 3);
    screen.write(draw(undefined, shown, 80) + leave(shown));
    expect(screen).toMatchObject({ row: 2, column: 0 });
  });

  it("show the rows around the cursor where not all fit", () => {
    const rows = ["1", "2", "3", "4", "5"];
    const text = { rows, widths: rows.map(() => 1), cursor: { row: 3, column: 1 } };
    expect(frameOf(text, ["below"], 3)).toMatchObject({ rows: ["2", "3", "4"], cursor: { row: 2 } });
    expect(frameOf({ ...text, cursor: { row: 0, column: 1 } }, [], 3)).toMatchObject({
      rows: ["1", "2", "3"],
    });
    expect(frameOf(text, ["below", "more"], 6)).toMatchObject({ rows: [...rows, "below"] });
  });
});
