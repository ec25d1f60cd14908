/** The code of an image as it is, to come back to where a load fails: classes with their methods, and globals. */
import { ClassObject, defineOn, LostState, sharedPrototypeOf, type TraitUse } from "../classes/index.js";
import type { MethodRecord, StAssociation, StNil, Value } from "../memory/values.js";
import type { Engine } from "./engine.js";
import type { FileInOutcome } from "./requests.js";

/** Carries out a load: where it does not come to its end, the code is what it was before. */
export function allOrNothing(
  engine: Engine,
  load: (checkpoint: LoadCheckpoint) => FileInOutcome,
): FileInOutcome {
  const checkpoint = new LoadCheckpoint(engine);
  let isLoaded = false;
  try {
    const outcome = load(checkpoint);
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
  readonly classVariables: readonly (readonly [string, StAssociation, Value])[];
  readonly methods: readonly (readonly [string, MethodRecord, string])[];
  readonly properties: Properties;
  /** Values of its own variables: class-side instance variables. */
  readonly fields: Properties;
}

/** Methods and fields of a JavaScript prototype, by property. */
type Properties = ReadonlyMap<string, unknown>;

export class LoadCheckpoint {
  readonly #globals: ReadonlyMap<string, Value>;
  readonly #sides: readonly SavedSide[];
  /** Prototypes that two classes share. */
  readonly #shared = new Map<object, Properties>();
  /** Comments are read late: only those that change are kept, by `beforeComment`. */
  readonly #comments = new Map<ClassObject, string>();

  readonly #lost = new LostState();

  constructor(readonly engine: Engine) {
    const { environment } = engine;
    engine.builder.lost = this.#lost;
    this.#globals = new Map(
      environment.names.flatMap((name) => {
        const binding = environment.find(name);
        return binding === undefined ? [] : [[name, binding._value] as const];
      }),
    );
    const classes = [...environment.classes()];
    this.#sides = classes.flatMap((c) => [saved(c), saved(c.cls)]);
    for (const c of classes) {
      const shared = sharedPrototypeOf(c.name)?.shared;
      if (shared !== undefined) this.#shared.set(shared, propertiesOf(shared));
    }
  }

  /** To be told before the comment of a class is set. */
  beforeComment(c: ClassObject): void {
    if (!this.#comments.has(c)) this.#comments.set(c, c.comment);
  }

  /** Nobody comes back to it. */
  end(): void {
    this.engine.builder.lost = null;
  }

  /** Makes the code what it was. Objects that were made or changed meanwhile stay, but for what they lost by their shape. */
  restore(): void {
    const { environment } = this.engine;
    for (const name of environment.names) {
      if (this.#globals.has(name)) continue;
      const value = environment.remove(name);
      if (value instanceof ClassObject) {
        value.detach();
        value.cls.detach();
      }
    }
    for (const [name, value] of this.#globals)
      if (environment.find(name)?._value !== value) environment.define(name, value);
    for (const saved of this.#sides) this.#restoreSide(saved);
    for (const [shared, properties] of this.#shared) restoreProperties(shared, properties);
    for (const [c, comment] of this.#comments) c.comment = comment;
    this.#lost.giveBack();
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
    for (const [name, binding, value] of saved.classVariables) {
      binding._value = value;
      side.classVariables.set(name, binding);
    }
    side.methods.clear();
    for (const [selector, record, category] of saved.methods) {
      record.category = category;
      side.methods.set(selector, record);
    }
    restoreProperties(side.proto, saved.properties);
    restoreProperties(side, saved.fields);
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
    classVariables: [...side.classVariables].map(([key, binding]) => [key, binding, binding._value]),
    methods: [...side.methods].map(([selector, record]) => [selector, record, record.category]),
    properties: propertiesOf(side.proto),
    fields: propertiesOf(side),
  };
}

/** Methods begin with `$`, fields with `_`. */
const isOurs = (key: string): boolean => key.startsWith("$") || key.startsWith("_");

function propertiesOf(proto: object): Properties {
  const found = new Map<string, unknown>();
  for (const key of Object.getOwnPropertyNames(proto))
    if (isOurs(key)) found.set(key, Object.getOwnPropertyDescriptor(proto, key)?.value);
  return found;
}

function restoreProperties(proto: object, properties: Properties): void {
  for (const key of Object.getOwnPropertyNames(proto))
    if (isOurs(key) && !properties.has(key)) Reflect.deleteProperty(proto, key);
  for (const [key, value] of properties)
    if (Object.getOwnPropertyDescriptor(proto, key)?.value !== value) defineOn(proto, key, value);
}

function refill<T>(set: Set<T>, elements: readonly T[]): void {
  set.clear();
  for (const element of elements) set.add(element);
}
