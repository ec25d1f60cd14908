import { describe, expect, it } from "vitest";
import { GRACE_MS, NO_ANSWER, WATCHDOG_TICK_MS, Watchdog } from "./watchdog.js";

/** A watchdog whose clock the test moves. */
function setUp(beats = true) {
  let now = 0;
  let tick: (() => void) | undefined;
  const told: string[] = [];
  const watchdog = new Watchdog(
    {
      askBeat: () => told.push("beat"),
      interrupt: (number) => told.push(`interrupt ${number}`),
      end: (reason) => told.push(`end: ${reason}`),
    },
    beats,
    {
      now: () => now,
      every: (ms, callback) => {
        expect(ms).toBe(WATCHDOG_TICK_MS);
        expect(tick).toBeUndefined();
        tick = callback;
        return () => {
          tick = undefined;
        };
      },
    },
  );
  return {
    watchdog,
    told,
    ticks: () => tick !== undefined,
    /** Lets time go by in ticks; `answers` them or not. */
    pass: (ms: number, answers = true) => {
      for (let passed = 0; passed < ms; passed += WATCHDOG_TICK_MS) {
        now += WATCHDOG_TICK_MS;
        tick?.();
        if (answers) watchdog.heard();
      }
    },
  };
}

describe("the watchdog", () => {
  it("ticks only while calls are outstanding", () => {
    const { watchdog, ticks, pass, told } = setUp();
    expect(ticks()).toBe(false);
    watchdog.watch({ number: 1, allowanceMs: 100 });
    expect(ticks()).toBe(true);
    watchdog.watch(undefined);
    pass(WATCHDOG_TICK_MS);
    expect(ticks()).toBe(false);
    pass(100_000);
    expect(told).toEqual([]);
    watchdog.watch({ number: 2, allowanceMs: 100 });
    expect(ticks()).toBe(true);
  });

  it("interrupts what is late, then ends it", () => {
    const { watchdog, pass, told, ticks } = setUp(false);
    watchdog.watch({ number: 7, allowanceMs: 10_000 });
    pass(10_000 + GRACE_MS / 2);
    expect(told).toEqual([]);
    pass(WATCHDOG_TICK_MS);
    expect(told).toEqual(["interrupt 7"]);
    pass(GRACE_MS);
    expect(told.at(-1)).toBe(`end: ${NO_ANSWER}`);
    expect(ticks()).toBe(false);
  });

  it("gives each call its time from when it is the oldest", () => {
    const { watchdog, pass, told } = setUp();
    for (let number = 1; number <= 50; number += 1) {
      watchdog.watch({ number, allowanceMs: 1_000 });
      pass(1_500);
      // Told again without a change.
      watchdog.watch({ number, allowanceMs: 1_000 });
    }
    expect(told.filter((t) => t !== "beat")).toEqual([]);
  });

  it("ends what misses its heartbeats, however long its call may take", () => {
    const { watchdog, pass, told } = setUp();
    watchdog.watch({ number: 1, allowanceMs: Number.POSITIVE_INFINITY });
    pass(60_000);
    expect(new Set(told)).toEqual(new Set(["beat"]));
    pass(9_000, false);
    watchdog.heard();
    pass(9_000, false);
    expect(new Set(told)).toEqual(new Set(["beat"]));
    pass(2_000, false);
    expect(told.at(-1)).toBe(`end: ${NO_ANSWER}`);
  });

  it("asks for no heartbeat where there is none", () => {
    const { watchdog, pass, told } = setUp(false);
    watchdog.watch({ number: 1, allowanceMs: 1_000_000 });
    pass(100_000, false);
    expect(told).toEqual([]);
  });
});
