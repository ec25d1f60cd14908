import { Random } from "./random.js";

type Tree = (Tree | null)[];

class Builder {
  count = 0;
  readonly #random = new Random();

  tree(depth: number): Tree {
    this.count += 1;
    if (depth === 1) return new Array<null>((this.#random.next() % 10) + 1).fill(null);
    const tree: Tree = new Array<Tree | null>(4);
    for (let i = 0; i < 4; i += 1) tree[i] = this.tree(depth - 1);
    return tree;
  }
}

/** How many arrays there are in a tree of that depth. */
export function storage(depth: number): number {
  const builder = new Builder();
  builder.tree(depth);
  return builder.count;
}
