/**
 * Time that the process computed, in milliseconds. One thread computes while others wait, so on an idle machine it is the
 * time that passes; on a busy one it leaves out what other processes took. V8's own threads count as well.
 */
function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds that something computes. */
export function timed(run: () => void): number {
  const start = computed();
  run();
  return computed() - start;
}

/** Runs until it has computed for so many milliseconds, and at least so often. */
export function repeat(run: () => void, ms: number, times: number): void {
  const end = computed() + ms;
  for (let i = 0; i < times || computed() < end; i += 1) run();
}
