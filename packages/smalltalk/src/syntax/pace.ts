/**
 * Long sources take long to read and to compile, and nobody can stop JavaScript from outside. So whoever reads and writes
 * calls `pace` at each step, and whoever watches the time may throw there.
 */

/** Steps between two looks: some tens of microseconds. */
const STEPS = 256;

let watch: () => void = () => undefined;
let isPaced = false;
let steps = 0;

/** Who is asked; it throws where the work has to stop. */
export function watchPace(check: () => void): void {
  watch = check;
}

/** Work that may be stopped at any step, since nothing has changed until it has answered. */
export function paced<T>(work: () => T): T {
  const before = isPaced;
  isPaced = true;
  try {
    return work();
  } finally {
    isPaced = before;
  }
}

/** A step of some work, as a token or an instruction. */
export function pace(): void {
  steps += 1;
  if (isPaced && steps % STEPS === 0) watch();
}
