/** What the groups of a pattern matched, put into the texts of an answer: `<name>` stands for the group `name`. */
import type { Json } from "@stui/protocol";

export type Groups = ReadonlyMap<string, string>;

const PLACE = /<([A-Za-z_$][\w$]*)>/g;

/** A name that no group has stays as it is. */
export const filledText = (text: string, groups: Groups): string =>
  groups.size === 0 ? text : text.replace(PLACE, (place, name: string) => groups.get(name) ?? place);

export const filled = (value: Json, groups: Groups): Json => {
  if (groups.size === 0) return value;
  if (typeof value === "string") return filledText(value, groups);
  if (Array.isArray(value)) return value.map((item: Json) => filled(item, groups));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, groups)]));
  return value;
};
