/** Methods that show an object in an inspector, by their pragma `<inspectorPresentationOrder: 30 title: 'Items'>`. */
import { type LiteralValue, type PragmaNode, parseMethodWithRecovery } from "../syntax/index.js";
import type { ClassObject } from "./class-object.js";
import type { KernelView } from "./kernel-table.js";
import { InstalledMethod } from "./method-record.js";

const PRAGMA = "inspectorPresentationOrder:title:";
const FIRST_KEYWORD = "inspectorPresentationOrder:";

/** What a view is called, and which of two comes first: the one with the lesser order. */
export interface ViewPragma {
  readonly order: number;
  readonly title: string;
}

export interface ViewMethod extends ViewPragma {
  readonly selector: string;
}

/** What a method's pragmas say of a view; undefined where they say nothing, or no number and text. */
export function viewPragmaOf(pragmas: readonly PragmaNode[]): ViewPragma | undefined {
  const [order, title] = pragmas.find(({ selector }) => selector === PRAGMA)?.arguments ?? [];
  const isText = title?.type === "string" || title?.type === "symbol";
  if (!isText || order === undefined) return undefined;
  const number = numberOf(order);
  const text = String.fromCodePoint(...title.codePoints.slice(0, MAX_TITLE));
  return number === undefined ? undefined : { order: number, title: text };
}

/** Characters. */
const MAX_TITLE = 100;

function numberOf(literal: LiteralValue): number | undefined {
  switch (literal.type) {
    case "integer":
    case "float": {
      const number = Number(literal.value);
      return Number.isFinite(number) ? number : undefined;
    }
    case "scaledDecimal":
      return Number(literal.numerator) / Number(literal.denominator);
    default:
      return undefined;
  }
}

/** Of methods compiled in the image; undefined for one that shows nothing. */
const known = new WeakMap<InstalledMethod, ViewPragma | { readonly order: undefined }>();

function pragmaOf(method: InstalledMethod): ViewPragma | undefined {
  if (!method.source.includes(FIRST_KEYWORD)) return undefined;
  let pragma = known.get(method);
  if (pragma === undefined) {
    pragma = viewPragmaOf(parseMethodWithRecovery(method.source).node.pragmas) ?? { order: undefined };
    known.set(method, pragma);
  }
  return pragma.order === undefined ? undefined : pragma;
}

/**
 * The views of a class's instances, in their order. One that a subclass overrides keeps its title and order where the
 * subclass's method has no pragma of its own. `ofKernel` tells those of the kernel's own methods of a class.
 */
export function viewMethods(
  cls: ClassObject,
  ofKernel: (owner: ClassObject) => readonly KernelView[],
): readonly ViewMethod[] {
  const found = new Map<string, ViewPragma>();
  for (const owner of cls.lineage()) {
    for (const { selector, order, title } of ofKernel(owner))
      if (!found.has(selector)) found.set(selector, { order, title });
    for (const method of owner.methods.values()) {
      if (!(method instanceof InstalledMethod) || found.has(method.selector)) continue;
      const pragma = pragmaOf(method);
      if (pragma !== undefined) found.set(method.selector, pragma);
    }
  }
  return [...found]
    .map(([selector, pragma]) => ({ selector, ...pragma }))
    .sort((a, b) => a.order - b.order || (a.title < b.title ? -1 : 1));
}
