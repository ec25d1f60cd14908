/** Choosing tests by name. */
import type { TestClass } from "./plan.js";

/** Tests of a class to run: all of them, where none were left out, at once. */
export interface Chosen {
  readonly testClass: TestClass;
  readonly selectors: readonly string[];
  readonly isWhole: boolean;
}

/**
 * Whether `Class>>selector` has the pattern in it; one with `*`, which stands for any characters, must match from the
 * beginning to the end.
 */
export const matches = (pattern: string, name: string): boolean => {
  if (!pattern.includes("*")) return name.includes(pattern);
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(name);
};

/** Each class once, those without a test left out. A class whose tests cannot be told stays, so that it is reported. */
export const choose = (classes: readonly TestClass[], pattern: string | undefined): Chosen[] => {
  const byName = new Map(classes.map((each) => [each.name, each]));
  return [...byName.values()].flatMap((testClass) => {
    const selectors =
      pattern === undefined
        ? testClass.selectors
        : testClass.selectors.filter((selector) => matches(pattern, `${testClass.name}>>${selector}`));
    if (selectors.length === 0 && testClass.problem === "") return [];
    return [{ testClass, selectors, isWhole: selectors.length === testClass.selectors.length }];
  });
};
