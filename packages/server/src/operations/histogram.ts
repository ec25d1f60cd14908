/** How long things took, by buckets: a sum, and counts that one addition keeps. */

/** Upper bounds of the buckets, in milliseconds; what took longer than the last is in one more. */
export const BOUNDS_MS = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000];

export class Histogram {
  readonly #counts = new Float64Array(BOUNDS_MS.length + 1);
  #sum = 0;

  add(ms: number): void {
    let bucket = 0;
    while (bucket < BOUNDS_MS.length && ms > (BOUNDS_MS[bucket] ?? 0)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sum += ms;
  }

  /** Milliseconds of all together. */
  get sum(): number {
    return this.#sum;
  }

  /** By bound, how many took no longer than that; the last of them, `inf`, is all. */
  *cumulated(): Generator<readonly [bound: string, count: number]> {
    let count = 0;
    for (const [i, more] of this.#counts.entries()) {
      count += more;
      yield [i < BOUNDS_MS.length ? `${BOUNDS_MS[i]}` : "inf", count];
    }
  }
}
