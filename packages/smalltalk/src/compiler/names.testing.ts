/** A name space for tests: some instance variables, and globals that begin with a capital. */
import type { NameSpace } from "./index.js";

export function testNames(...fields: readonly string[]): NameSpace {
  return {
    resolve: (name) => {
      if (fields.includes(name)) return { kind: "field", name };
      return /^\p{Lu}/u.test(name) ? { kind: "binding", reference: { scope: "global", name } } : undefined;
    },
    declareUndeclared: () => undefined,
  };
}
