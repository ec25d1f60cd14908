function down(depth: number): number {
  if (depth === 0) throw new Error("deep");
  return down(depth - 1) + 1;
}

/** Errors thrown some activations below who catches them. */
export function exceptions(count: number): number {
  let sum = 0;
  for (let i = 1; i <= count; i += 1) {
    try {
      sum += down(i % 8);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      sum += error.message.length;
    }
  }
  return sum;
}
