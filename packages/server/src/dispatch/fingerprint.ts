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
  const text = `${encoding} ${shape} ${command} ${canonical(parameters)}`;
  return text.length <= SHORT ? text : createHash("sha256").update(text).digest("base64");
};

/** JSON with the keys of each object in order. By hand, since a replacer function makes JSON.stringify several times slower. */
const canonical = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return `${JSON.stringify(value)}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const entries: [string, unknown][] = Object.entries(value);
  if (entries.length > 1) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  let text = "{";
  for (const [key, part] of entries) text += `${JSON.stringify(key)}:${canonical(part)},`;
  return `${text}}`;
};
