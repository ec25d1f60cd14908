/** `:vars`, `:stack`: variables, and where the latest failure was. */
import { renderFailure } from "../../rendering/failure.js";
import { type Row, table } from "../../rendering/inspection.js";
import { textWidth } from "../../rendering/width.js";
import { CommandMisused } from "../work.js";
import type { PromptCommand } from "./command.js";

export const varsCommand: PromptCommand = {
  name: "vars",
  usage: "",
  doc: "The variables of the session with their values, but for it, it1, it2 …",
  completes: "nothing",
  run: async (_rest, { caller, session, console }) => {
    const { variables } = await caller.call("get_context_summary", { session_id: session.id });
    const rows = variables
      .filter(({ name, class_name }) => class_name !== "UndefinedObject" && !/^it\d*$/.test(name))
      .map(({ name, print_string }): Row => [console.colours.cyan(name), textWidth(name), print_string]);
    if (rows.length === 0) console.out("There are no variables yet: assign one, as x := 3.");
    else await console.page(table(rows, console.columns));
    return true;
  },
};

export const stackCommand: PromptCommand = {
  name: "stack",
  usage: "",
  doc: "The whole stack of the latest failure.",
  completes: "nothing",
  run: async (_rest, { console, lastFailure }) => {
    if (lastFailure === undefined) throw new CommandMisused("nothing has failed yet.");
    const { error, code } = lastFailure;
    await console.page(renderFailure(error, { colours: console.colours, code }).split("\n"));
    return true;
  },
};
