/** What Smalltalk asks and changes of slots, layouts and class variables as objects. */
import { mangleField } from "../codegen/index.js";
import { isReadOnly } from "../memory/read-only.js";
import { symbol } from "../memory/text.js";
import {
  FAIL,
  type Fail,
  nil,
  type PrimitiveTable,
  StArray,
  StAssociation,
  type StObject,
  type Value,
} from "../memory/values.js";
import { ClassObject, defineOn } from "./class-object.js";
import type { ClassBuilder } from "./define.js";
import type { Member } from "./members.js";
import { changing, names, text } from "./reflection-primitives.js";

export function slotPrimitives(builder: ClassBuilder) {
  return {
    /** → names of the fields that instances have, inherited ones first */
    classAllFieldNames: (self: ClassObject): Value => new StArray(self.allInstVarNames.map(symbol)),
    /** → an Array of the slots that the class declares itself, or nil where they are names only */
    classSlots: (self: ClassObject): Value => self.members?.slots ?? nil,
    /** (slots, names that are to be seen, those sent messages) → self; methods are compiled again where it matters to them */
    classSetSlots: (self: ClassObject, slots: Value, visible: Value, sent: Value): Value | Fail => {
      const seen = names(visible);
      const members = membersNamed(sent);
      if (!(slots instanceof StArray) || seen === undefined || members === undefined) return FAIL;
      return changing(self, () => {
        builder.slots(self, slots, seen, members);
        return self;
      });
    },
    /** (name, an Association, whether it is sent messages) → self: the class variable of that name is that object */
    classSetVariable: (self: ClassObject, name: Value, variable: Value, isSent: Value): Value | Fail => {
      const js = text(name);
      if (js === undefined || !(variable instanceof StAssociation) || !self.classVariables.has(js))
        return FAIL;
      return changing(self, () => {
        builder.classVariable(self, js, variable, isSent === true);
        return self;
      });
    },
    classLayoutObject: (self: ClassObject): Value => self.members?.layout ?? nil,
    classSetLayoutObject: (self: ClassObject, layout: Value): Value => {
      self.ensureMembers().layout = layout;
      return layout;
    },
    /** (object, name) → the value of its field; fails where it has none of that name */
    slotRead: (_self: Value, object: Value, name: Value): Value | Fail => {
      const field = fieldOf(object, name);
      if (field === undefined) return FAIL;
      const value: Value | undefined = Reflect.get(field.object, field.name);
      return value ?? nil;
    },
    /** (object, name, value) → the value; fails where it has no field of that name, or is read-only */
    slotWrite: (_self: Value, object: Value, name: Value, value: Value): Value | Fail => {
      const field = fieldOf(object, name);
      if (field === undefined || isReadOnly(field.object)) return FAIL;
      defineOn(field.object, field.name, value);
      return value;
    },
  } satisfies PrimitiveTable;
}

function fieldOf(
  object: Value,
  name: Value,
): { readonly object: StObject; readonly name: string } | undefined {
  const js = text(name);
  if (js === undefined || typeof object !== "object" || !(object.cls instanceof ClassObject))
    return undefined;
  for (const c of object.cls.lineage())
    if (c.instVarNames.includes(js)) return { object, name: mangleField(js) };
  return undefined;
}

/** Pairs of a name and a slot, one behind the other. */
function membersNamed(value: Value): Map<string, Member> | undefined {
  if (!(value instanceof StArray)) return undefined;
  const members = new Map<string, Member>();
  for (let i = 0; i < value.i.length; i += 2) {
    const name = value.i[i];
    const slot = value.i[i + 1];
    const js = name === undefined ? undefined : text(name);
    if (js === undefined || slot === undefined) return undefined;
    members.set(js, { kind: "slot", binding: new StAssociation(symbol(js), slot) });
  }
  return members;
}
