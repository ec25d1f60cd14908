import { expect, it } from "vitest";
import { customaryProtocol } from "./protocols.js";

it.each([
  ["FooTest", "testBar", false, "tests"],
  ["Foo", "testBar", false, undefined],
  ["Foo", "printOn:", false, "printing"],
  ["Foo", "isEmpty", false, "testing"],
  ["Foo", "issue", false, undefined],
  ["Foo", "asBar", false, "converting"],
  ["Foo", "new", true, "instance creation"],
  ["Foo", "printOn:", true, undefined],
] as const)("%s>>%s: class side %s, %s", (className, selector, isClassSide, protocol) => {
  expect(customaryProtocol(className, selector, isClassSide)).toBe(protocol);
});
