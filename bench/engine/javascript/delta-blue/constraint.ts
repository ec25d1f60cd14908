import type { Planner } from "./planner.js";
import { Strength, type Variable } from "./variable.js";

/** A relation between variables that the planner keeps. */
export abstract class Constraint {
  constructor(
    readonly strength: Strength,
    protected readonly planner: Planner,
  ) {}

  abstract readonly isSatisfied: boolean;
  abstract readonly output: Variable;
  get isInput(): boolean {
    return false;
  }

  abstract beUnsatisfied(): void;
  abstract addToVariables(): void;
  abstract removeFromVariables(): void;
  abstract chooseMethod(mark: number): void;
  abstract markInputs(mark: number): void;
  abstract inputsKnown(mark: number): boolean;
  abstract recalculate(): void;
  abstract execute(): void;

  add(): void {
    this.addToVariables();
    this.planner.addIncrementally(this);
  }

  destroy(): void {
    if (this.isSatisfied) this.planner.removeIncrementally(this);
    else this.removeFromVariables();
  }

  /** Finds a way to keep it; answers the constraint that had to give way, or null. */
  satisfy(mark: number): Constraint | null {
    this.chooseMethod(mark);
    if (!this.isSatisfied) {
      if (this.strength === Strength.required) throw new Error("a required constraint cannot be satisfied");
      return null;
    }
    this.markInputs(mark);
    const { output } = this;
    const overridden = output.determinedBy;
    if (overridden !== null) overridden.beUnsatisfied();
    output.determinedBy = this;
    if (!this.planner.propagate(this, mark)) throw new Error("a cycle of constraints");
    output.mark = mark;
    return overridden;
  }
}

abstract class UnaryConstraint extends Constraint {
  isSatisfied = false;

  constructor(
    readonly output: Variable,
    strength: Strength,
    planner: Planner,
  ) {
    super(strength, planner);
    this.add();
  }

  override beUnsatisfied(): void {
    this.isSatisfied = false;
  }

  override addToVariables(): void {
    this.output.add(this);
    this.isSatisfied = false;
  }

  override removeFromVariables(): void {
    this.output.remove(this);
    this.isSatisfied = false;
  }

  override chooseMethod(mark: number): void {
    this.isSatisfied = this.output.mark !== mark && this.strength.isStrongerThan(this.output.walkStrength);
  }

  override markInputs(): void {}

  override inputsKnown(): boolean {
    return true;
  }

  override recalculate(): void {
    this.output.walkStrength = this.strength;
    this.output.stay = !this.isInput;
    if (this.output.stay) this.execute();
  }
}

/** Wants a variable to stay as it is. */
export class StayConstraint extends UnaryConstraint {
  override execute(): void {}
}

/** Marks a variable that is set from outside. */
export class EditConstraint extends UnaryConstraint {
  override get isInput(): boolean {
    return true;
  }

  override execute(): void {}
}

const NONE = 0;
const FORWARD = 1;
const BACKWARD = -1;

abstract class BinaryConstraint extends Constraint {
  protected direction = NONE;

  constructor(
    protected readonly v1: Variable,
    protected readonly v2: Variable,
    strength: Strength,
    planner: Planner,
  ) {
    super(strength, planner);
  }

  override get isSatisfied(): boolean {
    return this.direction !== NONE;
  }

  get input(): Variable {
    return this.direction === FORWARD ? this.v1 : this.v2;
  }

  override get output(): Variable {
    return this.direction === FORWARD ? this.v2 : this.v1;
  }

  override beUnsatisfied(): void {
    this.direction = NONE;
  }

  override addToVariables(): void {
    this.v1.add(this);
    this.v2.add(this);
    this.direction = NONE;
  }

  override removeFromVariables(): void {
    this.v1.remove(this);
    this.v2.remove(this);
    this.direction = NONE;
  }

  override chooseMethod(mark: number): void {
    const { v1, v2, strength } = this;
    if (v1.mark === mark) {
      this.direction = v2.mark !== mark && strength.isStrongerThan(v2.walkStrength) ? FORWARD : NONE;
    } else if (v2.mark === mark) {
      this.direction = strength.isStrongerThan(v1.walkStrength) ? BACKWARD : NONE;
    } else if (v1.walkStrength.isWeakerThan(v2.walkStrength)) {
      this.direction = strength.isStrongerThan(v1.walkStrength) ? BACKWARD : NONE;
    } else {
      this.direction = strength.isStrongerThan(v2.walkStrength) ? FORWARD : NONE;
    }
  }

  override markInputs(mark: number): void {
    this.input.mark = mark;
  }

  override inputsKnown(mark: number): boolean {
    const { input } = this;
    return input.mark === mark || input.stay || input.determinedBy === null;
  }

  override recalculate(): void {
    const { input, output } = this;
    output.walkStrength = this.strength.weaker(input.walkStrength);
    output.stay = input.stay;
    if (output.stay) this.execute();
  }
}

/** Wants two variables to be equal. */
export class EqualityConstraint extends BinaryConstraint {
  constructor(v1: Variable, v2: Variable, strength: Strength, planner: Planner) {
    super(v1, v2, strength, planner);
    this.add();
  }

  override execute(): void {
    this.output.value = this.input.value;
  }
}

/** Wants v2 to be v1 × scale + offset. */
export class ScaleConstraint extends BinaryConstraint {
  constructor(
    v1: Variable,
    protected readonly scale: Variable,
    protected readonly offset: Variable,
    v2: Variable,
    strength: Strength,
    planner: Planner,
  ) {
    super(v1, v2, strength, planner);
    this.add();
  }

  override addToVariables(): void {
    super.addToVariables();
    this.scale.add(this);
    this.offset.add(this);
  }

  override removeFromVariables(): void {
    super.removeFromVariables();
    this.scale.remove(this);
    this.offset.remove(this);
  }

  override markInputs(mark: number): void {
    super.markInputs(mark);
    this.scale.mark = mark;
    this.offset.mark = mark;
  }

  override execute(): void {
    if (this.direction === FORWARD) this.v2.value = this.v1.value * this.scale.value + this.offset.value;
    else this.v1.value = Math.floor((this.v2.value - this.offset.value) / this.scale.value);
  }

  override recalculate(): void {
    const { input, output } = this;
    output.walkStrength = this.strength.weaker(input.walkStrength);
    output.stay = input.stay && this.scale.stay && this.offset.stay;
    if (output.stay) this.execute();
  }
}
