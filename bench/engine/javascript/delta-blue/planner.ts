import type { Constraint } from "./constraint.js";
import { Strength, type Variable } from "./variable.js";

/** Keeps constraints satisfied, the strongest first, changing as little as it can. */
export class Planner {
  #mark = 0;

  addIncrementally(constraint: Constraint): void {
    const mark = this.#newMark();
    let overridden = constraint.satisfy(mark);
    while (overridden !== null) overridden = overridden.satisfy(mark);
  }

  removeIncrementally(constraint: Constraint): void {
    const { output } = constraint;
    constraint.beUnsatisfied();
    constraint.removeFromVariables();
    for (const unsatisfied of this.#removePropagate(output)) this.addIncrementally(unsatisfied);
  }

  /** The constraints to run in order when the inputs change. */
  plan(sources: Constraint[]): Constraint[] {
    const mark = this.#newMark();
    const plan: Constraint[] = [];
    const todo = sources;
    for (let constraint = todo.pop(); constraint !== undefined; constraint = todo.pop()) {
      if (constraint.output.mark === mark || !constraint.inputsKnown(mark)) continue;
      plan.push(constraint);
      constraint.output.mark = mark;
      addConsuming(constraint.output, todo);
    }
    return plan;
  }

  planFromVariables(variables: readonly Variable[]): Constraint[] {
    const sources: Constraint[] = [];
    for (const variable of variables) {
      for (const constraint of variable.constraints)
        if (constraint.isInput && constraint.isSatisfied) sources.push(constraint);
    }
    return this.plan(sources);
  }

  /** False where there is a cycle. */
  propagate(added: Constraint, mark: number): boolean {
    const todo = [added];
    for (let constraint = todo.pop(); constraint !== undefined; constraint = todo.pop()) {
      if (constraint.output.mark === mark) {
        this.removeIncrementally(added);
        return false;
      }
      constraint.recalculate();
      addConsuming(constraint.output, todo);
    }
    return true;
  }

  #newMark(): number {
    this.#mark += 1;
    return this.#mark;
  }

  /** The constraints that are not satisfied any more, the strongest first. */
  #removePropagate(from: Variable): Constraint[] {
    from.determinedBy = null;
    from.walkStrength = Strength.weakest;
    from.stay = true;
    const unsatisfied: Constraint[] = [];
    const todo = [from];
    for (let variable = todo.pop(); variable !== undefined; variable = todo.pop()) {
      for (const constraint of variable.constraints)
        if (!constraint.isSatisfied) unsatisfied.push(constraint);
      for (const constraint of variable.constraints) {
        if (constraint === variable.determinedBy || !constraint.isSatisfied) continue;
        constraint.recalculate();
        todo.push(constraint.output);
      }
    }
    return unsatisfied.sort((a, b) => a.strength.level - b.strength.level);
  }
}

function addConsuming(variable: Variable, to: Constraint[]): void {
  for (const constraint of variable.constraints)
    if (constraint !== variable.determinedBy && constraint.isSatisfied) to.push(constraint);
}
