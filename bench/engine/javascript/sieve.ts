/** The number of primes up to `limit`. */
export function sieve(limit: number): number {
  const isPrime = new Array<boolean>(limit + 1).fill(true);
  let count = 0;
  for (let candidate = 2; candidate <= limit; candidate += 1) {
    if (!isPrime[candidate]) continue;
    count += 1;
    for (let multiple = candidate + candidate; multiple <= limit; multiple += candidate)
      isPrime[multiple] = false;
  }
  return count;
}
