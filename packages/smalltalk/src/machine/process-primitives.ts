/** Markers, homes and the end of a process, as the Smalltalk of exceptions and unwinding uses them. */
import { AT_ONCE } from "../memory/at-once.js";
import type { StBlock } from "../memory/blocks.js";
import { isText, textSize, toJs } from "../memory/text.js";
import {
  FAIL,
  type Fail,
  nil,
  type PrimitiveTable,
  StArray,
  type StNil,
  type Value,
} from "../memory/values.js";
import { ELEMENT_BYTES, MAX_ELEMENTS, MAX_POINTERS } from "../primitives/objects.js";
import type { Machine } from "./machine.js";
import { Capture, Cut, type Home, MARKER_ACTIVE, Marker } from "./unwinding.js";

const orNil = (marker: Marker | null): Marker | StNil => marker ?? nil;

function outermost(marker: Marker): Marker {
  let found = marker;
  while (found.next !== null) found = found.next;
  return found;
}

/** Whether the marker was put on the chain that now begins with `top`, be it still there or not. */
function isOf(marker: Marker, top: Marker): boolean {
  let found = top;
  while (found !== marker) {
    if (found.next === null) return outermost(marker) === found;
    found = found.next;
  }
  return true;
}

export function processPrimitives(machine: Machine, transcript: (text: string) => void) {
  return {
    /** → innermost Marker or nil */
    markersTop: (_self: Value): Value => orNil(machine.markers),
    /** (aMarkerOrNil) makes it the innermost; nil stands for the outermost. */
    markersSet: (self: Value, marker: Value): Value | Fail => {
      if (marker !== nil && !(marker instanceof Marker)) return FAIL;
      machine.markers = marker instanceof Marker ? marker : outermost(machine.markers);
      return self;
    },
    /** (aMarker) hides the handlers from here up to it, itself included. */
    markerActive: (self: Value, marker: Value): Value | Fail => {
      if (!(marker instanceof Marker)) return FAIL;
      machine.markers = new Marker(machine.markers, MARKER_ACTIVE, marker, nil);
      return self;
    },
    markerNext: (self: Marker): Value => orNil(self.next),
    /** → 1 handler, 2 ensure, 3 ifCurtailed, 4 active */
    markerKind: (self: Marker): Value => self.kind,
    /** → exception selector, unwind block, or the marker of the running handler */
    markerSelector: (self: Marker): Value => self.a,
    markerBlock: (self: Marker): Value => self.b,
    /** → whether what put it there has not ended, and the running process is the one that did */
    markerIsReachable: (self: Marker): Value => !self.dead && isOf(self, machine.markers),
    /** (value) as `homeCut` */
    markerCut: (self: Marker, value: Value): Value => {
      throw new Cut(self, value);
    },
    homeMarkers: (self: Home): Value => orNil(self.next),
    homeIsDead: (self: Home): Value => self.dead,
    /** (value) returns it from the method of this home or marker; unwind blocks are the caller's affair. */
    homeCut: (self: Home, value: Value): Value => {
      throw new Cut(self, value);
    },
    /** Ends the process: nobody handled the exception. */
    processUnhandled: (self: Value): Value => {
      throw new Capture({ kind: "unhandled", exception: self });
    },
    /**
     * (size, bytes of an element) There is no room now for so many elements: ends who has kept most of the heap → true,
     * where there is room now since that was another's. Fails where there never is so much room, for a run that has not
     * grown to it; one that has ends.
     */
    memoryExhausted: (_self: Value, size: Value, bytes: Value): Value | Fail => {
      if (typeof bytes !== "number") return FAIL;
      const { limit } = machine.memory;
      const most = (bytes === ELEMENT_BYTES ? MAX_POINTERS : MAX_ELEMENTS) * bytes;
      // What is no number here is a large integer.
      const wanted = typeof size === "number" ? size * bytes : Number.POSITIVE_INFINITY;
      if (wanted > most || wanted >= limit) {
        if (!machine.memory.isUsedUpBy(wanted)) return FAIL;
        throw new Capture({ kind: "memory", limit: Math.min(most, limit), of: "object" });
      }
      const { current } = machine.scheduler;
      const atFault = machine.memory.refuse(current);
      if (current !== null && atFault === null) return true;
      if (current === null || atFault === current || atFault === null)
        throw new Capture({ kind: "memory", limit, of: "image" });
      machine.doomed = atFault;
      current.goOnWith(true);
      machine.scheduler.ready(current, true);
      throw new Capture({ kind: "turn" });
    },
    /** (milliseconds) The run ends then, at most as late as its limits allow → self */
    processTimeLimit: (self: Value, milliseconds: Value): Value | Fail => {
      if (typeof milliseconds !== "number") return FAIL;
      machine.moveDeadline(milliseconds);
      return self;
    },
    /** (aString) → self */
    transcriptWrite: (self: Value, text: Value): Value | Fail => {
      if (!isText(text) || textSize(text) > AT_ONCE) return FAIL;
      transcript(toJs(text));
      return self;
    },
    blockNumArgs: (self: StBlock): Value => self.arity,
    /** (anArray) a tail call; fails where the number of arguments is wrong. */
    blockValueWithArguments: (self: StBlock, args: Value, depth: number): Value | Fail => {
      if (!(args instanceof StArray) || args.i.length !== self.arity) return FAIL;
      return Reflect.apply(self.code, self, [...args.i, depth + 1]);
    },
    /** (argument …) a tail call; fails where the number of arguments is wrong. */
    blockValue: (self: StBlock, ...rest: Value[]): Value | Fail => {
      const depth = rest.pop();
      if (typeof depth !== "number" || rest.length !== self.arity) return FAIL;
      return Reflect.apply(self.code, self, [...rest, depth + 1]);
    },
  } satisfies PrimitiveTable;
}
