/**
 * The ids of requests that were carried out and whose replies are gone: some 16 bytes each, so that a fast client's ids of
 * many minutes fit. What is kept is a 53-bit hash, seeded at random in each process.
 */

const INITIAL_SLOTS = 64;
const SEED_A = (Math.random() * 0x1_0000_0000) | 0;
const SEED_B = (Math.random() * 0x1_0000_0000) | 0;

/** Two multiplicative hashes of 32 bits over the UTF-16 units, put together to 53 bits; never 0. */
const hashOf = (text: string): number => {
  let a = SEED_A;
  let b = SEED_B;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x85ebca77);
    a ^= a >>> 15;
    b ^= b >>> 13;
  }
  return (a >>> 11) * 0x1_0000_0000 + (b >>> 0) || 1;
};

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

/** Remembers each id for at least `retentionMs` and at most twice as long. */
export class KnownIds {
  #young = new HashSet();
  #old = new HashSet();
  #turned: number;

  /** @param now of a monotonic clock, in milliseconds */
  constructor(
    readonly retentionMs: number,
    now: number,
  ) {
    this.#turned = now;
  }

  add(id: string, now: number): void {
    this.#turn(now);
    this.#young.add(hashOf(id));
  }

  has(id: string, now: number): boolean {
    this.#turn(now);
    const hash = hashOf(id);
    return this.#young.has(hash) || this.#old.has(hash);
  }

  #turn(now: number): void {
    if (now - this.#turned < this.retentionMs) return;
    this.#old = now - this.#turned < 2 * this.retentionMs ? this.#young : new HashSet();
    this.#young = new HashSet();
    this.#turned = now;
  }
}
