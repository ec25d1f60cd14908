/** The language tests, with the stack taken down at every third poll. */
import { afterAll, expect } from "vitest";
import { openImage } from "../image/open-image.js";
import { describeExpectations, isOfThousands } from "./expectations.testing.js";

const EVERY = 3;

let polls = 0;
const isRestless = () => {
  polls += 1;
  return polls % EVERY === 0;
};
describeExpectations(openImage({ isRestless }), isOfThousands);

afterAll(() => expect(polls).toBeGreaterThan(100_000));
