/** A captured stack in words. */
import { ClassObject, type CodeOwner, Doit, KernelMethod, lenientNames } from "../classes/index.js";
import { compileMethod } from "../compiler/index.js";
import { type CodeUnit, unitsInOrder } from "../ir/index.js";
import type { Activation } from "../machine/index.js";
import { StBlock } from "../memory/blocks.js";
import { classOf } from "../memory/class-of.js";
import type { Value } from "../memory/values.js";
import { ownText } from "../syntax/index.js";
import type { Engine } from "./engine.js";
import type { StackEntry } from "./requests.js";

/** Entries of a report: the innermost ones. */
const MAX_ENTRIES = 100;
/** Characters of a line of source in a report. */
const MAX_EXCERPT = 200;

/** An activation, and the method or doit that it runs. */
export interface Frame {
  readonly activation: Activation;
  readonly owner: CodeOwner;
}

/** Innermost first. */
export function framesOf(engine: Engine, activations: readonly Activation[]): Frame[] {
  return activations.flatMap((activation) => {
    const owner = engine.codeOwner(activation.code);
    return owner === undefined ? [] : [{ activation, owner }];
  });
}

/**
 * The frames from the one that signalled `exception` outwards. How the exception travelled is left out, as are the messages
 * of the kernel that only say what went wrong (`error:`, `errorSubscriptBounds:`): the reader's own code begins below them.
 */
export function fromSignaler(frames: readonly Frame[], exception: Value): readonly Frame[] {
  const travelled = frames.slice(frames.findLastIndex((frame) => receiverOf(frame) === exception) + 1);
  const first = travelled.findIndex((frame) => !isMachinery(frame));
  return first === -1 ? travelled : travelled.slice(first);
}

/** Innermost first. */
export function describeStack(engine: Engine, frames: readonly Frame[]): StackEntry[] {
  const units = new Map<CodeOwner, CodeUnit[]>();
  return frames.slice(0, MAX_ENTRIES).map((frame) => {
    const { owner, activation } = frame;
    const known = units.get(owner) ?? unitsOf(engine, owner);
    units.set(owner, known);
    return entry(frame, known[activation.unit]);
  });
}

/** `self` in the activation. */
export function receiverOf({ activation: { self, unit } }: Frame): Value {
  return unit > 0 && self instanceof StBlock ? self.r : self;
}

function isMachinery(frame: Frame): boolean {
  const { owner } = frame;
  if (owner instanceof Doit) return false;
  if (owner instanceof KernelMethod && owner.category === "error handling") return true;
  const receiver = receiverOf(frame);
  const cls = receiver instanceof ClassObject ? receiver : classOf(receiver);
  return cls instanceof ClassObject && [...cls.lineage()].some((c) => c.name === "Exception");
}

function entry({ owner, activation }: Frame, unit: CodeUnit | undefined): StackEntry {
  const position = unit?.ranges[activation.pc]?.start ?? 0;
  const { source } = owner;
  const line = source.slice(0, position).split(/\r\n|\r|\n/).length;
  const text = (source.split(/\r\n|\r|\n/)[line - 1] ?? "").trim();
  const sourceExcerpt = ownText(text.slice(0, MAX_EXCERPT));
  const className = owner instanceof Doit ? "" : owner.owner.printName;
  const name = owner instanceof Doit ? "doit" : `${className}>>${owner.selector}`;
  return {
    method: activation.unit === 0 ? name : `[ ] in ${name}`,
    className,
    selector: owner.selector,
    line,
    sourceExcerpt,
  };
}

/** The code units of a method: compiled again from its source, since only reports need them. */
function unitsOf(engine: Engine, owner: CodeOwner): CodeUnit[] {
  if (!(owner instanceof KernelMethod)) return unitsInOrder(owner.unit);
  return unitsInOrder(compileMethod(owner.source, lenientNames(owner.owner, engine.environment)).unit);
}
