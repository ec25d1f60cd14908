/** A stopped process for a terminal: where it stands in its source, the activations around, the variables. */
import type { Result } from "@stui/protocol";
import type { Colours } from "./colours.js";
import { harmless } from "./harmless.js";
import { lineOfOffset, sourceRows } from "./source-rows.js";
import { cutToWidth, textWidth } from "./width.js";

export type DebuggerState = Extract<Result<"debug">, { readonly state: string }>;
export type Frame = NonNullable<DebuggerState["frame"]>;
export type Named = Frame["arguments"][number];

/** Lines of source before and behind the one that it stands at. */
const AROUND = 5;
/** Activations that are shown. */
const STACK_LIMIT = 8;

export interface View {
  readonly reason: string;
  /** The activation that is looked at. */
  readonly frame: Frame;
  /** Those around it, innermost first. */
  readonly stack: readonly Frame[];
  readonly depth: number;
}

/** Lines without line ends. */
export const renderDebugger = (view: View, colours: Colours, columns: number): string[] => {
  const { frame, depth } = view;
  const place = view.stack.findIndex(({ index }) => index === frame.index);
  const from = Math.max(0, Math.min(place - 2, view.stack.length - STACK_LIMIT));
  const shown = view.stack.slice(from, from + STACK_LIMIT);
  const above = depth - 1 - (shown.at(-1)?.index ?? frame.index);
  return [
    `${colours.red(harmless(view.reason))} ${colours.dim("in")} ${colours.cyan(harmless(frame.method))}`,
    ...sourceLines(frame, colours, columns),
    ...shown.map((each) => stackLine(each, each.index === frame.index, colours, columns)),
    ...(above > 0 ? [colours.dim(`    and ${above} more`)] : []),
    ...variableLines(frame, colours, columns),
  ];
};

/** The lines around the place, which has marks below it. */
const sourceLines = ({ source, range }: Frame, colours: Colours, columns: number): string[] => {
  const at = range === null ? 1 : lineOfOffset(source, range.start);
  const room = columns - 7;
  return sourceRows({ source, range })
    .filter(({ line }) => line >= at - AROUND && line <= at + AROUND)
    .flatMap(({ kind, line, text, marked }) => {
      if (kind === "code") return [`  ${colours.dim(`${line}`.padStart(3))}  ${cutToWidth(text, room)}`];
      const { from, width } = marked ?? { from: 0, width: 0 };
      const shown = Math.min(width, room - from);
      return shown <= 0 ? [] : [`       ${" ".repeat(from)}${colours.yellow("^".repeat(shown))}`];
    });
};

/** `2  Bill>>netOf:, line 2` */
export const frameText = ({ index, method, line }: Frame): string =>
  harmless(`${index}  ${method}${line === null ? "" : `, line ${line}`}`);

const stackLine = (frame: Frame, isShown: boolean, colours: Colours, columns: number): string => {
  const text = cutToWidth(frameText(frame), columns - 4);
  return isShown ? `  ${colours.bold(`> ${text}`)}` : `    ${text}`;
};

/** What the activation has and can name, its receiver first. */
export const variablesOf = (frame: Frame): Named[] => [
  {
    name: "self",
    print_string: frame.receiver,
    class_name: frame.receiver_class,
    ...(frame.receiver_id === undefined ? {} : { object_id: frame.receiver_id }),
  },
  ...(frame.instance_vars ?? []),
  ...frame.arguments,
  ...frame.temporaries,
];

const variableLines = (frame: Frame, colours: Colours, columns: number): string[] => {
  const rows = variablesOf(frame);
  const left = Math.max(...rows.map(({ name }) => textWidth(name)));
  return rows.map(({ name, print_string }) => {
    const value = cutToWidth(harmless(print_string.replace(/\s+/g, " ")), Math.max(10, columns - left - 5));
    return `  ${colours.cyan(name)}${" ".repeat(left - textWidth(name))}  ${value}`;
  });
};
