type List = Link | null;

class Link {
  constructor(readonly next: List) {}
}

function upTo(n: number): List {
  return n === 0 ? null : new Link(upTo(n - 1));
}

function length(list: List): number {
  return list === null ? 0 : 1 + length(list.next);
}

function isShorter(a: List, b: List): boolean {
  let x = a;
  let y = b;
  while (y !== null) {
    if (x === null) return true;
    x = x.next;
    y = y.next;
  }
  return false;
}

function tail(x: List, y: List, z: List): List {
  if (x === null || y === null || z === null || !isShorter(y, x)) return z;
  return tail(tail(x.next, y, z), tail(y.next, z, x), tail(z.next, x, y));
}

/** Takeuchi's function over lists whose lengths stand for the numbers. */
export function list(times: number): number {
  let result: List = null;
  for (let i = 0; i < times; i += 1) result = tail(upTo(15), upTo(10), upTo(6));
  return length(result);
}
