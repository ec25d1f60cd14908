function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** BigInts multiplied, added, divided and printed. */
export function largeIntegers(count: number): number {
  let factorial = 1n;
  for (let i = 1n; i <= BigInt(count); i += 1n) factorial *= i;
  let a = 0n;
  let b = 1n;
  for (let i = 0; i < count * 4; i += 1) [a, b] = [b, a + b];
  const rest = (factorial / (1n << BigInt(count)) + b) % 1000000007n;
  return Number(rest) + greatestCommonDivisor(factorial, b).toString().length;
}
