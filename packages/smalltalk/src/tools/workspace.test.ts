/** What a workspace keeps, and what it lets go. */
import { expect, it } from "vitest";
import { Workspace } from "./workspace.js";

it("keeps so many objects, the latest", () => {
  const workspace = new Workspace();
  const ids = [1, 2, 3, 4, 5].map((value) => workspace.register(value, 3));
  expect(ids.map((id) => workspace.object(id))).toEqual([undefined, undefined, 3, 4, 5]);
  expect(workspace.objects.size).toBe(3);
});

it("counts what was released no more", () => {
  const workspace = new Workspace();
  const [, second = ""] = [1, 2, 3].map((value) => workspace.register(value, 3));
  expect(workspace.release([second, "none"])).toBe(1);
  const fourth = workspace.register(4, 3);
  expect([...workspace.objects.values()]).toEqual([1, 3, 4]);
  workspace.register(5, 3);
  expect([...workspace.objects.values()]).toEqual([3, 4, 5]);
  expect(workspace.object(fourth)).toBe(4);
  expect(workspace.release()).toBe(3);
  workspace.register(6, 1);
  workspace.register(7, 1);
  expect([...workspace.objects.values()]).toEqual([7]);
});

it("keeps an object that was restored under its id", () => {
  const workspace = new Workspace();
  workspace.restoreObject("a", 1);
  workspace.restoreObject("a", 2);
  expect(workspace.register(2, 2)).toBe("a");
  const id = workspace.register(3, 2);
  expect(workspace.register(4, 2)).not.toBe(id);
  expect([...workspace.objects.values()]).toEqual([3, 4]);
});

it("gives an object one id while it is kept, and makes it the latest when it is shown again", () => {
  const workspace = new Workspace();
  const one = workspace.register(1, 2);
  workspace.register(2, 2);
  expect(workspace.register(1, 2)).toBe(one);
  workspace.register(3, 2);
  expect([...workspace.objects.values()]).toEqual([1, 3]);
  workspace.release([one]);
  expect(workspace.register(1, 2)).not.toBe(one);
});

it("keeps so many entries of history, the latest", () => {
  const workspace = new Workspace();
  for (let index = 1; index <= 5; index += 1)
    workspace.note(
      { index, code: "", printString: "", className: "", objectId: "", at: "", durationMs: 0 },
      3,
    );
  expect(workspace.history.map(({ index }) => index)).toEqual([3, 4, 5]);
});
