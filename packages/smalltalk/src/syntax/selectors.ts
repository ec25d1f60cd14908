/** What a selector says of itself. */

/** `+`, `->`: no letter, digit or colon in it. */
export function isBinarySelector(selector: string): boolean {
  return selector !== "" && !/[\p{L}\p{N}_:]/u.test(selector);
}

/** Number of arguments. */
export function numArgs(selector: string): number {
  if (isBinarySelector(selector)) return 1;
  let count = 0;
  for (const c of selector) if (c === ":") count += 1;
  return count;
}
