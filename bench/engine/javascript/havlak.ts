/** Which loops a flow graph has, and how they nest: Havlak's algorithm, over a graph of nested loops. */

class Block {
  readonly in: Block[] = [];
  readonly out: Block[] = [];
}

class Graph {
  readonly blocks: Block[] = [];

  /** Blocks count from 0; the first is where the graph begins. */
  block(index: number): Block {
    let block = this.blocks[index];
    while (block === undefined) {
      this.blocks.push(new Block());
      block = this.blocks[index];
    }
    return block;
  }

  connect(from: number, to: number): void {
    const source = this.block(from);
    const target = this.block(to);
    source.out.push(target);
    target.in.push(source);
  }

  /** A chain of so many edges; answers its end, as the others do. */
  straight(start: number, length: number): number {
    for (let i = 0; i < length; i += 1) this.connect(start + i, start + i + 1);
    return start + length;
  }

  diamond(start: number): number {
    this.connect(start, start + 1);
    this.connect(start, start + 2);
    this.connect(start + 1, start + 3);
    this.connect(start + 2, start + 3);
    return start + 3;
  }

  /** A loop around two others. */
  loops(from: number): number {
    const header = this.straight(from, 1);
    const first = this.diamond(header);
    const between = this.straight(first, 1);
    const second = this.diamond(between);
    const footer = this.straight(second, 1);
    this.connect(second, between);
    this.connect(first, header);
    this.connect(footer, from);
    return this.straight(footer, 1);
  }
}

class Loop {
  parent: Loop | null = null;
  readonly children: Loop[] = [];
  readonly blocks: Block[] = [];
  nesting = 0;

  constructor(readonly isReducible: boolean) {}

  nestAt(level: number): void {
    this.nesting = level;
    for (const child of this.children) child.nestAt(level + 1);
  }
}

/** A block in the search, and the set of blocks that it belongs to by now. */
class Node {
  loop: Loop | null = null;
  #parent: Node = this;

  constructor(
    readonly block: Block,
    readonly number: number,
  ) {}

  /** Shortens the way for those that it passes. */
  find(): Node {
    let root: Node = this;
    while (root.#parent !== root) root = root.#parent;
    let node: Node = this;
    while (node.#parent !== root) {
      const next = node.#parent;
      node.#parent = root;
      node = next;
    }
    return root;
  }

  joinTo(node: Node): void {
    this.#parent = node;
  }
}

type Kind = "none" | "self" | "reducible" | "irreducible";

class Finder {
  readonly loops: Loop[] = [];
  readonly #numbers = new Map<Block, number>();
  readonly #nodes: Node[] = [];
  /** By number of a block: the last number that the search gave below it. */
  readonly #last: number[] = [];
  readonly #backward: number[][] = [];
  readonly #forward: Set<number>[] = [];

  constructor(readonly graph: Graph) {}

  find(): void {
    this.#number(this.graph.block(0));
    for (let w = 0; w < this.#nodes.length; w += 1) this.#sortEdges(w);
    for (let w = this.#nodes.length - 1; w >= 0; w -= 1) this.#findAt(w);
    for (const loop of this.loops) if (loop.parent === null) loop.nestAt(1);
  }

  #number(block: Block): void {
    const number = this.#nodes.length;
    this.#nodes.push(new Node(block, number));
    this.#numbers.set(block, number);
    for (const next of block.out) if (!this.#numbers.has(next)) this.#number(next);
    this.#last[number] = this.#nodes.length - 1;
  }

  #isAncestor(w: number, v: number): boolean {
    return w <= v && v <= (this.#last[w] ?? -1);
  }

  #sortEdges(w: number): void {
    const backward: number[] = [];
    const forward = new Set<number>();
    for (const block of this.#nodes[w]?.block.in ?? []) {
      const v = this.#numbers.get(block);
      if (v === undefined) continue;
      if (this.#isAncestor(w, v)) backward.push(v);
      else forward.add(v);
    }
    this.#backward.push(backward);
    this.#forward.push(forward);
  }

  #findAt(w: number): void {
    const header = this.#nodes[w];
    if (header === undefined) return;
    const pool: Node[] = [];
    let kind: Kind = "none";
    for (const v of this.#backward[w] ?? []) {
      const node = this.#nodes[v];
      if (v === w) kind = "self";
      else if (node !== undefined) pool.push(node.find());
    }
    if (pool.length > 0) kind = this.#gather(w, pool);
    if (kind === "none") return;
    const loop = new Loop(kind !== "irreducible");
    loop.blocks.push(header.block);
    this.loops.push(loop);
    header.loop = loop;
    for (const node of pool) {
      node.joinTo(header);
      if (node.loop === null) loop.blocks.push(node.block);
      else {
        node.loop.parent = loop;
        loop.children.push(node.loop);
      }
    }
  }

  /** All blocks from which one of the pool is reached without the header join the pool. */
  #gather(w: number, pool: Node[]): Kind {
    let kind: Kind = "reducible";
    const work = [...pool];
    for (let i = 0; i < work.length; i += 1) {
      for (const v of this.#forward[work[i]?.number ?? -1] ?? []) {
        const node = this.#nodes[v]?.find();
        if (node === undefined) continue;
        if (!this.#isAncestor(w, node.number)) {
          kind = "irreducible";
          this.#forward[w]?.add(node.number);
        } else if (node.number !== w && !pool.includes(node)) {
          work.push(node);
          pool.push(node);
        }
      }
    }
    return kind;
  }
}

function nestedLoops(count: number): Graph {
  const graph = new Graph();
  graph.loops(0);
  graph.connect(0, 2);
  let end = 2;
  for (let i = 0; i < count; i += 1) {
    graph.connect(2, end + 1);
    end += 1;
    for (let j = 0; j < 5; j += 1) {
      const top = end;
      end = graph.straight(end, 1);
      for (let k = 0; k < 5; k += 1) end = graph.loops(end);
      const bottom = graph.straight(end, 1);
      graph.connect(end, top);
      end = bottom;
    }
    graph.connect(end, 1);
  }
  return graph;
}

/** Of the loops of so many groups: how many there are, how deep they nest, how many blocks they hold. */
export function havlak(groups: number): number {
  const finder = new Finder(nestedLoops(groups));
  finder.find();
  let deepest = 0;
  let blocks = 0;
  for (const loop of finder.loops) {
    deepest = Math.max(deepest, loop.nesting);
    blocks += loop.blocks.length;
  }
  return (finder.loops.length * 100 + deepest) * 100_000 + blocks;
}
