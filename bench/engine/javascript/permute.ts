class Permuter {
  #count = 0;
  readonly #elements: number[];

  constructor(size: number) {
    this.#elements = Array.from({ length: size }, (_, i) => i + 1);
  }

  /** Goes through all orders of the first `size` elements; answers how many steps it took so far. */
  permute(size: number): number {
    this.#count += 1;
    if (size > 0) {
      this.permute(size - 1);
      for (let i = size - 1; i >= 0; i -= 1) {
        this.#swap(size - 1, i);
        this.permute(size - 1);
        this.#swap(size - 1, i);
      }
    }
    return this.#count;
  }

  #swap(i: number, j: number): void {
    const elements = this.#elements;
    const element = elements[i] as number;
    elements[i] = elements[j] as number;
    elements[j] = element;
  }
}

export function permute(size: number): number {
  return new Permuter(size).permute(size);
}
