/**
 * Tonel files: `Foo.class.st`, `TFoo.trait.st`, `Foo.extension.st`, `package.st`. Both styles of header (`#name : #Foo` and
 * `#name : 'Foo'`) are read, with any line ends.
 */
import {
  type ClassDefinition,
  lineAt,
  type MethodDefinition,
  type NameStyle,
  type SourceDefinitions,
  SourceFailure,
  type TonelStyle,
  type VariableTexts,
} from "./definitions.js";
import { LAYOUT_NAMES, layoutNamed } from "./layouts.js";
import { closingBracket } from "./method-extent.js";
import { type Ston, StonReader, StonSymbol } from "./ston.js";

/** The definitions of one file; `path` is for errors and tells a package by its folder. Throws SourceFailure. */
export function readTonel(path: string, text: string): SourceDefinitions {
  const steps = readTonelInSteps(path, text);
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
}

/** As `readTonel`, with a step for each method. */
export function* readTonelInSteps(path: string, text: string): Generator<null, SourceDefinitions> {
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  // A file that is still empty, as exercises have them.
  if (source.trim() === "") return { packages: [], classes: [], methods: [], style: {} };
  const comment = leadingComment(path, source);
  const keyword = /\s*([A-Za-z]+)\s*/y;
  keyword.lastIndex = comment.end;
  const kind = keyword.exec(source)?.[1];
  const headerStart = comment.end + source.slice(comment.end).search(/\S|$/);
  const line = lineAt(source, headerStart);
  const fail = (problem: string, expected: string): never => {
    throw new SourceFailure(path, line, problem, expected);
  };
  if (kind === undefined) return fail("no definition", "Class, Trait, Extension or Package");
  const reader = new StonReader(source, keyword.lastIndex, path);
  const header = reader.map();
  const name = textOf(header, "name") ?? fail("the header has no name", "#name");
  switch (kind) {
    case "Package":
      return { packages: [name], classes: [], methods: [], style: styleOf(header, undefined) };
    case "Extension": {
      const { methods, category } = yield* readMethods(path, source, reader.position);
      return { packages: [], classes: [], methods, style: styleOf(header, category) };
    }
    case "Class":
    case "Trait": {
      const side = kind === "Class" ? "class" : "trait";
      const { methods, category } = yield* readMethods(path, source, reader.position);
      return {
        packages: [],
        classes: [classDefinition(side, name, header, comment.text, path, line)],
        methods,
        style: { ...styleOf(header, category), saysPackage: header.has("package") },
      };
    }
    default:
      return fail(`unknown definition ${kind}`, "Class, Trait, Extension or Package");
  }
}

function styleOf(header: ReadonlyMap<string, Ston>, methodCategory: Ston | undefined): Partial<TonelStyle> {
  const names = styleOfName(header.get("name"));
  const ofClass = styleOfName(header.get("category"));
  const ofMethod = styleOfName(methodCategory);
  return {
    ...(names === undefined ? {} : { names }),
    ...(ofClass === undefined ? {} : { classCategory: ofClass }),
    ...(ofMethod === undefined ? {} : { methodCategory: ofMethod }),
  };
}

function styleOfName(value: Ston | undefined): NameStyle | undefined {
  if (value instanceof StonSymbol) return "symbol";
  return typeof value === "string" ? "string" : undefined;
}

function leadingComment(path: string, source: string): { text: string; end: number } {
  const start = source.search(/\S/);
  if (start < 0 || source[start] !== '"') return { text: "", end: Math.max(start, 0) };
  let end = start + 1;
  for (;;) {
    end = source.indexOf('"', end);
    if (end < 0) throw new SourceFailure(path, 1, "the comment is not closed", '"');
    if (source[end + 1] !== '"') break;
    end += 2;
  }
  const inner = source.slice(start + 1, end).replaceAll('""', '"');
  return { text: inner.replace(/^\r?\n/, "").replace(/\r?\n$/, ""), end: end + 1 };
}

function classDefinition(
  kind: "class" | "trait",
  name: string,
  header: ReadonlyMap<string, Ston>,
  comment: string,
  path: string,
  line: number,
): ClassDefinition {
  const type = textOf(header, "type") ?? "normal";
  const layout = layoutNamed(type);
  if (layout === undefined)
    throw new SourceFailure(path, line, `unknown #type ${type}`, LAYOUT_NAMES.join(", "));
  const superclass = textOf(header, "superclass");
  // Older files say `#category : 'Package-Tag'` only; their folder is the package's.
  const folder = path.split("/").at(-2);
  const category = textOf(header, "category") ?? "";
  const packageName =
    textOf(header, "package") ?? (folder !== undefined && category.startsWith(folder) ? folder : category);
  return {
    kind,
    name,
    superclass: superclass === undefined || superclass === "nil" || kind === "trait" ? null : superclass,
    layout,
    instVars: list(header, "instVars").map(slotName),
    classVars: list(header, "classVars").map(slotName),
    classInstVars: list(header, "classInstVars").map(slotName),
    pools: [...list(header, "pools"), ...list(header, "sharedPools")],
    traits: textOf(header, "traits") ?? "",
    classTraits: textOf(header, "classTraits") ?? "",
    package: packageName,
    tag:
      textOf(header, "tag") ??
      (category.startsWith(`${packageName}-`) ? category.slice(packageName.length + 1) : ""),
    comment,
    variables: variableTexts(header),
    spelling: {
      type,
      slots: list(header, "instVars"),
      traits: textOf(header, "traits") ?? "",
      classTraits: textOf(header, "classTraits") ?? "",
    },
    path,
    line,
  };
}

function variableTexts(header: ReadonlyMap<string, Ston>): VariableTexts | null {
  const [slots = [], classSlots = [], shared = []] = ["instVars", "classInstVars", "classVars"].map((key) =>
    list(header, key),
  );
  const isSpecial = [...slots, ...classSlots, ...shared].some((text) => text.includes("=>"));
  return isSpecial ? { slots, classSlots, shared } : null;
}

/** `#target => WeakSlot` declares a variable named target. */
function slotName(text: string): string {
  return /^\s*#?'?([\p{L}_][\p{L}\p{N}_]*)/u.exec(text)?.[1] ?? text;
}

function textOf(header: ReadonlyMap<string, Ston>, key: string): string | undefined {
  const value = header.get(key);
  if (value instanceof StonSymbol) return value.name;
  return typeof value === "string" ? value : undefined;
}

function list(header: ReadonlyMap<string, Ston>, key: string): string[] {
  const value = header.get(key);
  if (!Array.isArray(value)) return [];
  return value.map((element: Ston) => (element instanceof StonSymbol ? element.name : String(element)));
}

const PATTERN = /\s*([\p{L}_][\p{L}\p{N}_]*)(\s+(?:class|classSide|classTrait))?\s*>>\s*/uy;

interface MethodsOfFile {
  readonly methods: MethodDefinition[];
  /** The first `#category`, as it is written. */
  readonly category: Ston | undefined;
}

function* readMethods(path: string, source: string, start: number): Generator<null, MethodsOfFile> {
  const methods: MethodDefinition[] = [];
  let first: Ston | undefined;
  const reader = new StonReader(source, start, path);
  // Lines are counted along, since a kernel file has hundreds of methods.
  let line = 1;
  let counted = 0;
  for (;;) {
    reader.skip();
    if (reader.position >= source.length) return { methods, category: first };
    let category = "";
    if (source[reader.position] === "{") {
      const metadata = reader.map();
      category = textOf(metadata, "category") ?? "";
      first ??= metadata.get("category");
    }
    PATTERN.lastIndex = reader.position;
    const match = PATTERN.exec(source);
    if (match === null) return reader.fail("no method", "Class >> selector [");
    const open = bodyStart(source, PATTERN.lastIndex);
    if (open < 0) return reader.fail("the method has no body", "[");
    const close = closingBracket(source, open);
    if (close < 0) return reader.fail("the method is not closed", "]");
    for (
      let i = source.indexOf("\n", counted);
      i >= 0 && i < PATTERN.lastIndex;
      i = source.indexOf("\n", i + 1)
    ) {
      line += 1;
      counted = i + 1;
    }
    const pattern = source.slice(PATTERN.lastIndex, open).trimEnd();
    methods.push({
      className: match[1] ?? "",
      isClassSide: match[2] !== undefined,
      category,
      source: `${pattern}${bodyText(source.slice(open + 1, close))}`,
      path,
      line,
    });
    reader.position = close + 1;
    yield null;
  }
}

/** A body as it follows the pattern; the line end before the closing bracket is none of it. */
function bodyText(text: string): string {
  const body = text.replaceAll("\r\n", "\n").replace(/\n[ \t]*$/, "");
  return /^[\p{L}\p{N}_:]/u.test(body) ? ` ${body}` : body;
}

/** Offset of the bracket that opens the body, behind a pattern that may hold comments. */
function bodyStart(source: string, from: number): number {
  for (let i = from; i < source.length; i += 1) {
    if (source[i] === "[") return i;
    if (source[i] === '"') {
      i = source.indexOf('"', i + 1);
      if (i < 0) return -1;
    }
  }
  return -1;
}
