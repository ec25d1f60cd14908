type Step = (x: number) => number;

const add =
  (n: number): Step =>
  (x) =>
    x + n;
const compose =
  (f: Step, g: Step): Step =>
  (x) =>
    g(f(x));

/** Functions that a collection calls, and functions that are kept and composed. */
export function blocks(count: number): number {
  const numbers = Array.from({ length: 1000 }, (_, i) => i + 1);
  let sum = 0;
  for (let i = 1; i <= count; i += 1) {
    const twice = compose(add(i), (x) => x * 2);
    sum += numbers
      .map(twice)
      .filter((each) => each % 4 === 0)
      .reduce((a, b) => a + b, 0);
  }
  return sum;
}
