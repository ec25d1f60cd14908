/** What an image answers about its code, and changes in it, without running any. */
import { browseClass, getMethod, listClasses, listPackages } from "./browse.js";
import { compileMethod, removeClass, removeMethod, renameClass } from "./change-code.js";
import type { CodeTools } from "./code-requests.js";
import { complete } from "./complete.js";
import type { Engine } from "./engine.js";
import { find } from "./find.js";
import { format } from "./format.js";
import type { Workspace } from "./workspace.js";

/** `workspaceNamed` finds the one whose variables a completion may propose. */
export function codeTools(engine: Engine, workspaceNamed: (id: string) => Workspace | undefined): CodeTools {
  return {
    listPackages: (request) => listPackages(engine, request),
    listClasses: (request) => listClasses(engine, request),
    browseClass: (request) => browseClass(engine, request),
    getMethod: (request) => getMethod(engine, request),
    find: (request) => find(engine, request),
    complete: (request) =>
      complete(
        engine,
        request.workspace === undefined ? undefined : workspaceNamed(request.workspace),
        request,
      ),
    format,
    compileMethod: (request) => compileMethod(engine, request),
    removeMethod: (request) => removeMethod(engine, request),
    removeClass: (request) => removeClass(engine, request),
    renameClass: (request) => renameClass(engine, request),
  };
}
