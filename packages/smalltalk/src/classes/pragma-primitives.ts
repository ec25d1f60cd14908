/** The pragmas of a method, read from its source. */
import { symbol } from "../memory/text.js";
import { FAIL, type Fail, nil, type PrimitiveTable, StArray, type Value } from "../memory/values.js";
import { type LiteralValue, pace, parseMethod } from "../syntax/index.js";
import type { Linker } from "./linker.js";
import { guarded, text } from "./reflection-primitives.js";

export function pragmaPrimitives(linker: Linker) {
  return {
    /** (source) → Arrays (selector, arguments); an Array of a String first where the source does not parse */
    methodPragmas: (_self: Value, source: Value): Value | Fail => {
      const js = text(source);
      if (js === undefined) return FAIL;
      return guarded(
        () =>
          new StArray(
            parseMethod(js).pragmas.map(
              (pragma) =>
                new StArray([
                  symbol(pragma.selector),
                  new StArray(pragma.arguments.map((value) => literal(linker, value))),
                ]),
            ),
          ),
      );
    },
  } satisfies PrimitiveTable;
}

/** A literal as the code of a method has it. */
export function literal(linker: Linker, value: LiteralValue): Value {
  pace();
  switch (value.type) {
    case "nil":
      return nil;
    case "boolean":
      return value.value;
    case "integer":
      return linker.integer(value.value);
    case "float":
      return linker.float(value.value);
    case "scaledDecimal":
      return linker.scaledDecimal(value.numerator, value.denominator, value.scale);
    case "character":
      return linker.character(value.codePoint);
    case "string":
      return linker.string(value.codePoints);
    case "symbol":
      return linker.symbol(String.fromCodePoint(...value.codePoints));
    case "array":
      return linker.array(value.elements.map((element) => literal(linker, element)));
    case "byteArray":
      return linker.byteArray(value.bytes);
  }
}
