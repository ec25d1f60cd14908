/** JavaScript constructors of the instances of a class, as text. */
import { access, mangleField } from "../codegen/index.js";
import type { Layout } from "../memory/values.js";

/** The engine field that holds the indexed part, by layout. */
export function indexedField(layout: Layout): "i" | "b" | "w" | null {
  switch (layout) {
    case "variable":
    case "ephemeron":
      return "i";
    case "weak":
      return "w";
    case "bytes":
    case "words":
    case "doubleWords":
      return "b";
    case "normal":
    case "immediate":
      return null;
  }
}

/** A name that is legal in JavaScript, for profiles and heap snapshots. */
export function javaScriptName(name: string): string {
  return `St${name.replace(/[^A-Za-z0-9_$]/g, "_")}`;
}

/** A function expression; fields in order of declaration, inherited ones first. */
export function constructorText(name: string, layout: Layout, fields: readonly string[]): string {
  const indexed = indexedField(layout);
  const stores = fields.map((field) => `this${access(mangleField(field))}=nil;`).join("");
  const parameter = indexed ?? "";
  return `function ${javaScriptName(name)}(${parameter}){${indexed === null ? "" : `this.${indexed}=${indexed};`}${stores}this.h=0}`;
}

/** What `basicNew` of the class runs, as a function expression over the constructor's name; null where a primitive must do it. */
export function basicNewText(constructorName: string, layout: Layout): string | null {
  if (layout === "normal") return `function(d){return new ${constructorName}()}`;
  const holdsPointers = layout === "variable" || layout === "weak" || layout === "ephemeron";
  return holdsPointers ? `function(d){return new ${constructorName}([])}` : null;
}
