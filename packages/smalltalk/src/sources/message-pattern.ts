/** Where the message pattern of a method ends. */

const GAP = '(?:\\s|"[^"]*")*';
const NAME = "[\\p{L}_][\\p{L}\\p{N}_]*";
const PATTERN = new RegExp(
  `${GAP}(?:${NAME}:${GAP}${NAME}(?:${GAP}${NAME}:${GAP}${NAME})*|[!%&*+,\\-/<=>?@\\\\~|\\u00b1\\u00b7\\u00d7\\u00f7]+${GAP}${NAME}|${NAME})`,
  "uy",
);

/** Offset behind the pattern of a method's source; 0 where it has none. */
export function afterPattern(source: string): number {
  PATTERN.lastIndex = 0;
  return PATTERN.test(source) ? PATTERN.lastIndex : 0;
}
