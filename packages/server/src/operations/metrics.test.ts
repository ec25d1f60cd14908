import { describe, expect, it } from "vitest";
import { BOUNDS_MS, Histogram } from "./histogram.js";
import { Metrics } from "./metrics.js";

describe("a histogram", () => {
  it("counts by bounds, which belong to the bucket below them", () => {
    const histogram = new Histogram();
    for (const ms of [0, 0.5, 0.6, 30_000, 30_001, 1e9]) histogram.add(ms);
    const counts = new Map(histogram.cumulated());
    expect([...counts.keys()]).toEqual([...BOUNDS_MS.map(String), "inf"]);
    expect(counts.get("0.5")).toBe(2);
    expect(counts.get("1")).toBe(3);
    expect(counts.get("10000")).toBe(3);
    expect(counts.get("30000")).toBe(4);
    expect(counts.get("inf")).toBe(6);
    expect(histogram.sum).toBe(1e9 + 60_002.1);
  });
});

describe("metrics", () => {
  it("tell what was asked for, by outcome", () => {
    const metrics = new Metrics();
    expect(metrics.read()).toEqual({ requests_total: 0, bytes_received_total: 0, characters_sent_total: 0 });
    metrics.meter("ping").succeeded += 3;
    metrics.meter("evaluate").failed("Timeout");
    metrics.meter("evaluate").failed("Timeout");
    metrics.meter("evaluate").durations.add(3);
    metrics.refused("InvalidRequest");
    metrics.addSource(() => ({ queue: 7 }));
    expect(metrics.read()).toMatchObject({
      requests_total: 6,
      "requests_total.ping.success": 3,
      "requests_total.evaluate.Timeout": 2,
      "requests_total.refused.InvalidRequest": 1,
      "duration_ms.evaluate.le_2.5": 0,
      "duration_ms.evaluate.le_5": 1,
      "duration_ms.evaluate.le_inf": 1,
      "duration_ms.evaluate.sum": 3,
      queue: 7,
    });
    expect(metrics.read()).not.toHaveProperty(["duration_ms.ping.le_inf"]);
  });
});
