/** `:load` and `:save`: code in files. */
import { homedir } from "node:os";
import { join } from "node:path";
import { loadPath } from "../../loading/load-path.js";
import { savePackage } from "../../loading/save-package.js";
import { counted } from "../../rendering/counted.js";
import { CommandMisused } from "../work.js";
import type { PromptCommand } from "./command.js";

/** A shell would have done it. */
export const expandHome = (path: string): string =>
  path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path;

export const loadCommand: PromptCommand = {
  name: "load",
  usage: "PATH",
  doc: "Load a folder as stui load does, or a file as stui run does.",
  completes: "path",
  run: async (rest, surroundings) => {
    if (rest === "") throw new CommandMisused("name a folder or a file, as :load examples/ledger.");
    const loaded = await loadPath(surroundings.session, expandHome(rest), {
      onStep: () => undefined,
      onOutput: (text) => surroundings.showOutput(text),
    });
    surroundings.console.out(loaded);
    return true;
  },
};

export const saveCommand: PromptCommand = {
  name: "save",
  usage: "PACKAGE FOLDER",
  doc: "Write a package as Tonel into FOLDER/PACKAGE.",
  completes: "path",
  run: async (rest, { caller, console }) => {
    const match = /^(\S+)\s+(.+)$/.exec(rest);
    if (match === null) throw new CommandMisused("name a package and a folder, as :save Shop src.");
    const [, name = "", folder = ""] = match;
    const { written, stale } = await savePackage(caller, name, expandHome(folder));
    console.out(`wrote ${counted(written.length, "file")} to ${join(folder, name)}`);
    for (const path of stale)
      console.error(
        `${path} was left alone: the package has no such class any more. Remove it before you load the folder.`,
      );
    return true;
  },
};
