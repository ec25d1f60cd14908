/** All primitives that need nothing but their arguments. */
import type { PrimitiveTable } from "../memory/values.js";
import { arrayPrimitives } from "./arrays.js";
import { characterPrimitives } from "./characters.js";
import { clockPrimitives } from "./clock.js";
import { encodingPrimitives } from "./encoding.js";
import { floatPrimitives } from "./floats.js";
import { integerPrimitives } from "./integers.js";
import { literalArrayPrimitives } from "./literal-arrays.js";
import { nativeArrayPrimitives } from "./native-arrays.js";
import { objectPrimitives } from "./objects.js";
import { randomPrimitives } from "./random.js";
import { stringPrimitives } from "./strings.js";
import { weakPrimitives } from "./weak.js";

export const primitives: PrimitiveTable = {
  ...objectPrimitives,
  ...integerPrimitives,
  ...floatPrimitives,
  ...characterPrimitives,
  ...clockPrimitives,
  ...arrayPrimitives,
  ...literalArrayPrimitives,
  ...nativeArrayPrimitives,
  ...stringPrimitives,
  ...encodingPrimitives,
  ...randomPrimitives,
  ...weakPrimitives,
};
