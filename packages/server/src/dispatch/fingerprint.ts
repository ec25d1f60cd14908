/** Tells whether two requests ask for the same. */
import { createHash } from "node:crypto";
import type { CommandName, Encoding } from "@stui/protocol";

/** Characters up to which a fingerprint is the text itself. */
const SHORT = 256;

export interface Fingerprinted {
  readonly command: CommandName;
  readonly parameters: unknown;
  readonly encoding: Encoding;
  readonly shape: string;
}

/** Equal for requests of the same command with equal parameters in the same encoding, in whatever order of keys. */
export const fingerprintOf = ({ command, parameters, encoding, shape }: Fingerprinted): string => {
  const text = `${encoding} ${shape} ${command} ${JSON.stringify(parameters, inOrder)}`;
  return text.length <= SHORT ? text : createHash("sha256").update(text).digest("base64");
};

const inOrder = (_: string, value: unknown): unknown => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  if (keys.length < 2) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
};
