/**
 * The ids of requests that were carried out, as hashes: some 16 bytes each, so that a fast client's ids of many minutes
 * fit.
 */

/** Few: most clients of a moment send a request or two. */
const INITIAL_SLOTS = 4;

/** A set of hashes in one typed array; 0 marks an empty slot. */
class HashSet {
  #slots = new Float64Array(INITIAL_SLOTS);
  #size = 0;

  has(hash: number): boolean {
    return this.#slots[this.#slotOf(hash)] === hash;
  }

  add(hash: number): void {
    const slot = this.#slotOf(hash);
    if (this.#slots[slot] === hash) return;
    this.#slots[slot] = hash;
    this.#size += 1;
    if (this.#size * 2 > this.#slots.length) this.#grow();
  }

  #slotOf(hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash / 0x1_0000_0000)) & mask;
    while (this.#slots[slot] !== 0 && this.#slots[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Float64Array(old.length * 2);
    for (const hash of old) if (hash !== 0) this.#slots[this.#slotOf(hash)] = hash;
  }
}

/** Never added to. */
const NOTHING = new HashSet();

/** Remembers each id for at least `retentionMs` and at most twice as long. Ids are hashes, see `hashOf`; never 0. */
export class KnownIds {
  #young = new HashSet();
  #old = NOTHING;
  #turned: number;

  /**
   * @param now of a monotonic clock, in milliseconds
   * @param held ids that are not to be forgotten yet, however old
   */
  constructor(
    readonly retentionMs: number,
    now: number,
    readonly held: () => Iterable<number> = () => [],
  ) {
    this.#turned = now;
  }

  add(id: number, now: number): void {
    this.#turn(now);
    this.#young.add(id);
  }

  has(id: number, now: number): boolean {
    this.#turn(now);
    return this.#young.has(id) || this.#old.has(id);
  }

  #turn(now: number): void {
    if (now - this.#turned < this.retentionMs) return;
    this.#old = now - this.#turned < 2 * this.retentionMs ? this.#young : NOTHING;
    this.#young = new HashSet();
    for (const id of this.held()) this.#young.add(id);
    this.#turned = now;
  }
}
