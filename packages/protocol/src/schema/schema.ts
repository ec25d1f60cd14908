/**
 * Schemas of what travels: one value says what a JSON value must look like, and its TypeScript type is
 * derived from it. The kinds are those that JSON Schema has too (`jsonSchemaOf`), so that what is
 * published and what is checked (`checkerOf`) come from one place.
 */
declare const TYPE: unique symbol;

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** What a JSON value must look like; `T` is the type of the values that fit. */
export interface Schema<out T> {
  readonly node: Node;
  /** For a reader of the reference; may be empty. */
  readonly doc: string;
  readonly [TYPE]?: T;
}

/** A field that may be absent. */
export interface Optional<out T> {
  readonly optional: Schema<T>;
}

export interface StringBounds {
  /** In characters (Unicode code points), as JSON Schema counts. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** A regular expression, read with the `u` flag; anchored by the one who writes it. */
  readonly pattern?: string;
}

export interface NumberBounds {
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Field {
  readonly name: string;
  readonly schema: Schema<unknown>;
  readonly required: boolean;
}

export type Node =
  | ({ readonly kind: "string" } & StringBounds)
  | { readonly kind: "choice"; readonly values: readonly string[] }
  | ({ readonly kind: "number"; readonly integer: boolean } & NumberBounds)
  | { readonly kind: "boolean" }
  | { readonly kind: "null" }
  | { readonly kind: "json" }
  | { readonly kind: "array"; readonly items: Schema<unknown>; readonly maxItems?: number }
  | { readonly kind: "map"; readonly values: Schema<unknown> }
  | { readonly kind: "object"; readonly fields: readonly Field[]; readonly exactlyOne: readonly string[] }
  | {
      readonly kind: "variants";
      readonly tag: string;
      readonly variants: ReadonlyMap<string, Schema<unknown>>;
    }
  | { readonly kind: "union"; readonly members: readonly Schema<unknown>[] };

export type Static<S> = S extends Schema<infer T> ? T : S extends Optional<infer T> ? T : never;

export type Fields = Readonly<Record<string, Schema<unknown> | Optional<unknown>>>;
type RequiredNames<F extends Fields> = {
  [K in keyof F]: F[K] extends Optional<unknown> ? never : K;
}[keyof F];
type OptionalNames<F extends Fields> = {
  [K in keyof F]: F[K] extends Optional<unknown> ? K : never;
}[keyof F];
type Flatten<T> = { [K in keyof T]: T[K] } & {};
export type ObjectOf<F extends Fields> = Flatten<
  { readonly [K in RequiredNames<F>]: Static<F[K]> } & { readonly [K in OptionalNames<F>]?: Static<F[K]> }
>;
type Alternatives = Readonly<Record<string, Schema<unknown>>>;
type OneOf<A extends Alternatives> = {
  [K in keyof A]: { readonly [P in K]: Static<A[P]> } & { readonly [P in Exclude<keyof A, K>]?: never };
}[keyof A];

export const string = (doc: string, bounds: StringBounds = {}): Schema<string> => ({
  node: { kind: "string", ...bounds },
  doc,
});

/** One of a few words. */
export const choice = <const V extends readonly string[]>(doc: string, values: V): Schema<V[number]> => ({
  node: { kind: "choice", values },
  doc,
});

export const number = (doc: string, bounds: NumberBounds = {}): Schema<number> => ({
  node: { kind: "number", integer: false, ...bounds },
  doc,
});

/** A whole number; `3.0` is one, as in JSON Schema. */
export const integer = (doc: string, bounds: NumberBounds = {}): Schema<number> => ({
  node: { kind: "number", integer: true, ...bounds },
  doc,
});

/** A whole number, zero or more. */
export const count = (doc: string): Schema<number> => integer(doc, { minimum: 0 });

export const boolean = (doc: string): Schema<boolean> => ({ node: { kind: "boolean" }, doc });

/** Any JSON value. */
export const json = (doc: string): Schema<Json> => ({ node: { kind: "json" }, doc });

export const array = <T>(doc: string, items: Schema<T>, maxItems?: number): Schema<readonly T[]> => ({
  node: maxItems === undefined ? { kind: "array", items } : { kind: "array", items, maxItems },
  doc,
});

/** A JSON object used as a dictionary. */
export const map = <T>(doc: string, values: Schema<T>): Schema<{ readonly [key: string]: T }> => ({
  node: { kind: "map", values },
  doc,
});

const NULL: Schema<null> = { node: { kind: "null" }, doc: "" };

export const nullable = <T>(schema: Schema<T>): Schema<T | null> => ({
  node: { kind: "union", members: [schema, NULL] },
  doc: schema.doc,
});

export const union = <const M extends readonly Schema<unknown>[]>(
  doc: string,
  members: M,
): Schema<Static<M[number]>> => ({ node: { kind: "union", members }, doc });

export const optional = <T>(schema: Schema<T>): Optional<T> => ({ optional: schema });

const fieldsOf = (fields: Fields): Field[] =>
  Object.entries(fields).map(([name, field]) =>
    "optional" in field
      ? { name, schema: field.optional, required: false }
      : { name, schema: field, required: true },
  );

/** An object; what else it holds is ignored. */
export const object = <F extends Fields>(doc: string, fields: F): Schema<ObjectOf<F>> => ({
  node: { kind: "object", fields: fieldsOf(fields), exactlyOne: [] },
  doc,
});

/** An object with `fields` and with exactly one of `alternatives`. */
export const objectWithOne = <F extends Fields, A extends Alternatives>(
  doc: string,
  fields: F,
  alternatives: A,
): Schema<ObjectOf<F> & OneOf<A>> => ({
  node: {
    kind: "object",
    fields: [...fieldsOf(fields), ...fieldsOf(alternatives).map((field) => ({ ...field, required: false }))],
    exactlyOne: Object.keys(alternatives),
  },
  doc,
});

type VariantOf<C extends Fields, Tag extends string, V extends Readonly<Record<string, Fields>>> = {
  [K in keyof V & string]: Flatten<{ readonly [T in Tag]: K } & ObjectOf<C & V[K]>>;
}[keyof V & string];

/** An object whose field `tag` says which of the `variants` it is; all have the `common` fields. */
export const variants = <
  const Tag extends string,
  C extends Fields,
  V extends Readonly<Record<string, Fields>>,
>(
  doc: string,
  tag: Tag,
  common: C,
  cases: V,
): Schema<VariantOf<C, Tag, V>> => ({
  node: {
    kind: "variants",
    tag,
    variants: new Map(
      Object.entries(cases).map(([name, fields]) => [
        name,
        object("", { [tag]: choice("", [name]), ...common, ...fields }),
      ]),
    ),
  },
  doc,
});

/** The fields of an object schema with those of another, the latter's winning. */
export const extend = <A, F extends Fields>(
  doc: string,
  base: Schema<A>,
  fields: F,
): Schema<A & ObjectOf<F>> => {
  if (base.node.kind !== "object") throw new TypeError("only an object schema can be extended");
  const added = fieldsOf(fields);
  const names = new Set(added.map((field) => field.name));
  return {
    node: {
      kind: "object",
      fields: [...base.node.fields.filter((field) => !names.has(field.name)), ...added],
      exactlyOne: base.node.exactlyOne,
    },
    doc,
  };
};
