/** Texts built, split, looked through and compared. */
export function strings(count: number): number {
  let found = 0;
  for (let i = 1; i <= count; i += 1) {
    let text = "";
    for (let j = 1; j <= 200; j += 1) text += `word${(i * j) % 97} `;
    const words = text.split(" ").filter((word) => word !== "");
    for (const word of words) if (word.endsWith("7")) found += 1;
    if (text.includes("word42 ")) found += 1;
    const ends = `${words[0]}${words.at(-1)}`;
    found += [...ends.toUpperCase()].reverse().join("").length;
    for (const character of text) if (character === "o") found += 1;
  }
  return found;
}
