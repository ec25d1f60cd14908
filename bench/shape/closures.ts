/** Blocks as objects against JavaScript's closures, written by hand as the emitter writes the one and a programmer the other. */
import { repeat, timed } from "../engine/timing.js";
import { median, type TimeResult, timeResult } from "../report.js";

type Code = (this: Block, each: number) => number;

/** A block of one argument, as `memory/blocks.ts` has it. */
class Block {
  constructor(
    readonly b1: Code,
    readonly r: unknown,
    readonly home: null,
    readonly c0: unknown,
  ) {}
}

const ROUNDS = 20_000;

function callBlock(block: Block): number {
  let sum = 0;
  for (let i = 0; i < 10; i += 1) sum += block.b1(i);
  return sum;
}

function callClosure(closure: (each: number) => number): number {
  let sum = 0;
  for (let i = 0; i < 10; i += 1) sum += closure(i);
  return sum;
}

/** Five kinds, so that the place that calls them knows none of them. */
const CODES: readonly Code[] = [
  function (each) {
    return each + (this.c0 as number);
  },
  function (each) {
    return each - (this.c0 as number);
  },
  function (each) {
    return each & (this.c0 as number);
  },
  function (each) {
    return each | (this.c0 as number);
  },
  function (each) {
    return each ^ (this.c0 as number);
  },
];
const CLOSURES: readonly ((x: number) => (each: number) => number)[] = [
  (x) => (each) => each + x,
  (x) => (each) => each - x,
  (x) => (each) => each & x,
  (x) => (each) => each | x,
  (x) => (each) => each ^ x,
];

function blocks(): number {
  let sum = 0;
  for (let i = 0; i < ROUNDS; i += 1) sum += callBlock(new Block(CODES[i % 5] as Code, null, null, i));
  return sum;
}

function closures(): number {
  let sum = 0;
  for (let i = 0; i < ROUNDS; i += 1) {
    const make = CLOSURES[i % 5];
    if (make !== undefined) sum += callClosure(make(i));
  }
  return sum;
}

/** A variable that the block assigns lives in an object. */
function heapScopes(): number {
  const add: Code = function (each) {
    const scope = this.c0 as { _sum: number };
    scope._sum += each;
    return scope._sum;
  };
  let total = 0;
  for (let i = 0; i < ROUNDS; i += 1) {
    const scope = { _sum: 0 };
    callBlock(new Block(add, null, null, scope));
    total += scope._sum;
  }
  return total;
}

function closedOver(): number {
  let total = 0;
  for (let i = 0; i < ROUNDS; i += 1) {
    let sum = 0;
    callClosure((each) => {
      sum += each;
      return sum;
    });
    total += sum;
  }
  return total;
}

export function measureClosures(): TimeResult[] {
  return [
    compare("block objects, against closures", blocks, closures),
    compare("heap scopes, against variables closed over", heapScopes, closedOver),
  ];
}

function compare(name: string, ours: () => number, floor: () => number): TimeResult {
  if (ours() !== floor()) throw new RangeError(`${name}: the results differ`);
  const oursMs: number[] = [];
  const floorMs: number[] = [];
  repeat(ours, 300, 10);
  repeat(floor, 300, 10);
  repeat(
    () => {
      oursMs.push(timed(ours));
      floorMs.push(timed(floor));
    },
    600,
    15,
  );
  return timeResult(name, [median(oursMs)], [median(floorMs)]);
}
