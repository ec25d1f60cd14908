/** What processes, contexts, homes and markers refer to, for the heap walker. */
import type { SpecialShape, Trace, Visit } from "../memory/trace.js";
import { StContext } from "./context.js";
import { type Continuation, StProcess } from "./process.js";
import type { Activation } from "./unwinding.js";
import { Home, Marker } from "./unwinding.js";

const traceHome: Trace = (object, visit) => {
  if (!(object instanceof Home)) return;
  visit(object.next);
  if (!(object instanceof Marker)) return;
  visit(object.a);
  visit(object.b);
};

/** `ofCode` hands on what the code of an activation refers to, when it has forgotten what the activation does not need. */
export function processShapes(ofCode: (activation: Activation, visit: Visit) => void): SpecialShape[] {
  const traceActivation = (activation: Activation, visit: Visit): void => {
    ofCode(activation, visit);
    visit(activation.self);
    visit(activation.home);
    for (const value of activation.registers) visit(value);
  };
  const traceContext: Trace = (object, visit) => {
    if (!(object instanceof StContext)) return;
    traceActivation(object.activation, visit);
    const { place } = object;
    if (place.kind === "apart") visit(place.sender);
    else if (place.kind === "stack") visit(place.stack.process);
  };
  const traceProcess: Trace = (object, visit) => {
    if (!(object instanceof StProcess)) return;
    for (const activation of object.stack.activations) traceActivation(activation, visit);
    visit(object.stack.below);
    visit(object.stack.markers);
    // That of a running one is over, and so is all of one that has ended.
    const goesOn = object.state !== "running" && object.state !== "terminated";
    if (goesOn) traceContinuation(object.continuation, visit);
    for (const joiner of object.joiners) visit(joiner);
  };
  return [
    { isPrototype: (p) => p instanceof Home || p === Home.prototype, marking: "set", trace: traceHome },
    { isPrototype: (p) => p === StContext.prototype, marking: "hash", trace: traceContext },
    { isPrototype: (p) => p === StProcess.prototype, marking: "hash", trace: traceProcess },
  ];
}

function traceContinuation(continuation: Continuation, visit: Visit): void {
  visit(continuation.kind === "begin" ? continuation.block : continuation.value);
}
