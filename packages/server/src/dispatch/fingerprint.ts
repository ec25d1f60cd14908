/** Tells whether two requests ask for the same. */
import type { CommandName, Encoding } from "@stui/protocol";
import { hashOf } from "./seeded-hash.js";

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
export const fingerprintOf = ({ command, parameters, encoding, shape }: Fingerprinted): number =>
  hashOf(`${encoding} ${shape} ${command} ${canonical(parameters)}`);

/** A text that equal JSON values have in common, and no others: each string behind its length. */
const canonical = (value: unknown): string => {
  if (typeof value === "string") return `"${value.length} ${value}`;
  if (typeof value !== "object" || value === null) return `${value},`;
  if (Array.isArray(value)) return `[${value.map(canonical).join("")}]`;
  const entries: [string, unknown][] = Object.entries(value);
  if (entries.length > 1) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  let text = "{";
  for (const [key, part] of entries) text += `${key.length} ${key}${canonical(part)}`;
  return `${text}}`;
};
