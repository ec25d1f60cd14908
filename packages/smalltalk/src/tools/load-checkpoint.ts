/**
 * The code of an image as it is, to come back to where a load fails: classes with their methods, and globals. What others
 * change while they have their turns stays.
 */
import {
  ClassObject,
  type CodeChange,
  defineOn,
  LostState,
  sharedPrototypeOf,
  type TraitUse,
} from "../classes/index.js";
import { mangleField } from "../codegen/index.js";
import type { ProcessGroup } from "../machine/index.js";
import type { MethodRecord, StAssociation, StNil } from "../memory/values.js";
import type { Engine } from "./engine.js";
import type { LoadUnderWay } from "./loads.js";
import type { FileInOutcome } from "./requests.js";
import { SharedValues } from "./shared-values.js";
import type { Steps } from "./steps.js";

/** Carries out a load of the session: where it does not come to its end, the code is what it was before. */
export function* allOrNothing(
  engine: Engine,
  group: ProcessGroup,
  load: (checkpoint: LoadCheckpoint) => Steps<FileInOutcome>,
): Steps<FileInOutcome> {
  const checkpoint = new LoadCheckpoint(engine, group);
  let isLoaded = false;
  try {
    yield* checkpoint.take();
    const outcome = yield* load(checkpoint);
    isLoaded = outcome.kind === "loaded";
    return outcome;
  } finally {
    if (!isLoaded) checkpoint.restore();
    checkpoint.end();
  }
}

/** One side of a class. */
interface SavedSide {
  readonly side: ClassObject;
  readonly superclass: ClassObject | StNil;
  readonly name: string;
  readonly layout: ClassObject["layout"];
  readonly instVarNames: readonly string[];
  readonly members: ClassObject["members"];
  readonly pools: readonly string[];
  readonly package: string;
  readonly tag: string;
  readonly construct: ClassObject["construct"];
  readonly traitUses: readonly TraitUse[];
  readonly traitUsers: readonly ClassObject[];
  readonly classVariables: readonly (readonly [string, StAssociation])[];
  readonly methods: readonly (readonly [string, MethodRecord, string])[];
  readonly properties: Properties;
}

/** Methods and variables of a JavaScript prototype, by property. */
type Properties = ReadonlyMap<string, unknown>;

export class LoadCheckpoint implements LoadUnderWay {
  /** Of globals, class variables, and class-side instance variables. */
  readonly #values = new SharedValues();
  readonly #globals: ReadonlyMap<string, StAssociation>;
  readonly #sides: SavedSide[] = [];
  /** Prototypes that two classes share. */
  readonly #shared = new Map<object, Properties>();
  /** Comments are read late: only those that change are kept, by `beforeComment`. */
  readonly #comments = new Map<ClassObject, string>();

  readonly #lost = new LostState();
  #isOwnTurn = true;
  /** Names that others have defined, removed or renamed meanwhile. */
  readonly #othersNames = new Set<string>();
  /** Methods that others have compiled meanwhile, or removed: undefined. */
  readonly #othersMethods = new Map<ClassObject, Map<string, MethodRecord | undefined>>();

  constructor(
    readonly engine: Engine,
    readonly group: ProcessGroup,
  ) {
    const { environment } = engine;
    engine.loads.underWay = this;
    engine.builder.lost = this.#lost;
    this.#globals = new Map(
      environment.names.flatMap((name) => {
        const binding = environment.find(name);
        return binding === undefined ? [] : [[name, binding] as const];
      }),
    );
    for (const binding of this.#globals.values()) this.#values.watch(binding, "_value");
  }

  /** Takes note of all classes, before the load changes anything. Others may have turns meanwhile. */
  *take(): Steps<void> {
    const { environment } = this.engine;
    for (const c of [...environment.classes()]) {
      yield null;
      // Others have removed it meanwhile.
      if (environment.classNamed(c.name) !== c) continue;
      for (const side of [c, c.cls]) {
        this.#sides.push(saved(side));
        for (const binding of side.classVariables.values()) this.#values.watch(binding, "_value");
        for (const key of variablesOf(side)) this.#values.watch(side, key);
      }
      const shared = sharedPrototypeOf(c.name)?.shared;
      if (shared !== undefined) this.#shared.set(shared, propertiesOf(shared));
    }
  }

  turnTo(group: ProcessGroup | null): void {
    const isOwnTurn = group === this.group;
    if (isOwnTurn === this.#isOwnTurn) return;
    this.#isOwnTurn = isOwnTurn;
    this.engine.builder.lost = isOwnTurn ? this.#lost : null;
    if (isOwnTurn) this.#values.adopt();
    else this.#values.look();
  }

  named(name: string): void {
    if (!this.#isOwnTurn) this.#othersNames.add(name);
  }

  changed(change: CodeChange): void {
    if (this.#isOwnTurn) return;
    switch (change.kind) {
      case "classDefined":
      case "classRemoved":
        this.#othersNames.add(change.className);
        return;
      case "classRenamed":
        this.#othersNames.add(change.className).add(change.newName);
        return;
      case "methodCompiled":
      case "methodRemoved": {
        const found = this.engine.environment.classNamed(change.className);
        const side = change.isClassMethod ? found?.cls : found;
        if (side === undefined) return;
        const methods = this.#othersMethods.get(side) ?? new Map<string, MethodRecord | undefined>();
        this.#othersMethods.set(side, methods.set(change.selector, side.methods.get(change.selector)));
      }
    }
  }

  /** Whether the load has defined the global. */
  isNew(name: string): boolean {
    return !this.#globals.has(name) && !this.#othersNames.has(name);
  }

  /** To be told before the comment of a class is set. */
  beforeComment(c: ClassObject): void {
    if (!this.#comments.has(c)) this.#comments.set(c, c.comment);
  }

  /** Nobody comes back to it. */
  end(): void {
    this.engine.builder.lost = null;
    this.engine.loads.underWay = null;
  }

  /** Makes the code what it was. Objects that were made or changed meanwhile stay, but for what they lost by their shape. */
  restore(): void {
    const { environment } = this.engine;
    this.#values.putBack();
    const globals = [...this.#globals].map(([name, binding]) => [name, binding._value] as const);
    const left = this.#leftToOthers();
    const gone = new Set<ClassObject>();
    for (const name of environment.names) if (this.isNew(name)) this.#remove(name, gone);
    for (const [name, value] of globals)
      if (!this.#othersNames.has(name) && environment.find(name)?._value !== value)
        environment.define(name, value);
    for (const saved of this.#sides) if (!left.has(saved.side)) this.#restoreSide(saved);
    for (const [shared, properties] of this.#shared) restoreProperties(shared, properties);
    for (const [c, comment] of this.#comments) c.comment = comment;
    this.#lost.giveBack();
    this.#restoreOthers(left, gone);
  }

  #remove(name: string, gone: Set<ClassObject>): void {
    const value = this.engine.environment.remove(name);
    if (!(value instanceof ClassObject)) return;
    gone.add(value);
    value.detach();
    value.cls.detach();
  }

  /** Both sides of classes whose shapes others have changed, or that they have removed, and of what inherits from those. */
  #leftToOthers(): ReadonlySet<ClassObject> {
    const left = new Set<ClassObject>();
    for (const { side, name } of this.#sides) {
      if (side.instanceSide !== null) continue;
      if (!this.#othersNames.has(name) && !this.#othersNames.has(side.name)) continue;
      for (const c of side.withAllSubclasses()) left.add(c).add(c.cls);
    }
    return left;
  }

  /** What others have made meanwhile is there again, as far as it does not stand on what the load had made. */
  #restoreOthers(left: ReadonlySet<ClassObject>, gone: Set<ClassObject>): void {
    const { environment, compiler } = this.engine;
    for (const name of this.#othersNames) {
      const made = environment.classNamed(name);
      if (made === undefined) continue;
      if ([...made.lineage()].some((c) => gone.has(c))) {
        this.#remove(name, gone);
        continue;
      }
      for (const side of [made, made.cls]) for (const { trait } of side.traitUses) trait.traitUsers.add(side);
    }
    for (const [side, methods] of this.#othersMethods) {
      const c = side.instanceSide ?? side;
      if (left.has(side) || environment.classNamed(c.name) !== c) continue;
      for (const [selector, method] of methods) {
        if (method !== undefined) compiler.recompile(method, side);
        else if (side.methods.has(selector)) compiler.remove(side, selector);
      }
    }
  }

  #restoreSide(saved: SavedSide): void {
    const { side, superclass } = saved;
    if (
      side.superclass !== superclass ||
      (superclass instanceof ClassObject && !superclass.subclasses.includes(side))
    )
      side.inherit(superclass, this.engine.builder.root);
    side.name = saved.name;
    side.layout = saved.layout;
    side.instVarNames = saved.instVarNames;
    side.members = saved.members;
    side.pools = saved.pools;
    side.package = saved.package;
    side.tag = saved.tag;
    side.construct = saved.construct;
    side.traitUses = saved.traitUses;
    refill(side.traitUsers, saved.traitUsers);
    side.classVariables.clear();
    for (const [name, binding] of saved.classVariables) side.classVariables.set(name, binding);
    const isAsBefore =
      side.methods.size === saved.methods.length &&
      saved.methods.every(([selector, record]) => side.methods.get(selector) === record);
    if (!isAsBefore) side.methods.clear();
    for (const [selector, record, category] of saved.methods) {
      record.category = category;
      if (!isAsBefore) side.methods.set(selector, record);
    }
    restoreProperties(side.proto, saved.properties);
    for (const key of Object.getOwnPropertyNames(side))
      if (isVariable(key) && !this.#values.isWatched(side, key)) Reflect.deleteProperty(side, key);
  }
}

function saved(side: ClassObject): SavedSide {
  const { superclass, name, layout, instVarNames, pools, tag, construct, traitUses } = side;
  return {
    side,
    superclass,
    name,
    layout,
    instVarNames,
    members: side.members?.copy() ?? null,
    pools,
    package: side.package,
    tag,
    construct,
    traitUses,
    traitUsers: [...side.traitUsers],
    classVariables: [...side.classVariables],
    methods: [...side.methods].map(([selector, record]) => [selector, record, record.category]),
    properties: propertiesOf(side.proto),
  };
}

/** Of the instance variables that a class has as an object: those that its metaclasses declare, and whatever it holds. */
function variablesOf(side: ClassObject): Set<string> {
  const keys = new Set(Object.getOwnPropertyNames(side).filter(isVariable));
  for (const meta of side.cls.lineage())
    if (meta.instanceSide !== null) for (const name of meta.instVarNames) keys.add(mangleField(name));
  return keys;
}

const isVariable = (key: string): boolean => key.startsWith("_");
/** Methods begin with `$`. */
const isOurs = (key: string): boolean => key.startsWith("$") || isVariable(key);

function propertiesOf(proto: object): Properties {
  const found = new Map<string, unknown>();
  for (const key of Object.getOwnPropertyNames(proto))
    if (isOurs(key)) found.set(key, Reflect.get(proto, key));
  return found;
}

function restoreProperties(proto: object, properties: Properties): void {
  for (const key of Object.getOwnPropertyNames(proto))
    if (isOurs(key) && !properties.has(key)) Reflect.deleteProperty(proto, key);
  for (const [key, value] of properties)
    if (!Object.hasOwn(proto, key) || Reflect.get(proto, key) !== value) defineOn(proto, key, value);
}

function refill<T>(set: Set<T>, elements: readonly T[]): void {
  set.clear();
  for (const element of elements) set.add(element);
}
