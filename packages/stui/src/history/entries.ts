/** What was entered before, as a list that grows. */

export const HISTORY_LIMIT = 5_000;
/** UTF-16 units; longer ones are not kept. */
export const ENTRY_LIMIT = 20_000;

/** Whether an entry is worth keeping behind the others. */
export const isWorthKeeping = (entries: readonly string[], entry: string): boolean =>
  entry.trim() !== "" && entry.length <= ENTRY_LIMIT && entries.at(-1) !== entry;

/** One line for each entry, a JSON string. */
export const lineOf = (entry: string): string => `${JSON.stringify(entry)}\n`;

/** What can be read of a file; other lines are left out. */
export const entriesIn = (text: string): string[] =>
  text
    .split("\n")
    .flatMap((line) => {
      const entry = readLine(line);
      return entry === undefined ? [] : [entry];
    })
    .slice(-HISTORY_LIMIT);

const readLine = (line: string): string | undefined => {
  if (!line.startsWith('"')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "string" && value.length <= ENTRY_LIMIT ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
