/** Holding a published schema against the checker that the server uses. */
import { Ajv2020, type Options } from "ajv/dist/2020.js";
import fc from "fast-check";
import { fits } from "../schema/check.js";
import type { Schema } from "../schema/schema.js";
import { spoiledValuesOf, valuesOf } from "./values-of.js";

/** Unknown keywords and formats are errors; what a `oneOf` requires may be declared beside it. */
const OPTIONS: Options = {
  strict: true,
  strictTypes: false,
  strictRequired: false,
  inlineRefs: false,
  code: { optimize: false },
};
export const newAjv = (): Ajv2020 => new Ajv2020(OPTIONS);

/** How many of the spoiled values both accepted, and both refused. */
export interface Verdicts {
  readonly accepted: number;
  readonly refused: number;
}

const anything = fc.jsonValue();

/** Expects both to accept what fits the schema, and to agree on what may or may not. */
export const expectSameVerdicts = (
  schema: Schema<unknown>,
  accepts: (value: unknown) => boolean,
  numRuns: number,
): Verdicts => {
  const seen = { accepted: 0, refused: 0 };
  const fitting = fc.property(valuesOf(schema), (value) => fits(schema, value) && accepts(value));
  const any = fc.property(fc.oneof(spoiledValuesOf(schema), anything), (value) => {
    const verdict = fits(schema, value);
    seen[verdict ? "accepted" : "refused"]++;
    return accepts(value) === verdict;
  });
  fc.assert(fitting, { numRuns });
  fc.assert(any, { numRuns });
  return seen;
};
