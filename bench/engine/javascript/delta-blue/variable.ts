import type { Constraint } from "./constraint.js";

/** How much a constraint matters: a smaller level matters more. */
export class Strength {
  static readonly required = new Strength(0, "required");
  static readonly preferred = new Strength(2, "preferred");
  static readonly default = new Strength(5, "default");
  static readonly weakest = new Strength(6, "weakest");

  private constructor(
    readonly level: number,
    readonly name: string,
  ) {}

  isStrongerThan(other: Strength): boolean {
    return this.level < other.level;
  }

  isWeakerThan(other: Strength): boolean {
    return this.level > other.level;
  }

  weaker(other: Strength): Strength {
    return this.level > other.level ? this : other;
  }
}

/** With the constraints on it, and the one that determines it now. */
export class Variable {
  constraints: Constraint[] = [];
  determinedBy: Constraint | null = null;
  mark = 0;
  walkStrength = Strength.weakest;
  stay = true;

  constructor(public value: number) {}

  add(constraint: Constraint): void {
    this.constraints.push(constraint);
  }

  remove(constraint: Constraint): void {
    const index = this.constraints.indexOf(constraint);
    if (index >= 0) this.constraints.splice(index, 1);
    if (this.determinedBy === constraint) this.determinedBy = null;
  }
}
