/**
 * FileTree: a folder for each package (`P.package`), in it one for each class (`Foo.class`, `Foo.trait`, `Foo.extension`)
 * with `properties.json`, a comment in `README.md`, and each method in a file of its own below `instance` and `class`.
 */
import {
  type ClassDefinition,
  type MethodDefinition,
  type SourceDefinitions,
  SourceFailure,
} from "./definitions.js";
import { layoutNamed } from "./layouts.js";

const METHOD = /^(.*)\/([^/]+)\.(class|trait|extension)\/(instance|class)\/[^/]+\.st$/;
const PROPERTIES = /^(.*)\/([^/]+)\.(class|trait)\/properties\.json$/;
const PACKAGE = /(?:^|\/)([^/]+)\.package(?:\/|$)/;

/** The definitions of all files, by path. Throws SourceFailure. */
export function readFileTree(files: Readonly<Record<string, string>>): SourceDefinitions {
  const classes: ClassDefinition[] = [];
  const methods: MethodDefinition[] = [];
  const packages = new Set<string>();
  for (const [path, text] of Object.entries(files)) {
    const packageName = PACKAGE.exec(path)?.[1];
    if (packageName === undefined) continue;
    packages.add(packageName);
    const [, folder = "", className = "", kind] = PROPERTIES.exec(path) ?? [];
    if (kind === "class" || kind === "trait") {
      const comment = files[`${folder}/${className}.${kind}/README.md`] ?? "";
      classes.push(classDefinition(path, text, kind, packageName, comment.replace(/\r\n?/g, "\n").trimEnd()));
      continue;
    }
    const method = METHOD.exec(path);
    if (method !== null) methods.push(methodDefinition(path, text, method[2] ?? "", method[4] === "class"));
  }
  if (packages.size === 0)
    throw new SourceFailure(
      Object.keys(files)[0] ?? "",
      1,
      "no file lies in a package's folder",
      "paths as P.package/Foo.class/properties.json",
    );
  return { packages: [...packages], classes, methods, style: {} };
}

/** The first line is the protocol. */
function methodDefinition(
  path: string,
  text: string,
  className: string,
  isClassSide: boolean,
): MethodDefinition {
  const lines = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const end = lines.indexOf("\n");
  if (end < 0) throw new SourceFailure(path, 1, "the method has no source", "its protocol, then its source");
  return {
    className,
    isClassSide,
    category: lines.slice(0, end),
    source: lines.slice(end + 1),
    path,
    line: 2,
  };
}

function classDefinition(
  path: string,
  text: string,
  kind: "class" | "trait",
  packageName: string,
  comment: string,
): ClassDefinition {
  const properties = parse(path, text);
  const name = properties.get("name");
  if (typeof name !== "string") throw new SourceFailure(path, 1, "the class has no name", '"name"');
  const word = (key: string): string => {
    const value = properties.get(key);
    return typeof value === "string" ? value : "";
  };
  const list = (key: string): string[] => {
    const value: unknown = properties.get(key);
    return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  };
  const type = word("type") || "normal";
  const layout = layoutNamed(type);
  if (layout === undefined) throw new SourceFailure(path, 1, `unknown type ${type}`, "a layout, as normal");
  const superclass = word("super");
  const category = word("category");
  const traits = composition(word("traitcomposition"));
  const classTraits = composition(word("classtraitcomposition"));
  const instVars = list("instvars");
  return {
    kind,
    name,
    superclass: kind === "trait" || superclass === "" || superclass === "nil" ? null : superclass,
    layout,
    instVars,
    classVars: list("classvars"),
    classInstVars: list("classinstvars"),
    pools: list("pools"),
    traits,
    classTraits,
    package: packageName,
    tag: category.startsWith(`${packageName}-`) ? category.slice(packageName.length + 1) : "",
    comment,
    variables: null,
    spelling: { type, slots: instVars, traits, classTraits },
    path,
    line: 1,
  };
}

const composition = (text: string): string => (text === "{}" ? "" : text);

function parse(path: string, text: string): ReadonlyMap<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new SourceFailure(path, 1, problem, "an object in JSON");
  }
  if (typeof parsed !== "object" || parsed === null)
    throw new SourceFailure(path, 1, "the properties are no object", "an object in JSON");
  return new Map(Object.entries(parsed));
}
