/** A hash that stands for what it was made of, where only this process compares: seeded at random when it starts. */

const SEED_A = (Math.random() * 0x1_0000_0000) | 0;
const SEED_B = (Math.random() * 0x1_0000_0000) | 0;

/** Two multiplicative hashes of 32 bits, put together to 53. */
export class SeededHash {
  #a = SEED_A;
  #b = SEED_B;

  /** @param word 32 bits */
  addWord(word: number): void {
    const a = Math.imul(this.#a ^ word, 0x9e3779b1);
    const b = Math.imul(this.#b ^ word, 0x85ebca77);
    this.#a = a ^ (a >>> 15);
    this.#b = b ^ (b >>> 13);
  }

  /** Adds the length of a text and its UTF-16 units. */
  addText(text: string): void {
    this.addWord(text.length);
    for (let i = 0; i < text.length; i += 1) this.addWord(text.charCodeAt(i));
  }

  /** Of 53 bits; never 0. */
  get value(): number {
    return (this.#a >>> 11) * 0x1_0000_0000 + (this.#b >>> 0) || 1;
  }
}

export const hashOf = (text: string): number => {
  const hash = new SeededHash();
  hash.addText(text);
  return hash.value;
};
