/** Objects that are looked into, as lines. */
import type { Result } from "@stui/protocol";
import type { Colours } from "./colours.js";
import { counted } from "./counted.js";
import { cutToWidth, textWidth } from "./width.js";

type Inspection = Result<"inspect">;
type View = NonNullable<Inspection["view"]>;
type ViewRow = Extract<View, { readonly rows: unknown }>["rows"][number];

/** What stands on the left is painted already; its width is told apart. */
export type Row = readonly [painted: string, width: number, value: string];

const onOneLine = (text: string): string => text.replace(/\s+/g, " ");

export const table = (rows: readonly Row[], columns: number): string[] => {
  const left = Math.max(0, ...rows.map(([, width]) => width));
  return rows.map(([painted, width, value]) => {
    const room = Math.max(10, columns - left - 5);
    return `  ${painted}${" ".repeat(left - width)}  ${cutToWidth(onOneLine(value), room)}`;
  });
};

/** The object itself, its variables, and what views there are. */
export const renderObject = (
  { object_info: info, instance_vars, total, views = [] }: Inspection,
  colours: Colours,
  columns: number,
): string[] => [
  colours.bold(cutToWidth(onOneLine(info.string_representation), columns)),
  colours.dim(
    `${info.class_name}, identity hash ${info.hash}${total > 0 ? `, ${counted(total, "element")}` : ""}`,
  ),
  ...table(
    instance_vars.map(({ name, print_string }) => [colours.cyan(name), textWidth(name), print_string]),
    columns,
  ),
  ...(views.length === 0
    ? []
    : [colours.dim(cutToWidth(`  views  ${views.map(({ title }) => `/${title}`).join("  ")}`, columns))]),
];

export const renderElements = ({ elements }: Inspection, colours: Colours, columns: number): string[] =>
  table(
    elements.map(({ key, print_string }) => keyed(key, print_string, colours, columns)),
    columns,
  );

const keyed = (key: string, value: string, colours: Colours, columns: number): Row => {
  const short = cutToWidth(key, columns >> 1);
  return [colours.yellow(short), textWidth(short), value];
};

/** The title of a view, with its columns; or why it is none. */
export const renderViewHead = (view: View, colours: Colours, columns: number): string[] => {
  switch (view.kind) {
    case "failed":
      return [colours.bold(view.title), colours.red(cutToWidth(onOneLine(view.reason), columns))];
    case "text":
      return [colours.bold(view.title)];
    default:
      return [`${colours.bold(view.title)}${colours.dim(`, ${counted(view.total, "row")}`)}`];
  }
};

/** Its rows, or its text. */
export const renderViewBody = (view: View, colours: Colours, columns: number): string[] => {
  switch (view.kind) {
    case "failed":
      return [];
    case "text":
      return view.text.split("\n");
    case "table":
      return renderTable(view.columns, view.rows, colours, columns);
    case "list":
    case "tree":
      return table(
        view.rows.map((row) => keyed(row.key, rowText(row), colours, columns)),
        columns,
      );
  }
};

const rowText = ({ text, print_string, children = 0 }: ViewRow): string =>
  `${text ?? print_string}${children > 0 ? `  (+${children})` : ""}`;

/** Columns of a terminal that the cells of a table have between them. */
const GAP = 2;

function renderTable(
  titles: readonly string[],
  rows: readonly ViewRow[],
  colours: Colours,
  columns: number,
): string[] {
  const widest = Math.max(8, Math.floor(columns / Math.max(1, titles.length)) - GAP);
  const cut = (text: string): string => cutToWidth(onOneLine(text), widest);
  const texts = rows.map(({ cells = [] }) => cells.map(({ text }) => cut(text)));
  const widths = titles.map((title, i) =>
    Math.max(textWidth(cut(title)), ...texts.map((cells) => textWidth(cells[i] ?? ""))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, i) => `${text}${" ".repeat(Math.max(0, (widths[i] ?? 0) - textWidth(text)))}`)
      .join(" ".repeat(GAP))
      .trimEnd();
  const keys = rows.map(({ key }) => cutToWidth(key, columns >> 2));
  const left = Math.max(0, ...keys.map(textWidth));
  return [
    colours.dim(`  ${" ".repeat(left)}  ${line(titles.map(cut))}`),
    ...texts.map((cells, i) => {
      const key = keys[i] ?? "";
      return `  ${colours.yellow(key)}${" ".repeat(left - textWidth(key))}  ${line(cells)}`;
    }),
  ];
}
