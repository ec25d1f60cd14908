/** The clocks of the machine, and its time zone. */
import type { PrimitiveTable, Value } from "../memory/values.js";

/** From the beginning of 1901 to that of 1970, in milliseconds. */
const MS_BEFORE_1970 = 2_177_452_800_000;

/** What the wall clock is ahead of the steady one, in milliseconds. */
let ahead = Date.now() - performance.now();

/** Milliseconds since 1970 with parts below one, from the steady clock; set anew when somebody has set the wall clock. */
function wallClock(): number {
  const whole = Date.now();
  const fine = performance.now() + ahead;
  if (Math.abs(fine - whole) < 2) return fine;
  ahead = whole - performance.now();
  return whole;
}

export const clockPrimitives = {
  /** Never goes back; from an arbitrary beginning. */
  clockMilliseconds: (_self: Value): Value => Math.round(performance.now()),
  /** Never goes back; from an arbitrary beginning. */
  clockMicroseconds: (_self: Value): Value => Math.round(performance.now() * 1000),
  /** Since the beginning of 1901 in UTC, as Pharo counts. */
  clockUTCMicroseconds: (_self: Value): Value => Math.round((wallClock() + MS_BEFORE_1970) * 1000),
  /** Minutes east of UTC at this moment. */
  clockZoneMinutes: (_self: Value): Value => 0 - new Date().getTimezoneOffset(),
} satisfies PrimitiveTable;
