import { RateLimited } from "@stui/protocol";
import { expect, it } from "vitest";
import { CreationRate } from "./creation-rate.js";

it("admits so many creations within the window, for each client by itself", () => {
  const rate = new CreationRate(2, 1_000);
  rate.count("ada", 0);
  rate.count("ada", 400);
  expect(() => rate.count("ada", 500)).toThrow(RateLimited);
  rate.count("bob", 500);
  rate.count("ada", 1_001);
  expect(() => rate.count("ada", 1_300)).toThrow(RateLimited);
});

it("says when it may be tried again, and then admits it", () => {
  const rate = new CreationRate(1, 1_000);
  rate.count("ada", 10);
  try {
    rate.count("ada", 300);
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error;
    expect(error.details.retry_after_ms).toBe(710);
    rate.count("ada", 300 + error.details.retry_after_ms);
  }
});
