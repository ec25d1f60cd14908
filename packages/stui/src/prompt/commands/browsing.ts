/** `:browse`, `:doc`, `:find`, `:edit`: looking at code. */
import { ClassNotFound } from "@stui/protocol";
import type { Caller } from "../../callers/caller.js";
import type { Colours } from "../../rendering/colours.js";
import { counted } from "../../rendering/counted.js";
import { CommandMisused, type Surroundings } from "../work.js";
import { classText, type Method, methodName, methodText, patternOf } from "./class-text.js";
import type { PromptCommand } from "./command.js";
import { readCodeName } from "./naming.js";

const FIND_LIMIT = 200;
const DOC_LIMIT = 30;

export const browseCommand: PromptCommand = {
  name: "browse",
  usage: "CLASS|CLASS>>SELECTOR|PACKAGE",
  doc: "A class with its methods, a method with its source, a package with its classes.",
  completes: "code",
  run: async (rest, surroundings) => {
    const { caller, console } = surroundings;
    if (rest === "")
      throw new CommandMisused("name what to browse, as :browse OrderedCollection or :browse Bag>>add:.");
    const name = readCodeName(rest);
    if (name.kind === "method") {
      const method = await methodNamed(name, surroundings);
      await console.page(methodText(method, console.colours));
      return true;
    }
    if (name.kind === "class") {
      try {
        const browsed = await caller.call("browse_class", { class_name: name.className });
        await console.page(classText(browsed, console.colours, console.columns));
        return true;
      } catch (error) {
        if (!(error instanceof ClassNotFound) || !(await browsePackage(rest, surroundings))) throw error;
        return true;
      }
    }
    if (await browsePackage(rest, surroundings)) return true;
    throw new CommandMisused(`there is no class or package ${rest}. Look for one with :find ${rest}.`);
  },
};

/** Whether there is one of that name. */
const browsePackage = async (name: string, { caller, console }: Surroundings): Promise<boolean> => {
  const { classes, total_count } = await caller.call("list_classes", { package: name, limit: FIND_LIMIT });
  if (total_count === 0) return false;
  const { bold, dim } = console.colours;
  await console.page([
    `${bold(name)} ${dim(`package, ${counted(total_count, "class")}`)}`,
    ...classes.map(
      ({ name: className, superclass }) =>
        `  ${className} ${dim(superclass === null ? "" : `(${superclass})`)}`,
    ),
  ]);
  return true;
};

const methodNamed = async (
  {
    className,
    isClassSide,
    selector,
  }: { readonly className: string; readonly isClassSide: boolean; readonly selector: string },
  { caller }: Surroundings,
): Promise<Method> => {
  const { method } = await caller.call("get_method", {
    class_name: className,
    method_name: selector,
    is_class_method: isClassSide,
  });
  return method;
};

export const docCommand: PromptCommand = {
  name: "doc",
  usage: "CLASS|SELECTOR|CLASS>>SELECTOR",
  doc: "The comment of a class or a method; of a selector, whoever implements it, with the comments.",
  completes: "code",
  run: async (rest, surroundings) => {
    const { caller, console } = surroundings;
    if (rest === "")
      throw new CommandMisused("name a class or a selector, as :doc Bag or :doc inject:into:.");
    const name = readCodeName(rest);
    const { bold, dim } = console.colours;
    if (name.kind === "class") {
      const { class_info } = await caller.call("browse_class", {
        class_name: name.className,
        include_methods: false,
      });
      await console.page([
        bold(class_info.name),
        ...(class_info.comment.trim() === ""
          ? [dim("It has no comment.")]
          : class_info.comment.trim().split(/\r\n|\r|\n/)),
      ]);
      return true;
    }
    const methods =
      name.kind === "method"
        ? [await methodNamed(name, surroundings)]
        : await implementors(name.selector, surroundings);
    if (methods.length === 0)
      throw new CommandMisused(`nobody implements ${rest}. Look for it with :find ${rest}.`);
    const more = methods.length === DOC_LIMIT ? [dim(":find implementors tells whether there are more")] : [];
    const told = [...methods].sort((a, b) => Number(b.comment !== "") - Number(a.comment !== ""));
    await console.page([
      ...told.flatMap((method) => [
        `${bold(`${method.class_name}${method.is_class_method ? " class" : ""}`)} >> ${patternOf(method)}`,
        ...(method.comment === ""
          ? []
          : method.comment.split(/\r\n|\r|\n/).map((line) => `    ${dim(line.trim())}`)),
      ]),
      ...more,
    ]);
    return true;
  },
};

const implementors = async (selector: string, { caller }: Surroundings): Promise<readonly Method[]> => {
  const found = await caller.call("find", { kind: "implementors", text: selector, limit: DOC_LIMIT });
  return "methods" in found ? found.methods : [];
};

const KINDS = ["senders", "implementors", "references", "source", "name"] as const;
type Kind = (typeof KINDS)[number];
const kindIn = (word: string): Kind | undefined => KINDS.find((kind) => kind === word);

export const findCommand: PromptCommand = {
  name: "find",
  usage: "[senders|implementors|references|source|name] TEXT",
  doc: "Methods and classes; without a kind, classes by name and implementors, else methods with that in their source.",
  completes: "code",
  run: async (rest, { caller, console }) => {
    const [first = "", ...others] = rest.split(/\s+/);
    const kind = kindIn(first);
    const text = kind === undefined ? rest : others.join(" ");
    if (text === "")
      throw new CommandMisused("say what to look for, as :find senders printOn: or :find Sorted.");
    const kinds: readonly Kind[] = kind === undefined ? ["name", "implementors"] : [kind];
    const lines: string[] = [];
    for (const each of kinds) lines.push(...(await foundLines(each, text, caller, console.colours)));
    if (lines.length === 0 && kind === undefined)
      lines.push(...(await foundLines("source", text, caller, console.colours)));
    if (lines.length === 0) console.out("Nothing found.");
    else await console.page(lines);
    return lines.length > 0;
  },
};

const foundLines = async (kind: Kind, text: string, caller: Caller, colours: Colours): Promise<string[]> => {
  const found = await caller.call("find", { kind, text: text.replace(/^#/, ""), limit: FIND_LIMIT });
  const lines =
    "methods" in found
      ? found.methods.map(methodName)
      : found.classes.map(({ name, package: packageName }) => `${name} ${colours.dim(`(${packageName})`)}`);
  const more = found.total_count - lines.length;
  return more > 0 ? [...lines, colours.dim(`and ${more} more`)] : lines;
};

export const editCommand: PromptCommand = {
  name: "edit",
  usage: "CLASS>>SELECTOR|CLASS",
  doc: "Put a method, or the definition of a class, into the next prompt, to be changed there.",
  completes: "code",
  run: async (rest, surroundings) => {
    const { caller } = surroundings;
    const name = readCodeName(rest);
    if (name.kind === "selector") throw new CommandMisused("name a method, as :edit Foo>>bar:, or a class.");
    if (name.kind === "class") {
      const { class_info } = await caller.call("browse_class", {
        class_name: name.className,
        include_methods: false,
      });
      offer(class_info.definition, surroundings);
      return true;
    }
    const { className, isClassSide } = name;
    const { source } = await methodNamed(name, surroundings);
    const lines = source.replace(/\r\n?/g, "\n").trimEnd().split("\n");
    const pattern = lines[0] ?? "";
    offer(
      [`${className}${isClassSide ? " class" : ""} >> ${pattern} [`, ...lines.slice(1), "]"].join("\n"),
      surroundings,
    );
    return true;
  },
};

const offer = (text: string, surroundings: Surroundings): void => {
  if (surroundings.console.isInteractive) surroundings.suggest(text);
  else surroundings.console.out(text);
};
