/** How long something takes, in milliseconds. */
export function timed(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Runs until both the time is over and the number of runs is reached. */
export function repeat(run: () => void, ms: number, times: number): void {
  const end = performance.now() + ms;
  for (let i = 0; i < times || performance.now() < end; i += 1) run();
}
