const COLOURS = ["red", "green", "blue", "white", "black", "grey"] as const;

/** Counting in Maps: by number, by text and by one of few names. */
export function dictionaries(count: number): number {
  const byNumber = new Map<number, number>();
  const byText = new Map<string, number>();
  const byName = new Map<string, number>();
  for (let i = 1; i <= count; i += 1) {
    const number = (i * 7919) % 1009;
    byNumber.set(number, (byNumber.get(number) ?? 0) + 1);
    const text = String(number);
    byText.set(text, (byText.get(text) ?? 0) + 1);
    const colour = COLOURS[i % 6] ?? "red";
    byName.set(colour, (byName.get(colour) ?? 0) + i);
  }
  let sum = 0;
  for (const [key, value] of byNumber) sum += key * value;
  for (const value of byText.values()) sum += value;
  for (const value of byName.values()) sum += value;
  return sum;
}
