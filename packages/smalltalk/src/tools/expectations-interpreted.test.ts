/** The language tests, run by the interpreter. */
import { openImage } from "../image/open-image.js";
import { describeExpectations } from "./expectations.testing.js";

/** Of collections of thousands: the interpreter takes a minute for them. */
const THOUSANDS = /1 to: [35]000/;

describeExpectations(openImage({ isRestless: () => true, interpretsAll: () => true }), (code) =>
  THOUSANDS.test(code),
);
