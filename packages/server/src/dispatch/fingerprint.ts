/** Tells whether two requests ask for the same. */
import type { CommandName, Encoding } from "@stui/protocol";
import { SeededHash } from "./seeded-hash.js";

export interface Fingerprinted {
  readonly command: CommandName;
  readonly parameters: unknown;
  readonly encoding: Encoding;
  readonly shape: string;
}

/**
 * Equal for requests of the same command with equal parameters in the same encoding, in whatever order of keys; a hash of
 * 53 bits.
 */
export const fingerprintOf = ({ command, parameters, encoding, shape }: Fingerprinted): number => {
  const hash = new SeededHash();
  hash.addText(encoding);
  hash.addText(shape);
  hash.addText(command);
  addValue(hash, parameters);
  return hash.value;
};

/** What tells the kinds of JSON values apart. */
const STRING = 1;
const ARRAY = 2;
const OBJECT = 3;
const OTHER = 4;

const addValue = (hash: SeededHash, value: unknown): void => {
  if (typeof value === "string") {
    hash.addWord(STRING);
    hash.addText(value);
  } else if (Array.isArray(value)) {
    hash.addWord(ARRAY);
    hash.addWord(value.length);
    for (const element of value) addValue(hash, element);
  } else if (typeof value === "object" && value !== null) {
    addObject(hash, Object.entries(value));
  } else {
    hash.addWord(OTHER);
    hash.addText(String(value));
  }
};

/** By the sum of its members' hashes, which needs no order of keys. */
const addObject = (hash: SeededHash, entries: readonly [string, unknown][]): void => {
  let high = 0;
  let low = 0;
  for (const [key, value] of entries) {
    const member = new SeededHash();
    member.addText(key);
    addValue(member, value);
    high = (high + ((member.value / 0x1_0000_0000) | 0)) | 0;
    low = (low + (member.value | 0)) | 0;
  }
  hash.addWord(OBJECT);
  hash.addWord(entries.length);
  hash.addWord(high);
  hash.addWord(low);
};
