/** The named variables of an object: its class's, and those of an activation. */
import { ClassObject } from "../classes/index.js";
import { mangleField } from "../codegen/index.js";
import { receiverOf, variablesOf } from "../debugger/index.js";
import { StContext } from "../machine/index.js";
import { StBlock } from "../memory/blocks.js";
import { classOf } from "../memory/class-of.js";
import { isReadOnly } from "../memory/read-only.js";
import { nil, type Value } from "../memory/values.js";
import type { Engine } from "./engine.js";
import { describe, describeUnprinted, type Looking, PARTS_BUDGET_MS } from "./inspect-describe.js";
import type { FieldDescription } from "./inspect-requests.js";
import { article } from "./print.js";
import type { Steps } from "./steps.js";

/** A variable; `set` is absent where nothing can be assigned to it. */
export interface Field {
  readonly name: string;
  readonly value: Value;
  readonly set?: (value: Value) => void;
}

export function fieldsOf(engine: Engine, value: Value): readonly Field[] {
  if (value instanceof StContext) return variablesOfContext(engine, value);
  if (value instanceof StBlock) return [{ name: "receiver", value: value.r ?? nil }];
  const cls = classOf(value);
  if (typeof value !== "object" || !(cls instanceof ClassObject)) return [];
  return cls.allInstVarNames.map((name) => {
    const property = mangleField(name);
    return {
      name,
      value: Reflect.get(value, property) ?? nil,
      set: (assigned) =>
        Object.defineProperty(value, property, {
          value: assigned,
          writable: true,
          enumerable: true,
          configurable: true,
        }),
    };
  });
}

/** `self`, arguments and temporaries; none of an activation that is over. */
function variablesOfContext(engine: Engine, context: StContext): Field[] {
  const { place, activation } = context;
  const self: Field = { name: "self", value: receiverOf(activation) };
  if (place.kind !== "stack" || context.isDead) return [self];
  const variables = variablesOf(engine.execution.interpreter, place.stack.activations, context.index);
  return [
    self,
    ...variables.map(({ name, get, set }) => ({ name, value: get(), set: (value: Value) => set(value) })),
  ];
}

/** What describing variables may still cost. */
interface Budget {
  /** Of the inspection's own time, in milliseconds. */
  readonly until: number;
  /** Variables of variables that may still be told. */
  left: number;
}

/** Variables of variables that an inspection tells, on all levels together. */
const MAX_NESTED = 2_000;

export function* describeFields(
  looking: Looking,
  value: Value,
  depth: number,
  budget: Budget = { until: looking.time.spent + PARTS_BUDGET_MS, left: MAX_NESTED },
): Steps<FieldDescription[]> {
  const described: FieldDescription[] = [];
  for (const { name, value: field } of fieldsOf(looking.engine, value)) {
    const isInTime = looking.time.spent < budget.until;
    const said = isInTime ? describe(looking, field) : describeUnprinted(looking, field);
    if (depth > 1 && isInTime && budget.left > 0) {
      const fields = yield* describeFields(looking, field, depth - 1, budget);
      budget.left -= fields.length;
      described.push({ name, ...said, fields });
    } else described.push({ name, ...said });
    yield null;
  }
  return described;
}

/** Why nothing can be assigned to the object's variables; undefined where something can. */
export function whyFixed({ protection }: Engine, value: Value): string | undefined {
  if (value instanceof ClassObject && protection.holds(value))
    return `${value.printName} is a class of the kernel, which everyone in the image relies on; its variables are not to be changed`;
  if (typeof value !== "object" || value === nil)
    return `${article(value)} is what it is, and has nothing to assign to`;
  return isReadOnly(value)
    ? `${article(value)} is read-only; send it beWritableObject where it may be changed`
    : undefined;
}
