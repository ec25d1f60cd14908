function* numbers(count: number): Generator<number> {
  for (let i = 1; i <= count; i += 1) yield i;
}

/** The nearest that JavaScript has to two processes, without a turn of the event loop between them: a generator. */
export function processes(count: number): number {
  let sum = 0;
  for (const number of numbers(count)) sum += number;
  return sum;
}
