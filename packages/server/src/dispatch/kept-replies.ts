/**
 * The last replies of one client, to be sent again: a ring of bytes outside the heap. As strings of the heap they are
 * copied twice by the collector of young objects before they are let go; that took more time than all else of a request
 * in dispatch.
 */

/** Few: most clients of a moment send a request or two. */
const INITIAL_SLOTS = 2;

/** The numbers of a slot: hash of the id, fingerprint, where the text begins in the ring, and its bytes. */
const ID = 0;
const FINGERPRINT = 1;
const START = 2;
const LENGTH = 3;
const SLOT = 4;

const NO_BYTES = Buffer.alloc(0);

export interface KeptReply {
  readonly fingerprint: number;
  readonly reply: string;
}

export class KeptReplies {
  /** A ring of slots, the oldest at `#first`. */
  #slots = new Float64Array(INITIAL_SLOTS * SLOT);
  #first = 0;
  #count = 0;
  #bytes = NO_BYTES;

  /**
   * @param most replies that are kept
   * @param mostBytes that they take in UTF-8, all together
   */
  constructor(
    readonly most: number,
    readonly mostBytes: number,
  ) {}

  /** What the ring takes. */
  get bytes(): number {
    return this.#bytes.length;
  }

  /** Lets all of them go. */
  clear(): void {
    this.#slots = new Float64Array(INITIAL_SLOTS * SLOT);
    this.#first = 0;
    this.#count = 0;
    this.#bytes = NO_BYTES;
  }

  *ids(): Iterable<number> {
    for (let index = 0; index < this.#count; index += 1) yield this.#at(index, ID);
  }

  /** The reply to the request with this id, if it is kept. */
  find(id: number): KeptReply | undefined {
    for (let index = 0; index < this.#count; index += 1) {
      if (this.#at(index, ID) !== id) continue;
      const start = this.#at(index, START);
      return {
        fingerprint: this.#at(index, FINGERPRINT),
        reply: this.#bytes.toString("utf8", start, start + this.#at(index, LENGTH)),
      };
    }
    return undefined;
  }

  /** Keeps a reply in place of the oldest ones; one that is longer than all may be is not kept. */
  keep(id: number, fingerprint: number, reply: string): void {
    const length = Buffer.byteLength(reply);
    if (length > this.mostBytes || this.most < 1) return;
    if (this.#count >= this.most) this.#dropOldest();
    const start = this.#room(length);
    this.#bytes.write(reply, start);
    this.#append(id, fingerprint, start, length);
  }

  #at(index: number, field: number): number {
    const slot = (this.#first + index) & (this.#slots.length / SLOT - 1);
    return this.#slots[slot * SLOT + field] ?? 0;
  }

  #append(id: number, fingerprint: number, start: number, length: number): void {
    if (this.#count * SLOT === this.#slots.length) this.#growSlots();
    const slot = ((this.#first + this.#count) & (this.#slots.length / SLOT - 1)) * SLOT;
    this.#slots[slot + ID] = id;
    this.#slots[slot + FINGERPRINT] = fingerprint;
    this.#slots[slot + START] = start;
    this.#slots[slot + LENGTH] = length;
    this.#count += 1;
  }

  #dropOldest(): void {
    this.#first = (this.#first + 1) & (this.#slots.length / SLOT - 1);
    this.#count -= 1;
  }

  /** Where so many bytes in one piece are free, after old replies made room or the ring grew. */
  #room(length: number): number {
    for (;;) {
      const start = this.#free(length);
      if (start !== undefined) return start;
      if (this.#bytes.length < this.mostBytes) this.#growBytes(length);
      else this.#dropOldest();
    }
  }

  #free(length: number): number | undefined {
    if (this.#count === 0) return length <= this.#bytes.length ? 0 : undefined;
    const oldest = this.#at(0, START);
    const newest = this.#at(this.#count - 1, START);
    const end = newest + this.#at(this.#count - 1, LENGTH);
    if (newest < oldest) return oldest - end >= length ? end : undefined;
    if (this.#bytes.length - end >= length) return end;
    return oldest >= length ? 0 : undefined;
  }

  #growBytes(length: number): void {
    const wanted = Math.max(this.#bytes.length * 2, this.#bytes.length + length);
    const bytes = Buffer.allocUnsafeSlow(Math.min(wanted, this.mostBytes));
    let end = 0;
    for (let index = 0; index < this.#count; index += 1) {
      const start = this.#at(index, START);
      const slot = (this.#first + index) & (this.#slots.length / SLOT - 1);
      this.#slots[slot * SLOT + START] = end;
      end += this.#bytes.copy(bytes, end, start, start + this.#at(index, LENGTH));
    }
    this.#bytes = bytes;
  }

  #growSlots(): void {
    const slots = new Float64Array(this.#slots.length * 2);
    const tail = this.#slots.subarray(this.#first * SLOT);
    slots.set(tail);
    slots.set(this.#slots.subarray(0, this.#first * SLOT), tail.length);
    this.#slots = slots;
    this.#first = 0;
  }
}
