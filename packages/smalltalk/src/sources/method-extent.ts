/** Where a bracketed method body ends: brackets within strings, comments, characters and literal arrays do not count. */

/** Offset of the `]` that closes the `[` at `open`, or −1. */
export function closingBracket(text: string, open: number): number {
  let depth = 0;
  /** Open parentheses since the outermost `#(`. */
  let literal = 0;
  for (let i = open; i < text.length; i += 1) {
    switch (text.charCodeAt(i)) {
      case 91: // [
        if (literal === 0) depth += 1;
        break;
      case 93: // ]
        if (literal > 0) break;
        depth -= 1;
        if (depth === 0) return i;
        break;
      case 40: // (
        if (literal > 0 || text[i - 1] === "#") literal += 1;
        break;
      case 41: // )
        if (literal > 0) literal -= 1;
        break;
      case 39: // '
      case 34: // "
        i = text.indexOf(text.charAt(i), i + 1);
        if (i < 0) return -1;
        break;
      case 36: // $ takes the next character, whatever it is
        i += 1;
        break;
    }
  }
  return -1;
}
