/** What workspaces hold, for the heap walker. */
import type { HeapWalk } from "../memory/heap-walk.js";
import type { Workspace } from "./workspace.js";

export function holdWorkspaces(heap: HeapWalk, workspaces: () => Iterable<Workspace>): void {
  heap.addRoot((visit) => {
    for (const workspace of workspaces()) {
      for (const variables of workspace.variableSets.values())
        for (const binding of variables.values()) visit(binding);
      for (const object of workspace.objects.values()) visit(object);
      for (const process of workspace.group.living) visit(process);
    }
  });
  heap.addForwarding((successors) => {
    for (const workspace of workspaces())
      for (const [id, object] of [...workspace.objects]) {
        const successor = successors.get(object);
        if (successor !== undefined) workspace.restoreObject(id, successor);
      }
  });
}
