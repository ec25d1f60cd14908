/** The language tests, as code mostly runs: compiled. */
import { openImage } from "../image/open-image.js";
import { describeExpectations } from "./expectations.testing.js";

describeExpectations(openImage());
