/** Names that begin as a word does, the best first: exact case, then nearness, then the shorter, then by text. */
import { byText } from "./browse.js";

interface Candidate<T> {
  readonly text: string;
  readonly isExact: boolean;
  readonly distance: number;
  readonly value: T;
}

export class Ranking<T> {
  readonly #candidates: Candidate<T>[] = [];
  readonly #lower: string;

  constructor(readonly prefix: string) {
    this.#lower = prefix.toLowerCase();
  }

  matches(text: string): boolean {
    return text.length >= this.prefix.length && text.toLowerCase().startsWith(this.#lower);
  }

  /** The smaller the distance, the nearer. What does not begin as the word does is left out. */
  add(text: string, distance: number, value: T): void {
    if (!this.matches(text)) return;
    this.#candidates.push({ text, isExact: text.startsWith(this.prefix), distance, value });
  }

  best(most: number): T[] {
    return this.#candidates
      .sort(
        (a, b) =>
          Number(b.isExact) - Number(a.isExact) ||
          a.distance - b.distance ||
          a.text.length - b.text.length ||
          byText(a.text, b.text),
      )
      .slice(0, most)
      .map((candidate) => candidate.value);
  }
}
