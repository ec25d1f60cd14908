import { EditConstraint, EqualityConstraint, ScaleConstraint, StayConstraint } from "./constraint.js";
import { Planner } from "./planner.js";
import { Strength, Variable } from "./variable.js";

/** A chain of equalities. */
function chain(count: number): number {
  const planner = new Planner();
  const first = new Variable(0);
  let last = first;
  for (let i = 0; i < count; i += 1) {
    const next = new Variable(0);
    new EqualityConstraint(last, next, Strength.required, planner);
    last = next;
  }
  new StayConstraint(last, Strength.default, planner);
  const edit = new EditConstraint(first, Strength.preferred, planner);
  const plan = planner.plan([edit]);
  for (let value = 1; value <= 100; value += 1) {
    first.value = value;
    for (const constraint of plan) constraint.execute();
    if (last.value !== value) throw new Error("the chain is broken");
  }
  edit.destroy();
  return last.value;
}

/** Many variables, each a projection of another by the same scale and offset. */
function projection(count: number): number {
  const planner = new Planner();
  const scale = new Variable(10);
  const offset = new Variable(1000);
  const targets: Variable[] = [];
  let source = new Variable(0);
  let target = source;
  for (let i = 1; i <= count; i += 1) {
    source = new Variable(i);
    target = new Variable(i);
    targets.push(target);
    new StayConstraint(source, Strength.default, planner);
    new ScaleConstraint(source, scale, offset, target, Strength.required, planner);
  }
  set(source, 17, planner);
  if (target.value !== 1170) throw new Error("projection 1");
  set(target, 1050, planner);
  if (source.value !== 5) throw new Error("projection 2");
  set(scale, 5, planner);
  set(offset, 2000, planner);
  return targets.reduce((sum, each) => sum + each.value, 0);
}

function set(variable: Variable, value: number, planner: Planner): void {
  const edit = new EditConstraint(variable, Strength.preferred, planner);
  const plan = planner.planFromVariables([variable]);
  for (let i = 0; i < 10; i += 1) {
    variable.value = value;
    for (const constraint of plan) constraint.execute();
  }
  edit.destroy();
}

export function deltaBlue(count: number): number {
  return chain(count) + projection(count);
}
