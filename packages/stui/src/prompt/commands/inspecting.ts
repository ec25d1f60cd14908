/** `:inspect`, `:vars`, `:stack`: objects, variables, and where the latest failure was. */
import type { Result } from "@stui/protocol";
import type { Colours } from "../../rendering/colours.js";
import { counted } from "../../rendering/counted.js";
import { renderFailure } from "../../rendering/failure.js";
import { cutToWidth, textWidth } from "../../rendering/width.js";
import { CommandMisused } from "../work.js";
import type { PromptCommand } from "./command.js";

/** Elements fetched at a time. */
const PAGE = 50;

type Inspection = Result<"inspect">;

export const inspectCommand: PromptCommand = {
  name: "inspect",
  usage: "[EXPR]",
  doc: "Look into an object, the latest result if nothing is named: class, instance variables, elements.",
  completes: "code",
  run: async (rest, { session, console }) => {
    const first = await session.inspect({ target: rest === "" ? "it" : rest }, 0, PAGE);
    const { object_id } = first.object_info;
    let shown = first.elements.length;
    const head = [
      ...headOf(first, console.colours, console.columns),
      ...elementRows(first, console.colours, console.columns),
    ];
    if (!console.isInteractive) {
      const left = first.total - shown;
      await console.page(left > 0 ? [...head, `and ${counted(left, "more element")}`] : head);
      return true;
    }
    await console.page(head, async () => {
      if (shown >= first.total) return undefined;
      const next = await session.inspect({ object_id }, shown, PAGE);
      shown += next.elements.length;
      return next.elements.length === 0 ? undefined : elementRows(next, console.colours, console.columns);
    });
    return true;
  },
};

const headOf = (
  { object_info: info, instance_vars, total }: Inspection,
  colours: Colours,
  columns: number,
): string[] => [
  `${colours.bold(cutToWidth(info.string_representation.replace(/\s+/g, " "), columns))}`,
  colours.dim(
    `${info.class_name}, identity hash ${info.hash}${total > 0 ? `, ${counted(total, "element")}` : ""}`,
  ),
  ...table(
    instance_vars.map(({ name, print_string }) => [colours.cyan(name), textWidth(name), print_string]),
    columns,
  ),
];

const elementRows = ({ elements }: Inspection, colours: Colours, columns: number): string[] =>
  table(
    elements.map(({ key, print_string }) => {
      const short = cutToWidth(key, columns >> 1);
      return [colours.yellow(short), textWidth(short), print_string];
    }),
    columns,
  );

type Row = readonly [painted: string, width: number, value: string];

const table = (rows: readonly Row[], columns: number): string[] => {
  const left = Math.max(0, ...rows.map(([, width]) => width));
  return rows.map(([painted, width, value]) => {
    const room = Math.max(10, columns - left - 5);
    return `  ${painted}${" ".repeat(left - width)}  ${cutToWidth(value.replace(/\s+/g, " "), room)}`;
  });
};

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
