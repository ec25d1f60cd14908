/** The class of any value: on the prototype, also for numbers and booleans. */
import type { StClass, Value } from "./values.js";

export function classOf(value: Value): StClass {
  if (typeof value === "object") return value.cls;
  const cls: StClass | undefined = Reflect.get(Object(value), "cls", value);
  if (cls === undefined) throw new RangeError("no image is open");
  return cls;
}
