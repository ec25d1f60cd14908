/** Which methods are broken, and how: the same for the same seed and the same kernel. */
import type { KernelMethodText } from "./job.js";
import { type Mutation, mutationsOf } from "./mutations.js";

export interface Mutant {
  readonly method: KernelMethodText;
  readonly mutation: Mutation;
  /** `Foo class>>bar: line 3: < becomes <=`. */
  readonly name: string;
}

/**
 * Each method at most once. The order is that of a hash of seed and name, so that a method more in the kernel is one
 * mutant more and leaves the others as they were.
 */
export function* draw(methods: readonly KernelMethodText[], seed: number): Generator<Mutant> {
  const ordered = methods
    .map((method) => ({ method, rank: hash(`${seed} ${place(method)}`) }))
    .sort((a, b) => a.rank - b.rank);
  for (const { method } of ordered) {
    const mutations = mutationsOf(method.source);
    const mutation = mutations[hash(`${place(method)} ${seed}`) % mutations.length];
    if (mutation !== undefined) yield { method, mutation, name: `${place(method)}: ${mutation.text}` };
  }
}

const place = (m: KernelMethodText): string => `${m.owner}${m.isMeta ? " class" : ""}>>${m.selector}`;

/** 32 bits of a text: FNV-1a, and a last mix, since names that differ at their ends only must lie far apart. */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}
