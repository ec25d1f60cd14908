/** The protocols that methods of these names customarily stand in. */

const BY_SELECTOR: ReadonlyMap<string, string> = new Map([
  ["initialize", "initialization"],
  ["setUp", "running"],
  ["tearDown", "running"],
  ["printOn:", "printing"],
  ["storeOn:", "printing"],
  ["displayOn:", "printing"],
  ["displayString", "printing"],
  ["=", "comparing"],
  ["hash", "comparing"],
  ["<", "comparing"],
  ["<=", "comparing"],
  ["+", "arithmetic"],
  ["-", "arithmetic"],
  ["*", "arithmetic"],
  ["/", "arithmetic"],
  ["do:", "enumerating"],
  ["collect:", "enumerating"],
  ["select:", "enumerating"],
]);

/** undefined where the name tells nothing. */
export const customaryProtocol = (
  className: string,
  selector: string,
  isClassSide: boolean,
): string | undefined => {
  if (isClassSide) {
    if (selector === "initialize") return "class initialization";
    return selector === "new" || selector === "new:" ? "instance creation" : undefined;
  }
  if (/^test/.test(selector) && /Tests?$/.test(className)) return "tests";
  const known = BY_SELECTOR.get(selector);
  if (known !== undefined) return known;
  if (/^is\p{Lu}[^:]*$/u.test(selector)) return "testing";
  return /^as\p{Lu}[^:]*$/u.test(selector) ? "converting" : undefined;
};
