/** Smalltalk source to code units. */
import { type CodeUnit, type MarkerKind, verifyUnit } from "../ir/index.js";
import { type MethodNode, type PragmaNode, parseDoit, parseMethod } from "../syntax/index.js";
import { analyse } from "./analyse.js";
import { lower } from "./lower.js";
import type { NameSpace } from "./scope.js";

export { inlineForm } from "./inline.js";
export type { NameSpace, OuterName } from "./scope.js";

export interface CompiledMethod {
  readonly node: MethodNode;
  readonly unit: CodeUnit;
}

/** Throws SyntaxFailure. */
export function compileMethod(source: string, names: NameSpace): CompiledMethod {
  const node = parseMethod(source);
  const unit = lower(node, analyse(node, source, names), primitiveOf(node), markerOf(node));
  verifyUnit(unit);
  return { node, unit };
}

/** Temporaries and statements; the last statement's value is the result. Throws SyntaxFailure. */
export function compileDoit(source: string, names: NameSpace): CodeUnit {
  const node = parseDoit(source);
  const unit = lower(node, analyse(node, source, names), null, null);
  verifyUnit(unit);
  return unit;
}

/** Numbered primitives are another virtual machine's: their methods run the code behind the pragma. */
function primitiveOf(node: MethodNode): string | null {
  return symbolArgument(node.pragmas.find((p) => p.selector === "primitive:"));
}

function markerOf(node: MethodNode): MarkerKind | null {
  const kind = symbolArgument(node.pragmas.find((p) => p.selector === "marker:"));
  return kind === "handler" || kind === "ensure" || kind === "curtail" ? kind : null;
}

function symbolArgument(pragma: PragmaNode | undefined): string | null {
  const [argument] = pragma?.arguments ?? [];
  return argument?.type === "symbol" ? String.fromCodePoint(...argument.codePoints) : null;
}
