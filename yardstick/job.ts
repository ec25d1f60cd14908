/** What parent and child tell each other about one test class: plain data. */
import type { Refusal, TestOutcome } from "@stui/smalltalk";

export interface Job {
  readonly checkout: string;
  readonly tier: string;
  readonly className: string;
  /** Milliseconds that one test may take. */
  readonly testMs: number;
}

export interface RanTest {
  readonly selector: string;
  readonly outcome: TestOutcome;
  /** Why it did not pass. */
  readonly cause?: string;
}

export type FromChild =
  | { readonly kind: "loaded"; readonly classes: number; readonly refused: readonly Refusal[] }
  | { readonly kind: "test"; readonly test: RanTest }
  | { readonly kind: "end" }
  /** The class could not be run at all. */
  | { readonly kind: "failed"; readonly cause: string };
