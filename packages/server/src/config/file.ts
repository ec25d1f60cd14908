/** The configuration file: TOML, its tables being the sections. */
import { readFileSync } from "node:fs";
import { parse, TomlError } from "smol-toml";
import { ConfigurationError, type Source } from "./configuration.js";

/**
 * Reads a configuration file.
 *
 * @throws ConfigurationError where it cannot be read or is no TOML
 */
export const fileSource = (path: string): Source => {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error) throw new ConfigurationError("", path, `cannot be read: ${error.message}`);
    throw error;
  }
  try {
    return { name: path, values: flatten(parse(text), "") };
  } catch (error) {
    if (error instanceof TomlError) throw new ConfigurationError("", path, `is no TOML: ${error.message}`);
    throw error;
  }
};

const flatten = (table: Readonly<Record<string, unknown>>, prefix: string): Map<string, unknown> => {
  const values = new Map<string, unknown>();
  for (const [name, value] of Object.entries(table)) {
    const key = `${prefix}${name}`;
    if (isTable(value)) for (const [inner, v] of flatten(value, `${key}.`)) values.set(inner, v);
    else values.set(key, value);
  }
  return values;
};

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
