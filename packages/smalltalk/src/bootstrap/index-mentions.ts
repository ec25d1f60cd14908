/** Reads what each method of the kernel mentions, so that an image finds senders without parsing thousands of methods. */
import { type KernelMentions, type KernelSources, readMentions } from "../classes/index.js";

export function indexMentions({ fingerprint, methods }: KernelSources): KernelMentions {
  const indices = new Map<string, number>();
  const indexOf = (word: string): number => {
    const known = indices.get(word);
    if (known !== undefined) return known;
    indices.set(word, indices.size);
    return indices.size - 1;
  };
  const read = methods.map(readMentions);
  const selectors = read.map((mentions) => [...mentions.selectors].map(indexOf));
  const variables = read.map((mentions) => [...mentions.variables.keys()].map(indexOf));
  return { fingerprint, words: [...indices.keys()], selectors, variables };
}
