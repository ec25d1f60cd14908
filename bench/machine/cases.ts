/** The operations that are measured, in Smalltalk. */
export interface MachineCase {
  readonly name: string;
  readonly goalUs: number;
  /** Source of methods of the class `Probe`. */
  readonly methods: readonly string[];
  /** An expression over `p`, a Probe, that does the operation so many times. */
  readonly expression: string;
  readonly operations: number;
  /** How many polls into the run the stack is taken down; never if absent. */
  readonly capturedAt?: number;
  /** The same without the operation: its time is taken off. */
  readonly without?: string;
}

const ACTIVATIONS = 9_900;

const EIGHT =
  "eight: n | a b c d e f g | a := n. b := a + 1. c := b + 1. d := c + 1. e := d + 1. f := e + 1. g := f + 1. n = 0 ifTrue: [ ^ 0 ]. ^ (self eight: n - 1) + a + b + c + d + e + f + g - (n * 7)";

export const CASES: readonly MachineCase[] = [
  {
    name: "capture-and-continue",
    goalUs: 5,
    methods: [EIGHT],
    expression: `p eight: ${ACTIVATIONS}`,
    without: `p eight: ${ACTIVATIONS}`,
    operations: ACTIVATIONS,
    capturedAt: ACTIVATIONS,
  },
  {
    name: "return-through-three",
    goalUs: 3,
    methods: [
      "first: aBlock ^ self second: aBlock",
      "second: aBlock ^ self third: aBlock",
      "third: aBlock ^ aBlock value",
      "leave ^ self first: [ ^ 3 ]",
    ],
    expression: "1 to: 20000 do: [ :i | p leave ]",
    operations: 20_000,
  },
  {
    name: "signal-through-ten",
    goalUs: 10,
    methods: [
      "down: n ^ n = 0 ifTrue: [ Error signal ] ifFalse: [ self down: n - 1 ]",
      "handle ^ [ self down: 9 ] on: Error do: [ :e | 3 ]",
    ],
    expression: "1 to: 5000 do: [ :i | p handle ]",
    operations: 5_000,
  },
  {
    name: "process-switch",
    goalUs: 5,
    methods: [],
    expression:
      "| p | p := [ 10000 timesRepeat: [ Processor yield ] ] fork. 10000 timesRepeat: [ Processor yield ]. p join",
    operations: 20_000,
  },
];
