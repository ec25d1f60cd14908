class Disk {
  below: Disk | null = null;
  constructor(readonly size: number) {}
}

class Towers {
  readonly #piles: (Disk | null)[] = [null, null, null];
  #moves = 0;

  /** How many moves it takes to bring `count` disks from the first pile to the second. */
  solve(count: number): number {
    for (let size = count; size > 0; size -= 1) this.#push(new Disk(size), 0);
    this.#move(count, 0, 1);
    return this.#moves;
  }

  #push(disk: Disk, pile: number): void {
    const top = this.#piles[pile] ?? null;
    if (top !== null && disk.size >= top.size) throw new Error("a disk on a smaller one");
    disk.below = top;
    this.#piles[pile] = disk;
  }

  #pop(pile: number): Disk {
    const top = this.#piles[pile] ?? null;
    if (top === null) throw new Error("no disk on the pile");
    this.#piles[pile] = top.below;
    top.below = null;
    return top;
  }

  #move(count: number, source: number, target: number): void {
    if (count === 1) {
      this.#moves += 1;
      this.#push(this.#pop(source), target);
      return;
    }
    const other = 3 - source - target;
    this.#move(count - 1, source, other);
    this.#move(1, source, target);
    this.#move(count - 1, other, target);
  }
}

export function towers(count: number): number {
  return new Towers().solve(count);
}
