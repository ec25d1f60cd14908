/** `1 class`, `2 classes` */
export const counted = (count: number, noun: string): string => {
  const plural = noun.endsWith("s") ? `${noun}es` : `${noun}s`;
  return `${count} ${count === 1 ? noun : plural}`;
};
