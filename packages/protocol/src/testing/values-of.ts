/** Values made from schemas, and values spoiled: what property tests of the protocol draw from. */
import fc from "fast-check";
import { isRecord } from "../schema/check.js";
import type { Field, Json, JsonObject, Node, Schema } from "../schema/schema.js";

const anyJson = fc.jsonValue({ maxDepth: 3 });

const made = new WeakMap<Schema<unknown>, fc.Arbitrary<Json>>();

/** Values that fit the schema, as JSON.parse would answer them; objects hold no further fields. */
export const valuesOf = (schema: Schema<unknown>): fc.Arbitrary<Json> => {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const values = valuesOfNode(schema.node).map(asParsed);
  made.set(schema, values);
  return values;
};

/** The value after a way through JSON: no -0, no prototype but Object's. */
export const asParsed = (value: unknown): Json => JSON.parse(JSON.stringify(value));

/** Characters that are more than one UTF-16 unit or byte, that JSON escapes, or half a surrogate pair. */
const oddCharacter = fc.constantFrom("a", "é", "漢", "😀", "\u2028", '"', "\\", "\0", "\n", "\x7f", "\ud800");

const text = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.string({ minLength, maxLength }) },
    { weight: 1, arbitrary: fc.string({ minLength, maxLength, unit: oddCharacter }) },
  );

const valuesOfNode = (node: Node): fc.Arbitrary<unknown> => {
  switch (node.kind) {
    case "string":
      return node.pattern === undefined
        ? text(node.minLength ?? 0, Math.min(node.maxLength ?? 40, 140))
        : fc.stringMatching(new RegExp(node.pattern, "u"));
    case "choice":
      return fc.constantFrom(...node.values);
    case "number": {
      const { minimum: min = -1e12, maximum: max = 1e12 } = node;
      return node.integer
        ? fc.oneof(
            fc.integer({ min, max: Math.min(max, min + 10) }),
            fc.maxSafeInteger().map(clamp(min, max)),
          )
        : fc.double({ min, max, noNaN: true });
    }
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "json":
      return anyJson;
    case "array":
      return fc.array(valuesOf(node.items), { maxLength: Math.min(node.maxItems ?? 4, 4) });
    case "map":
      return fc.dictionary(
        fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "")),
        valuesOf(node.values),
        {
          maxKeys: 4,
        },
      );
    case "object":
      return objectsOf(node.fields, node.exactlyOne);
    case "variants":
      return fc.oneof(...[...node.variants.values()].map(valuesOf));
    case "union":
      return fc.oneof(...node.members.map(valuesOf));
  }
};

const clamp =
  (min: number, max: number) =>
  (value: number): number =>
    Math.min(Math.max(value, min), max);

const objectsOf = (fields: readonly Field[], exactlyOne: readonly string[]): fc.Arbitrary<JsonObject> => {
  const plain = fields.filter(({ name }) => !exactlyOne.includes(name));
  const record = (chosen: readonly Field[]): fc.Arbitrary<Record<string, Json>> =>
    fc.record<Record<string, Json>, string>(
      Object.fromEntries(chosen.map(({ name, schema }) => [name, valuesOf(schema)])),
      {
        requiredKeys: chosen
          .filter(({ name, required }) => required || exactlyOne.includes(name))
          .map(({ name }) => name),
      },
    );
  return exactlyOne.length === 0
    ? record(plain)
    : fc.oneof(
        ...fields
          .filter(({ name }) => exactlyOne.includes(name))
          .map((alternative) => record([...plain, alternative])),
      );
};

type Path = readonly (string | number)[];

const pathsIn = (value: Json, path: Path = []): Path[] => {
  const inner: (readonly [string | number, Json])[] = isList(value)
    ? value.map((part, index) => [index, part] as const)
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  return [path, ...inner.flatMap(([step, part]) => pathsIn(part, [...path, step]))];
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isJsonObject = (value: Json): value is JsonObject => isRecord(value);

/** The value with the part at the path made anew; `undefined` takes it out. */
const changedAt = (value: Json, path: Path, change: (part: Json) => Json | undefined): Json | undefined => {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (isList(value))
    return value.flatMap((part, index) =>
      index === step ? [changedAt(part, rest, change) ?? null] : [part],
    );
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => {
      const now = name === step ? changedAt(part, rest, change) : part;
      return now === undefined ? [] : [[name, now] as const];
    }),
  );
};

/** Values at and beyond the bounds that schemas know. */
const odd: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, "", "a", [], {}, [null], { a: 1 }),
  fc.constantFrom<Json>(-1, 0, 0.5, 1, 2, 5, 6, 5.000001, 1e15, 1e300, -1e300, Number.MAX_SAFE_INTEGER + 1),
  fc
    .constantFrom(1, 10, 11, 12, 63, 64, 65, 127, 128, 129, 256)
    .chain((length) => fc.constantFrom("a", "é", "😀", "\ud83d").map((unit) => unit.repeat(length))),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }).map(asParsed),
);

/** Values that fit, changed in one to three places: most no longer fit, some still do. */
export const spoiledValuesOf = (schema: Schema<unknown>): fc.Arbitrary<Json> =>
  fc
    .tuple(valuesOf(schema), fc.array(fc.tuple(fc.nat(), fc.nat(3), odd), { minLength: 1, maxLength: 3 }))
    .map(([value, changes]) => {
      let spoiled: Json = value;
      for (const [place, how, replacement] of changes) {
        const paths = pathsIn(spoiled);
        const path = paths[place % paths.length] ?? [];
        spoiled = changedAt(spoiled, path, (part) => spoil(part, how, replacement)) ?? null;
      }
      return spoiled;
    });

const spoil = (part: Json, how: number, replacement: Json): Json | undefined => {
  if (how === 0) return undefined;
  if (how === 1 && typeof part === "string")
    return `${part}${typeof replacement === "string" ? replacement : "!"}`;
  if (how === 1 && typeof part === "number")
    return part + (typeof replacement === "number" ? replacement : 0.5);
  if (how === 2 && isList(part)) return [...part, replacement];
  if (how === 2 && isJsonObject(part)) return { ...part, added: replacement };
  return replacement;
};
