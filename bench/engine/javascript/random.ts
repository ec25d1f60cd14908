/** A small linear congruential generator: the same numbers in every language. */
export class Random {
  #seed = 74755;

  /** From 0 to 65535. */
  next(): number {
    this.#seed = (this.#seed * 1309 + 13849) & 65535;
    return this.#seed;
  }
}
