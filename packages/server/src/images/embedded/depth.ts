/** How deep code may go on a stack of some MiB. */

/**
 * Activations on one MiB, counted with some to spare: the engine's own rule is 3,500. A method with many arguments takes
 * more than most; where the stack ends before the depth does, the engine answers as it does at the depth.
 */
const ACTIVATIONS_PER_MIB = 3_000;

export function depthOfStack(stackMb: number): number {
  return Math.floor(stackMb * ACTIVATIONS_PER_MIB);
}
