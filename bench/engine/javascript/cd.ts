/** Aircraft that come too close: places are taken down frame by frame, and motions compared that share a square. */

/** Below this distance, in units of the map, two aircraft collide. */
const RADIUS = 1;
const SQUARE = 2 * RADIUS;
/** Squares in a row of the map; some lie beyond its edges. */
const ROW = 10_000;

class Vector {
  constructor(
    readonly x: number,
    readonly y: number,
    readonly z: number,
  ) {}

  plus(other: Vector): Vector {
    return new Vector(this.x + other.x, this.y + other.y, this.z + other.z);
  }

  minus(other: Vector): Vector {
    return new Vector(this.x - other.x, this.y - other.y, this.z - other.z);
  }

  times(factor: number): Vector {
    return new Vector(this.x * factor, this.y * factor, this.z * factor);
  }

  dot(other: Vector): number {
    return this.x * other.x + this.y * other.y + this.z * other.z;
  }
}

class Motion {
  readonly delta: Vector;

  constructor(
    readonly aircraft: number,
    readonly from: Vector,
    readonly to: Vector,
  ) {
    this.delta = to.minus(from);
  }

  /** Whether it comes so near to a square, at some time from 0 to 1, that it may collide there. */
  touches(column: number, row: number): boolean {
    const left = column * SQUARE - RADIUS;
    const right = column * SQUARE + SQUARE + RADIUS;
    const top = row * SQUARE - RADIUS;
    const bottom = row * SQUARE + SQUARE + RADIUS;
    const { x, y } = this.from;
    const dx = this.delta.x;
    const dy = this.delta.y;
    let low = 0;
    let high = 1;
    if (dx === 0) {
      if (x < left || x > right) return false;
    } else {
      const a = (left - x) / dx;
      const b = (right - x) / dx;
      low = Math.max(low, Math.min(a, b));
      high = Math.min(high, Math.max(a, b));
    }
    if (dy === 0) {
      if (y < top || y > bottom) return false;
    } else {
      const a = (top - y) / dy;
      const b = (bottom - y) / dy;
      low = Math.max(low, Math.min(a, b));
      high = Math.min(high, Math.max(a, b));
    }
    return low <= high;
  }

  /** Where both are too close for the first time, or null. */
  collisionWith(other: Motion): Vector | null {
    const way = this.delta.minus(other.delta);
    const apart = this.from.minus(other.from);
    const a = way.dot(way);
    const c = apart.dot(apart) - RADIUS * RADIUS;
    if (a === 0) return c <= 0 ? this.#between(other, 0) : null;
    const b = 2 * apart.dot(way);
    const discriminant = b * b - 4 * a * c;
    if (discriminant < 0) return null;
    const root = Math.sqrt(discriminant);
    const begin = (-b - root) / (2 * a);
    const end = (-b + root) / (2 * a);
    return begin > 1 || end < 0 ? null : this.#between(other, Math.max(begin, 0));
  }

  #between(other: Motion, time: number): Vector {
    const here = this.from.plus(this.delta.times(time));
    const there = other.from.plus(other.delta.times(time));
    return here.plus(there).times(0.5);
  }
}

class Detector {
  readonly #places = new Map<number, Vector>();

  /** Answers where aircraft collide on their way to these places. */
  frame(places: readonly Vector[]): Vector[] {
    const motions = places.map((place, aircraft) => {
      const motion = new Motion(aircraft, this.#places.get(aircraft) ?? place, place);
      this.#places.set(aircraft, place);
      return motion;
    });
    const collisions: Vector[] = [];
    for (const group of this.#near(motions)) {
      group.forEach((motion, i) => {
        for (let j = i + 1; j < group.length; j += 1) {
          const other = group[j];
          const collision = other === undefined ? null : motion.collisionWith(other);
          if (collision !== null) collisions.push(collision);
        }
      });
    }
    return collisions;
  }

  /** Motions of one square each, where there are several. */
  #near(motions: readonly Motion[]): Motion[][] {
    const map = new Map<number, Motion[]>();
    for (const motion of motions) {
      const column = Math.floor(motion.from.x / SQUARE);
      const row = Math.floor(motion.from.y / SQUARE);
      this.#draw(motion, column, row, map, new Set());
    }
    return [...map.values()].filter((group) => group.length > 1);
  }

  /** Puts a motion into all squares that it touches, from one to its neighbours. */
  #draw(motion: Motion, column: number, row: number, map: Map<number, Motion[]>, seen: Set<number>): void {
    const key = row * ROW + column;
    if (seen.has(key) || !motion.touches(column, row)) return;
    seen.add(key);
    const there = map.get(key);
    if (there === undefined) map.set(key, [motion]);
    else there.push(motion);
    for (let dy = -1; dy <= 1; dy += 1)
      for (let dx = -1; dx <= 1; dx += 1)
        if (dx !== 0 || dy !== 0) this.#draw(motion, column + dx, row + dy, map, seen);
  }
}

const FRAMES = 10;

/** Collisions of so many aircraft in some frames. */
export function cd(aircraft: number): number {
  const detector = new Detector();
  let collisions = 0;
  for (let frame = 0; frame < FRAMES; frame += 1) {
    const time = frame / 10;
    const places: Vector[] = [];
    for (let i = 0; i < aircraft; i += 2) {
      places.push(new Vector(time + 100, Math.cos(time) * 2 + i * 3 + 100, 10));
      places.push(new Vector(time + 100, Math.sin(time) * 2 + i * 3 + 100, 10));
    }
    collisions += detector.frame(places).length;
  }
  return collisions;
}
