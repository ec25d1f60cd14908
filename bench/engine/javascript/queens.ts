class Board {
  readonly #freeRows = new Array<boolean>(8).fill(true);
  readonly #freeRisings = new Array<boolean>(15).fill(true);
  readonly #freeFallings = new Array<boolean>(15).fill(true);
  readonly #rowsByColumn = new Array<number>(8).fill(0);

  /** The rows of the queens as the digits of a number in base 8. */
  solve(): number {
    if (!this.#placeFrom(0)) throw new Error("no solution");
    return this.#rowsByColumn.reduce((number, row) => number * 8 + row, 0);
  }

  #placeFrom(column: number): boolean {
    for (let row = 0; row < 8; row += 1) {
      if (!this.#isFree(row, column)) continue;
      this.#rowsByColumn[column] = row;
      this.#mark(row, column, false);
      if (column === 7 || this.#placeFrom(column + 1)) return true;
      this.#mark(row, column, true);
    }
    return false;
  }

  #isFree(row: number, column: number): boolean {
    return (
      this.#freeRows[row] === true &&
      this.#freeRisings[row + column] === true &&
      this.#freeFallings[row - column + 7] === true
    );
  }

  #mark(row: number, column: number, free: boolean): void {
    this.#freeRows[row] = free;
    this.#freeRisings[row + column] = free;
    this.#freeFallings[row - column + 7] = free;
  }
}

export function queens(times: number): number {
  let result = 0;
  for (let i = 0; i < times; i += 1) result = new Board().solve();
  return result;
}
