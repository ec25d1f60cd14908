/** The language tests, run by the interpreter. */
import { openImage } from "../image/open-image.js";
import { describeExpectations, isOfThousands } from "./expectations.testing.js";

describeExpectations(openImage({ isRestless: () => true, interpretsAll: () => true }), isOfThousands);
