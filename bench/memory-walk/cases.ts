/** What is asked of the object memory, in Smalltalk, over a class `Probe` with so many instances in the variable `all`. */
export interface MemoryCase {
  readonly name: string;
  readonly goalMs: number;
  readonly instances: number;
  /** The expression that is timed. */
  readonly expression: string;
  /** Undoes it, before the next sample. */
  readonly undo?: string;
}

const define = (variables: string): string =>
  `Object subclass: #Probe instanceVariableNames: '${variables}' classVariableNames: '' package: 'Bench'`;

export const DEFINITION = define("a b");

export const CASES: readonly MemoryCase[] = [
  { name: "all-instances", goalMs: 500, instances: 1_000_000, expression: "Probe allInstances size" },
  { name: "walk-kernel", goalMs: 50, instances: 0, expression: "Probe allInstances size" },
  { name: "pointers-to", goalMs: 500, instances: 1_000_000, expression: "all pointersTo size" },
  {
    name: "become-forward",
    goalMs: 500,
    instances: 100_000,
    expression: "(all at: 1) becomeForward: Probe new",
  },
  {
    name: "become",
    goalMs: 500,
    instances: 100_000,
    expression: "1 to: 99999 by: 2 do: [ :i | (all at: i) become: (all at: i + 1) ]",
  },
  {
    name: "add-variable",
    goalMs: 500,
    instances: 100_000,
    expression: define("a b c"),
    undo: DEFINITION,
  },
  {
    name: "remove-variable",
    goalMs: 500,
    instances: 100_000,
    expression: DEFINITION,
    undo: define("a b c"),
  },
];
