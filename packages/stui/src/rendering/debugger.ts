/** A stopped process for a terminal: where it stands in its source, the activations around, the variables. */
import type { Result } from "@stui/protocol";
import type { Colours } from "./colours.js";
import { harmless } from "./harmless.js";
import { cutToWidth, textWidth } from "./width.js";

type DebuggerState = Extract<Result<"debug">, { readonly state: string }>;
export type Frame = NonNullable<DebuggerState["frame"]>;
type Named = Frame["arguments"][number];

/** Lines of source before and behind the one that it stands at. */
const AROUND = 5;
/** Activations that are shown. */
const STACK_LIMIT = 8;

export interface View {
  readonly reason: string;
  /** The activation that is looked at. */
  readonly frame: Frame;
  /** Innermost first, as far as they are known. */
  readonly stack: readonly Frame[];
  readonly depth: number;
}

/** Lines without line ends. */
export const renderDebugger = (view: View, colours: Colours, columns: number): string[] => {
  const { frame, depth } = view;
  const from = Math.max(0, Math.min(frame.index - 2, view.stack.length - STACK_LIMIT));
  const shown = view.stack.slice(from, from + STACK_LIMIT);
  const above = depth - from - shown.length;
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
  const lines = source.split(/\r\n|\r|\n/);
  const starts = startsOf(source);
  const at =
    range === null
      ? 0
      : Math.max(
          0,
          starts.findLastIndex((start) => start <= range.start),
        );
  const first = Math.max(0, at - AROUND);
  return lines.slice(first, at + AROUND + 1).flatMap((text, i) => {
    const number = first + i;
    const line = `  ${colours.dim(`${number + 1}`.padStart(3))}  ${cutToWidth(visible(text), columns - 7)}`;
    const start = starts[number] ?? 0;
    if (range === null || range.start >= start + text.length + 1 || range.end <= start) return [line];
    const to = Math.min(text.length, range.end - start);
    const begin = Math.max(0, range.start - start);
    const from = to - text.slice(begin, to).trimStart().length;
    const before = textWidth(visible(text.slice(0, from)));
    const width = Math.min(textWidth(visible(text.slice(from, to))), columns - 7 - before);
    if (width <= 0) return [line];
    return [line, `       ${" ".repeat(before)}${colours.yellow("^".repeat(width))}`];
  });
};

const visible = (text: string): string => harmless(text.replaceAll("\t", "    "));

/** Offsets at which the lines begin. */
const startsOf = (source: string): number[] => [
  0,
  ...[...source.matchAll(/\r\n|\r|\n/g)].map((match) => match.index + match[0].length),
];

const stackLine = (frame: Frame, isShown: boolean, colours: Colours, columns: number): string => {
  const line = frame.line === null ? "" : `, line ${frame.line}`;
  const text = cutToWidth(harmless(`${frame.index}  ${frame.method}${line}`), columns - 4);
  return isShown ? `  ${colours.bold(`> ${text}`)}` : `    ${text}`;
};

const variableLines = (frame: Frame, colours: Colours, columns: number): string[] => {
  const self = { name: "self", print_string: frame.receiver };
  const rows: readonly Pick<Named, "name" | "print_string">[] = [
    self,
    ...(frame.instance_vars ?? []),
    ...frame.arguments,
    ...frame.temporaries,
  ];
  const left = Math.max(...rows.map(({ name }) => textWidth(name)));
  return rows.map(({ name, print_string }) => {
    const value = cutToWidth(harmless(print_string.replace(/\s+/g, " ")), Math.max(10, columns - left - 5));
    return `  ${colours.cyan(name)}${" ".repeat(left - textWidth(name))}  ${value}`;
  });
};
