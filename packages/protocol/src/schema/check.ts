/** Checking a value against a schema: closures made once per schema, one pass, the first misfit named. */
import type { Field, Node, Schema } from "./schema.js";

/** Why a value does not fit. `path` starts empty at the checked value: `.files["a b"].source`, `.ids[3]`. */
export interface Misfit {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** Answers the first misfit, or `undefined` where the value fits. */
export type Checker = (value: unknown) => Misfit | undefined;

const checkers = new WeakMap<Schema<unknown>, Checker>();

/** The checker of a schema, made when first asked for. */
export const checkerOf = (schema: Schema<unknown>): Checker => {
  const known = checkers.get(schema);
  if (known !== undefined) return known;
  const made = checkerOfNode(schema.node);
  checkers.set(schema, made);
  return made;
};

/** Whether the value fits the schema. */
export const fits = <T>(schema: Schema<T>, value: unknown): value is T =>
  checkerOf(schema)(value) === undefined;

/** What a value is, in a few words. */
export const describeValue = (value: unknown): string => {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "string") {
    const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value;
    return `the string ${JSON.stringify(shown)}`;
  }
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "boolean") return String(value);
  return "an object";
};

const misfit = (expected: string, value: unknown): Misfit => ({
  path: "",
  expected,
  found: describeValue(value),
});

const under = (step: string, inner: Misfit): Misfit => ({ ...inner, path: step + inner.path });

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const keyStep = (key: string): string => {
  if (PLAIN_NAME.test(key)) return `.${key}`;
  return `[${JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key)}]`;
};

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const SURROGATE_PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

/** The number of Unicode code points, a lone surrogate counting as one. */
const codePoints = (text: string): number => text.length - (text.match(SURROGATE_PAIR)?.length ?? 0);

const stringChecker = (node: Extract<Node, { kind: "string" }>): Checker => {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = node;
  const expression = pattern === undefined ? undefined : new RegExp(pattern, "u");
  const bounds =
    maxLength === Number.POSITIVE_INFINITY
      ? minLength === 0
        ? ""
        : ` of at least ${minLength} characters`
      : ` of ${minLength} to ${maxLength} characters`;
  const expected = `a string${bounds}${pattern === undefined ? "" : ` matching ${pattern}`}`;
  // A code point takes one or two units, so that most lengths need no counting.
  const longEnough = (text: string): boolean =>
    text.length >= minLength &&
    (text.length >= 2 * minLength || minLength < 2 || codePoints(text) >= minLength);
  const shortEnough = (text: string): boolean =>
    text.length <= maxLength || (text.length <= 2 * maxLength && codePoints(text) <= maxLength);
  return (value) =>
    typeof value === "string" &&
    longEnough(value) &&
    shortEnough(value) &&
    (expression === undefined || expression.test(value))
      ? undefined
      : misfit(expected, value);
};

const numberChecker = (node: Extract<Node, { kind: "number" }>): Checker => {
  const { integer, minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = node;
  const bounds =
    node.minimum === undefined
      ? node.maximum === undefined
        ? ""
        : ` of at most ${maximum}`
      : node.maximum === undefined
        ? ` of at least ${minimum}`
        : ` from ${minimum} to ${maximum}`;
  const expected = `${integer ? "an integer" : "a number"}${bounds}`;
  return (value) =>
    typeof value === "number" &&
    (integer ? Number.isInteger(value) : Number.isFinite(value)) &&
    value >= minimum &&
    value <= maximum
      ? undefined
      : misfit(expected, value);
};

const objectChecker = (fields: readonly Field[], exactlyOne: readonly string[]): Checker => {
  const checks = fields.map(({ name, schema, required }) => ({
    name,
    required,
    check: checkerOf(schema),
    expected: expectation(schema),
  }));
  return (value) => {
    if (!isRecord(value)) return misfit("an object", value);
    for (const { name, required, check, expected } of checks) {
      const held = value[name];
      if (held === undefined) {
        if (required) return { path: `.${name}`, expected, found: "nothing" };
        continue;
      }
      const wrong = check(held);
      if (wrong !== undefined) return under(`.${name}`, wrong);
    }
    if (exactlyOne.length > 0) {
      const given = exactlyOne.filter((name) => value[name] !== undefined);
      if (given.length !== 1)
        return {
          path: "",
          expected: `exactly one of ${exactlyOne.join(", ")}`,
          found: given.length === 0 ? "none" : given.join(" and "),
        };
    }
    return undefined;
  };
};

/** What a schema expects, in a few words. */
const expectation = (schema: Schema<unknown>): string => {
  const { node } = schema;
  // No JSON value is undefined, so that any schema but `json` says what it wants by refusing it.
  return node.kind === "json" ? "a value" : (checkerOf(schema)(undefined)?.expected ?? "a value");
};

const unionChecker = (members: readonly Schema<unknown>[]): Checker => {
  const checks = members.map(checkerOf);
  const expected = members.map(expectation).join(", or ");
  return (value) => {
    let nearest: Misfit | undefined;
    for (const check of checks) {
      const wrong = check(value);
      if (wrong === undefined) return undefined;
      // A misfit deep inside a member says more than "none of these".
      if (wrong.path.length > (nearest?.path.length ?? 0)) nearest = wrong;
    }
    return nearest ?? misfit(expected, value);
  };
};

const checkerOfNode = (node: Node): Checker => {
  switch (node.kind) {
    case "string":
      return stringChecker(node);
    case "number":
      return numberChecker(node);
    case "choice": {
      const values = new Set(node.values);
      const expected = node.values.length === 1 ? `"${node.values[0]}"` : `one of ${node.values.join(", ")}`;
      return (value) =>
        typeof value === "string" && values.has(value) ? undefined : misfit(expected, value);
    }
    case "boolean":
      return (value) => (typeof value === "boolean" ? undefined : misfit("true or false", value));
    case "null":
      return (value) => (value === null ? undefined : misfit("null", value));
    case "json":
      return () => undefined;
    case "array": {
      const check = checkerOf(node.items);
      const maxItems = node.maxItems ?? Number.POSITIVE_INFINITY;
      return (value) => {
        if (!Array.isArray(value)) return misfit("an array", value);
        if (value.length > maxItems)
          return {
            path: "",
            expected: `an array of at most ${maxItems} elements`,
            found: `${value.length} elements`,
          };
        for (let index = 0; index < value.length; index++) {
          const wrong = check(value[index]);
          if (wrong !== undefined) return under(`[${index}]`, wrong);
        }
        return undefined;
      };
    }
    case "map": {
      const check = checkerOf(node.values);
      return (value) => {
        if (!isRecord(value)) return misfit("an object", value);
        for (const key of Object.keys(value)) {
          const wrong = check(value[key]);
          if (wrong !== undefined) return under(keyStep(key), wrong);
        }
        return undefined;
      };
    }
    case "object":
      return objectChecker(node.fields, node.exactlyOne);
    case "variants": {
      const { tag } = node;
      const checks = new Map([...node.variants].map(([name, schema]) => [name, checkerOf(schema)]));
      const expected = `one of ${[...node.variants.keys()].join(", ")}`;
      return (value) => {
        if (!isRecord(value)) return misfit("an object", value);
        const name = value[tag];
        const check = typeof name === "string" ? checks.get(name) : undefined;
        return check === undefined ? under(`.${tag}`, misfit(expected, name)) : check(value);
      };
    }
    case "union":
      return unionChecker(node.members);
  }
};
