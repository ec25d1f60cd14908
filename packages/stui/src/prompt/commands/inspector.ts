/** `:inspect`: objects, from one to the next and back, their views, and what is assigned to them. */
import type { Result } from "@stui/protocol";
import type { Asked } from "../../callers/session.js";
import { counted } from "../../rendering/counted.js";
import { renderElements, renderObject, renderViewBody, renderViewHead } from "../../rendering/inspection.js";
import { CommandMisused, type Inspected, type Surroundings } from "../work.js";
import type { PromptCommand } from "./command.js";

/** Elements or rows fetched at a time. */
const PAGE = 50;

type Inspection = Result<"inspect">;
type View = NonNullable<Inspection["view"]>;
type Assignment = NonNullable<Asked["assign"]>;

export const inspectCommand: PromptCommand = {
  name: "inspect",
  usage: "[EXPR | @ | .NAME [:= EXPR] | .. | /VIEW | +N]",
  doc: "Look into an object (the latest result if nothing is named), or with @ into the activation of the debugger. From there .NAME goes on to a variable, element or row, .. goes back, .NAME := EXPR assigns, /VIEW shows a view, +N what is below row N of a tree.",
  completes: "code",
  run: async (rest, surroundings) => {
    if (rest.startsWith("/")) return showView(rest.slice(1).trim(), surroundings);
    if (rest.startsWith("+")) return showBelow(rest.slice(1).trim(), surroundings);
    if (rest === ".") return showAgain(surroundings);
    if (rest === "..") return goBack(surroundings);
    if (rest.startsWith(".")) return goOn(rest.slice(1).trim(), surroundings);
    const { session } = surroundings;
    const shown = await session.inspect({ ...subjectOf(rest, surroundings), limit: PAGE });
    return show({ path: [shown.object_info.object_id], shown, offset: 0, node: undefined }, surroundings);
  },
};

const subjectOf = (rest: string, { debugged }: Surroundings): Asked => {
  if (rest !== "@") return { target: rest === "" ? "it" : rest };
  if (debugged === undefined) throw new CommandMisused("nothing is being debugged: @ is its activation.");
  return { debugger_id: debugged.process.id, index: debugged.process.index };
};

const inspectedIn = ({ inspected }: Surroundings): Inspected => {
  if (inspected === undefined)
    throw new CommandMisused("nothing is being inspected: name an object first, as :inspect 3 -> 4.");
  return inspected;
};

const objectOf = ({ path: [first, ...others] }: Inspected): string => others.at(-1) ?? first;

/** Shows an object, or the view of it that was asked for, page by page; what follows is meant of that. */
async function show(inspected: Inspected, surroundings: Surroundings): Promise<boolean> {
  const { session, console } = surroundings;
  const { colours, columns } = console;
  surroundings.inspected = inspected;
  const { shown, node } = inspected;
  const { view } = shown;
  const head =
    view === undefined ? renderObject(shown, colours, columns) : renderViewHead(view, colours, columns);
  const lines = (page: Inspection): string[] =>
    page.view === undefined
      ? renderElements(page, colours, columns)
      : renderViewBody(page.view, colours, columns);
  let end = inspected.offset + lengthOf(shown);
  const total = view === undefined ? shown.total : totalOf(view);
  if (!console.isInteractive) {
    const left = lengthOf(shown) === 0 ? 0 : total - end;
    const what = view === undefined ? "element" : view.kind === "text" ? "character" : "row";
    await console.page([
      ...head,
      ...lines(shown),
      ...(left > 0 ? [`and ${counted(left, `more ${what}`)}`] : []),
    ]);
    return true;
  }
  await console.page([...head, ...lines(shown)], async () => {
    if (end >= total) return undefined;
    const page = await session.inspect({
      object_id: objectOf(inspected),
      offset: end,
      limit: PAGE,
      ...viewAsked(view, node),
    });
    if (lengthOf(page) === 0) return undefined;
    surroundings.inspected = { ...inspected, shown: page, offset: end };
    end += lengthOf(page);
    return lines(page);
  });
  return true;
}

const viewAsked = (view: View | undefined, node: string | undefined) =>
  view === undefined ? {} : { view: view.name, ...(node === undefined ? {} : { node }) };

const rowsOf = (view: View) => ("rows" in view ? view.rows : []);

const totalOf = (view: View): number => (view.kind === "failed" ? 0 : view.total);

/** Elements, rows or characters that were shown. */
const lengthOf = ({ elements, view }: Inspection): number => {
  if (view === undefined) return elements.length;
  return view.kind === "text" ? [...view.text].length : rowsOf(view).length;
};

async function showView(title: string, surroundings: Surroundings): Promise<boolean> {
  const inspected = inspectedIn(surroundings);
  const { views = [] } = inspected.shown;
  const lower = title.toLowerCase();
  const view =
    views.find((each) => each.title.toLowerCase() === lower) ??
    views.find((each) => each.title.toLowerCase().startsWith(lower));
  if (view === undefined)
    throw new CommandMisused(
      views.length === 0
        ? "the object has no views."
        : `it has no view ${title}; there are ${views.map((each) => `/${each.title}`).join(", ")}.`,
    );
  const asked = { object_id: objectOf(inspected), view: view.name, limit: PAGE };
  const shown = await surroundings.session.inspect(asked);
  return show({ path: inspected.path, shown, offset: 0, node: undefined }, surroundings);
}

async function showBelow(key: string, surroundings: Surroundings): Promise<boolean> {
  const inspected = inspectedIn(surroundings);
  const { view } = inspected.shown;
  if (view?.kind !== "tree")
    throw new CommandMisused("no tree is shown: +N shows what is below a row of one.");
  const row = view.rows.find((each) => each.key === key);
  if (row === undefined) throw new CommandMisused(`no row ${key} was shown.`);
  const node = row.object_id;
  const shown = await surroundings.session.inspect({
    object_id: objectOf(inspected),
    view: view.name,
    node,
    limit: PAGE,
  });
  return show({ path: inspected.path, shown, offset: 0, node }, surroundings);
}

async function showAgain(surroundings: Surroundings): Promise<boolean> {
  const { path } = inspectedIn(surroundings);
  return showObject(path, surroundings);
}

async function showObject(path: Inspected["path"], surroundings: Surroundings): Promise<boolean> {
  const [first, ...others] = path;
  const shown = await surroundings.session.inspect({ object_id: others.at(-1) ?? first, limit: PAGE });
  return show({ path, shown, offset: 0, node: undefined }, surroundings);
}

async function goBack(surroundings: Surroundings): Promise<boolean> {
  const [first, ...others] = inspectedIn(surroundings).path;
  if (others.length === 0) throw new CommandMisused("this is where it began: nothing lies before it.");
  return showObject([first, ...others.slice(0, -1)], surroundings);
}

async function goOn(text: string, surroundings: Surroundings): Promise<boolean> {
  const inspected = inspectedIn(surroundings);
  const assignment = /^(.+?)\s*:=\s*(.+)$/s.exec(text);
  if (assignment !== null) {
    const [, name = "", value = ""] = assignment;
    return assign(inspected, name, value, surroundings);
  }
  const found = partNamed(inspected, text);
  if (found === undefined)
    throw new CommandMisused(`no variable, element or row ${text} was shown: . shows the object again.`);
  return showObject([...inspected.path, found.object_id], surroundings);
}

/** What stands under a name or key in what was shown. */
const partNamed = ({ shown }: Inspected, name: string): { readonly object_id: string } | undefined => {
  const { instance_vars, elements, view } = shown;
  if (view !== undefined) return rowsOf(view).find(({ key }) => key === name);
  return instance_vars.find((each) => each.name === name) ?? elements.find(({ key }) => key === name);
};

async function assign(
  inspected: Inspected,
  name: string,
  value: string,
  surroundings: Surroundings,
): Promise<boolean> {
  const { session } = surroundings;
  const { shown, offset, node } = inspected;
  const shownNow = await session.inspect({
    object_id: objectOf(inspected),
    offset,
    limit: PAGE,
    ...viewAsked(shown.view, node),
    assign: assignmentOf(inspected, name, value),
  });
  return show({ ...inspected, shown: shownNow }, surroundings);
}

/** What was shown is meant by its place; another name is an expression for a new key. */
const assignmentOf = ({ shown, offset }: Inspected, name: string, value: string): Assignment => {
  const { instance_vars, elements, view } = shown;
  if (view !== undefined) {
    const row = rowsOf(view).findIndex(({ key }) => key === name);
    if (row < 0) throw new CommandMisused(`no row ${name} was shown.`);
    return { row: offset + row, value };
  }
  if (instance_vars.some((each) => each.name === name)) return { variable: name, value };
  const element = elements.findIndex(({ key }) => key === name);
  if (element >= 0) return { element: offset + element, value };
  return { key: name, value };
};
