/**
 * Contexts: activations as Smalltalk objects.
 *
 * An activation has one context at most, for as long as it lives. Where it stands is found in its process's stack; one that
 * was made by itself, or cut off from its process, keeps its sender instead. Before a context of the running process is
 * looked at, the stack is taken down (`look` in `unwinding.ts`), so that every activation stands in the list as it is.
 */
import type { StClass, StObject } from "../memory/values.js";
import type { ProcessStack } from "./process-stack.js";
import type { Activation, Home, Marker } from "./unwinding.js";

export type Place =
  | { readonly kind: "stack"; readonly stack: ProcessStack; index: number }
  /** On no process's stack. */
  | { readonly kind: "apart"; readonly sender: StContext | null }
  /** Its activation is over. */
  | { readonly kind: "gone" };

export class StContext implements StObject {
  declare readonly cls: StClass;
  /** Identity hash; 0 until asked for. */
  h = 0;

  constructor(
    readonly activation: Activation,
    public place: Place,
  ) {}

  /** Index of the activation in its process's stack; −1 where it stands on none. */
  get index(): number {
    const { place, activation } = this;
    if (place.kind !== "stack") return -1;
    const { activations } = place.stack;
    if (activations[place.index] !== activation) {
      const found = activations.lastIndexOf(activation);
      if (found === -1) this.place = { kind: "gone" };
      place.index = found;
    }
    return place.index;
  }

  get isDead(): boolean {
    return this.place.kind === "gone" || (this.place.kind === "stack" && this.index === -1);
  }

  get sender(): StContext | null {
    const { place } = this;
    if (place.kind === "apart") return place.sender;
    if (place.kind === "gone") return null;
    const { index } = this;
    return index > 0 ? contextAt(place.stack, index - 1) : index === 0 ? place.stack.below : null;
  }
}

/** Contexts of activations that have a home of their own, by it: blocks find them also when they are over. */
const byHome = new WeakMap<Home, StContext>();

/** The context that somebody has asked for while the home's activation lived. */
export const contextOfHome = (home: Home): StContext | undefined => byHome.get(home);

/** The context of an activation on a stack; null where there is none of that index. */
export function contextAt(stack: ProcessStack, index: number): StContext | null {
  const activation = stack.activations[index];
  if (activation === undefined) return null;
  const { context } = activation;
  if (context === null) {
    const made = new StContext(activation, { kind: "stack", stack, index });
    activation.context = made;
    if (activation.home !== null) byHome.set(activation.home, made);
    return made;
  }
  // It may have stood apart before.
  if (context.place.kind !== "stack" || context.place.stack !== stack)
    context.place = { kind: "stack", stack, index };
  return context;
}

/** The innermost context of a process that does not run. */
export const topContext = (stack: ProcessStack): StContext | null =>
  contextAt(stack, stack.activations.length - 1);

/**
 * The innermost marker there was before the activation at `index` began (`isBefore`), or that there is for it, when all
 * above it have ended. `innermost` is the marker of the whole stack.
 */
export function markersAt(
  { activations }: ProcessStack,
  index: number,
  isBefore: boolean,
  innermost: Marker,
): Marker {
  for (let i = isBefore ? index : index + 1; i < activations.length; i += 1) {
    const next = activations[i]?.home?.next;
    if (next !== null && next !== undefined) return next;
  }
  return innermost;
}

/** Ends the activations from `index` on; a process that is being terminated then goes on with its end. */
export function endFrom(stack: ProcessStack, index: number): void {
  const { ending } = stack;
  const ended = stack.activations.splice(index);
  for (const { home } of ended) if (home !== null) home.dead = true;
  if (ending !== null && ended.includes(ending)) stack.beginEnding(ending);
}

/**
 * Makes `sender` and what lies below it the rest of the stack below `context`: what lay between stands apart from then on.
 * Answers false where `sender` is on another process's stack, or is one of those that `context` has called.
 */
export function setSender(context: StContext, sender: StContext | null): boolean {
  const { place } = context;
  if (place.kind === "gone") return false;
  if (place.kind === "apart") {
    if (sender !== null && isAbove(sender, context)) return false;
    context.place = { kind: "apart", sender };
    return true;
  }
  const { stack } = place;
  const { index } = context;
  if (sender === null) {
    partFrom(stack, 0, index);
    stack.below = null;
    return true;
  }
  if (sender.place.kind === "stack") {
    if (sender.place.stack !== stack || sender.index === -1 || sender.index >= index) return false;
    partFrom(stack, sender.index + 1, index);
    return true;
  }
  if (sender.isDead || isAbove(sender, context)) return false;
  const chain: StContext[] = [];
  let rest: StContext | null = sender;
  for (; rest !== null && rest.place.kind === "apart"; rest = rest.sender) chain.push(rest);
  // What stands apart may itself stand on a part of this stack.
  const isHere = rest !== null && rest.place.kind === "stack" && rest.place.stack === stack;
  if (rest !== null && (!isHere || rest.index >= index)) return false;
  const keep = rest === null ? 0 : rest.index + 1;
  partFrom(stack, keep, index);
  if (rest === null) stack.below = null;
  stack.activations.splice(keep, 0, ...chain.reverse().map((c) => c.activation));
  chain.forEach((c, i) => {
    c.place = { kind: "stack", stack, index: keep + i };
  });
  return true;
}

/** Whether no process has the context, nor any below it. */
export function isFree(context: StContext): boolean {
  for (let c: StContext | null = context; c !== null; c = c.sender)
    if (c.place.kind !== "apart") return false;
  return true;
}

/** Whether `other` is `context`, or was called by it. */
function isAbove(other: StContext, context: StContext): boolean {
  for (let c: StContext | null = other; c !== null; c = c.sender) if (c === context) return true;
  return false;
}

/** Takes the activations from `start` on, before `end`, out of a stack: they stand apart. */
function partFrom(stack: ProcessStack, start: number, end: number): void {
  const contexts: StContext[] = [];
  for (let i = start; i < end; i += 1) {
    const context = contextAt(stack, i);
    if (context !== null) contexts.push(context);
  }
  let sender = start > 0 ? contextAt(stack, start - 1) : stack.below;
  stack.activations.splice(start, end - start);
  for (const context of contexts) {
    context.place = { kind: "apart", sender };
    sender = context;
  }
}

/**
 * Puts a chain of contexts that stand apart on an empty stack. Where the chain goes on elsewhere, that is below the stack.
 * Those that have not begun find their unwind blocks and handlers on that stack from now on.
 */
export function putOn(stack: ProcessStack, top: StContext): void {
  const chain: StContext[] = [];
  let rest: StContext | null = top;
  for (; rest !== null && rest.place.kind === "apart"; rest = rest.sender) chain.push(rest);
  stack.below = rest;
  chain.reverse().forEach((c, index) => {
    const { activation } = c;
    if (activation.home !== null && activation.pc === 0 && !activation.waits)
      activation.home.next = stack.markers;
    stack.activations.push(activation);
    c.place = { kind: "stack", stack, index };
  });
}
