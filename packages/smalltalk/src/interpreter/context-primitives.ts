/**
 * Primitives of contexts. Those that look at the running process's stack, or change it, first take it down: they throw a
 * Capture whose `look` does the work and answers what the sender gets.
 */
import { type Environment, recordOf, reifiedMethod } from "../classes/index.js";
import {
  Capture,
  endFrom,
  type Machine,
  type Marker,
  markersAt,
  type ProcessStack,
  StContext,
  type StProcess,
  setSender,
  topContext,
} from "../machine/index.js";
import type { StBlock } from "../memory/blocks.js";
import { makeString } from "../memory/text.js";
import {
  FAIL,
  type Fail,
  nil,
  type PrimitiveTable,
  StArray,
  type StObject,
  type Value,
} from "../memory/values.js";
import { CompiledBlocks } from "./compiled-blocks.js";
import { type Contexts, isBlock } from "./contexts.js";
import { blockActivation, startOf } from "./enter.js";
import { type Executable, isOwner } from "./executable.js";

const orNil = (context: StContext | null): Value => context ?? nil;

export function contextPrimitives(machine: Machine, contexts: Contexts, environment: Environment) {
  const { scheduler } = machine;
  const blocks = new CompiledBlocks(environment, contexts.interpreter.executables);
  const runs = (stack: ProcessStack): boolean => stack === scheduler.current?.stack;
  /** Does the work once the running process's stack is down. */
  const lookNow = (look: () => Value): never => {
    throw new Capture({ kind: "look", look });
  };
  /** Does the work when the context's activation stands as it is. */
  const looking = ({ place }: StContext, look: () => Value): Value =>
    place.kind === "stack" && runs(place.stack) ? lookNow(look) : look();
  const innermostOf = (stack: ProcessStack): Marker => (runs(stack) ? machine.markers : stack.markers);
  const setInnermost = (stack: ProcessStack, marker: Marker): void => {
    if (runs(stack)) machine.markers = marker;
    else stack.markers = marker;
  };
  /** Ends the activations above the context, or those from it on; the markers are those of what is left. */
  const cut = (context: StContext, isIncluded: boolean): void => {
    const { place, index } = context;
    if (place.kind !== "stack" || index === -1) return;
    const { stack } = place;
    setInnermost(stack, markersAt(stack, index, isIncluded, innermostOf(stack)));
    endFrom(stack, isIncluded ? index : index + 1);
  };
  const temporaries = (context: StContext) => contexts.variablesOf(context);
  const methodOf = (executable: Executable): Value => reifiedMethod(environment, executable.owner);

  return {
    /** → the context of the sender */
    contextCurrent: (_self: Value): Value =>
      lookNow(() => {
        const { current } = scheduler;
        return current === null ? nil : orNil(topContext(current.stack));
      }),
    /** (sender, receiver, aCompiledMethod, arguments) → a context that nobody runs yet; arguments that are not given are nil */
    contextFor: (_self: Value, sender: Value, receiver: Value, method: Value, args: Value): Value | Fail => {
      if (!(sender === nil || sender instanceof StContext) || !(args instanceof StArray)) return FAIL;
      const record = recordOf(method);
      if (record === undefined || !isOwner(record)) return FAIL;
      const [executable] = contexts.interpreter.executables.unitsOf(record);
      if (executable === undefined || executable.unit.parameterCount < args.i.length) return FAIL;
      const activation = startOf(machine, executable, receiver, args.i);
      const made = new StContext(activation, {
        kind: "apart",
        sender: sender === nil ? null : asContext(sender),
      });
      activation.context = made;
      return made;
    },
    /** (sender) → a context of the block that nobody runs yet */
    contextForBlock: (self: StBlock, sender: Value): Value | Fail => {
      if (!(sender === nil || sender instanceof StContext) || self.arity > 0) return FAIL;
      const activation = blockActivation(contexts.interpreter.executables, self, []);
      if (activation === null) return FAIL;
      const made = new StContext(activation, {
        kind: "apart",
        sender: sender === nil ? null : asContext(sender),
      });
      activation.context = made;
      return made;
    },
    contextSender: (self: StContext): Value => looking(self, () => orNil(self.sender)),
    /** (aContextOrNil) → whether it could be */
    contextSetSender: (self: StContext, sender: Value): Value | Fail => {
      if (!(sender === nil || sender instanceof StContext)) return FAIL;
      return looking(self, () => setSender(self, sender === nil ? null : asContext(sender)));
    },
    contextReceiver: (self: StContext): Value => contexts.receiverOf(self),
    contextIsDead: (self: StContext): Value => looking(self, () => self.isDead),
    /** → the number of the instruction that it is at, counting from 1; nil where it is over */
    contextPc: (self: StContext): Value => looking(self, () => (self.isDead ? nil : self.activation.pc + 1)),
    /** (anInteger) it goes on with that instruction → self */
    contextSetPc: (self: StContext, pc: Value): Value | Fail => {
      if (typeof pc !== "number") return FAIL;
      const { unit } = contexts.executableOf(self);
      if (unit.instructions[pc - 1] === undefined) return FAIL;
      return looking(self, () => {
        self.activation.pc = pc - 1;
        self.activation.waits = false;
        return self;
      });
    },
    /** It is over → self */
    contextEnd: (self: StContext): Value =>
      looking(self, () => {
        setSender(self, null);
        const { place } = self;
        if (place.kind === "apart") self.place = { kind: "gone" };
        return self;
      }),
    contextIsBlock: (self: StContext): Value => isBlock(self),
    contextClosure: (self: StContext): Value => (isBlock(self) ? self.activation.self : nil),
    /** → a CompiledMethod; a CompiledBlock where it runs a block */
    contextMethod: (self: StContext): Value => {
      const executable = contexts.executableOf(self);
      return isBlock(self) ? blocks.of(executable.owner, executable.ordinal) : methodOf(executable);
    },
    /** → the CompiledMethod that the code was written in */
    contextHomeMethod: (self: StContext): Value => methodOf(contexts.executableOf(self)),
    contextHome: (self: StContext): Value => lookNow(() => contexts.homeOf(self)),
    contextOuter: (self: StContext): Value => lookNow(() => orNil(contexts.outerOf(self))),
    /** → first and last position in the source of what it is at, counting from 1 */
    contextSourceRange: (self: StContext): Value =>
      looking(self, () => {
        const range = contexts.executableOf(self).unit.ranges[self.activation.pc];
        return range === undefined ? nil : new StArray([range.start + 1, range.end]);
      }),
    /** → names of the variables that its code can name there, its own first */
    contextTempNames: (self: StContext): Value =>
      looking(self, () => new StArray(temporaries(self).map(({ name }) => makeString(name)))),
    /** → how many of them are arguments of the method or block itself */
    contextNumArgs: (self: StContext): Value => contexts.executableOf(self).unit.parameterCount,
    /** (index) → value of a variable of `contextTempNames` */
    contextTempAt: (self: StContext, index: Value): Value | Fail => {
      if (typeof index !== "number") return FAIL;
      return looking(self, () => {
        const variable = temporaries(self)[index - 1];
        return variable === undefined ? nil : contexts.valueOf(self, variable);
      });
    },
    /** (index, value) → whether the variable has it now */
    contextTempAtPut: (self: StContext, index: Value, value: Value): Value | Fail => {
      if (typeof index !== "number") return FAIL;
      return looking(self, () => {
        const variable = temporaries(self)[index - 1];
        return variable === undefined ? false : contexts.setValueOf(self, variable, value);
      });
    },
    /** (isBefore) → the innermost marker before it began, or for it when all that it called is over; nil where it is on no stack */
    contextMarkers: (self: StContext, isBefore: Value): Value =>
      looking(self, () => {
        const { place, index } = self;
        if (place.kind !== "stack" || index === -1) return nil;
        return markersAt(place.stack, index, isBefore === true, innermostOf(place.stack));
      }),
    /** (value) ends what it called, and gives it the value; what is to be unwound has been → whether it could */
    contextResume: (self: StContext, value: Value): Value =>
      looking(self, () => {
        const { place, index } = self;
        if (place.kind !== "stack" || index === -1) return nil;
        const isTop = index === place.stack.activations.length - 1;
        cut(self, false);
        if (runs(place.stack)) return value;
        return isTop ? nil : goOn(place.stack, value);
      }),
    /** (value) as `contextResume`, for its sender, whom it answers the value */
    contextReturn: (self: StContext, value: Value): Value =>
      looking(self, () => {
        const { place, index } = self;
        if (place.kind !== "stack" || index === -1) return nil;
        cut(self, true);
        return runs(place.stack) ? value : goOn(place.stack, value);
      }),
    /** Ends what it called; it begins again. */
    contextRestart: (self: StContext): Value =>
      looking(self, () => {
        if (self.isDead) return nil;
        const { place, index } = self;
        if (place.kind === "stack")
          setInnermost(place.stack, markersAt(place.stack, index, true, innermostOf(place.stack)));
        if (place.kind === "stack") endFrom(place.stack, index + 1);
        contexts.beginAgain(self);
        return self;
      }),
    /** → the innermost context of a process; where it has ended, who sent its outermost one, or nil */
    processContext: (self: StProcess): Value => {
      const look = (): Value => {
        if (self.state === "terminated") return orNil(self.stack.below);
        contexts.begun(self);
        return orNil(topContext(self.stack));
      };
      return runs(self.stack) ? lookNow(look) : look();
    },
    /** → the context of the method that the block was made in; nil for one that only answers a literal */
    blockHome: (self: StBlock): Value =>
      contexts.isConstant(self) ? nil : lookNow(() => orNil(contexts.homeOfBlock(self, currentTop()))),
    blockOuter: (self: StBlock): Value =>
      contexts.isConstant(self) ? nil : lookNow(() => orNil(contexts.outerOfBlock(self, currentTop()))),
    /** → the CompiledBlocks of the blocks that a CompiledMethod makes */
    methodBlocks: (self: StObject): Value => blocks.inMethod(self),
    /** → the CompiledBlock of a block; nil where nobody knows its code any more */
    blockCode: (self: StBlock): Value => {
      const origin = contexts.interpreter.executables.origins.of(self.code);
      return origin === undefined ? nil : blocks.of(origin.owner, origin.unit);
    },
    /** → the CompiledMethod that the block was written in */
    blockMethod: (self: StBlock): Value => {
      const origin = contexts.interpreter.executables.origins.of(self.code);
      return origin === undefined ? nil : reifiedMethod(environment, origin.owner);
    },
  } satisfies PrimitiveTable;

  function currentTop(): StContext | null {
    const { current } = scheduler;
    return current === null ? null : topContext(current.stack);
  }

  /** A process that does not run goes on with the value. */
  function goOn(stack: ProcessStack, value: Value): Value {
    stack.process.goOnWith(value);
    return nil;
  }
}

function asContext(value: Value): StContext | null {
  return value instanceof StContext ? value : null;
}
