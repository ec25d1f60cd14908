/**
 * What a class has beyond names of variables: its slots and its layout as Smalltalk objects, made when someone first asks
 * for them, and the variables that are read and written by messages to an object that stands for them.
 */
import type { MemberKind } from "../ir/index.js";
import { nil, type StAssociation, type Value } from "../memory/values.js";

export interface Member {
  readonly kind: Exclude<MemberKind, "classVariable">;
  /** Its value is the object that is sent the messages. */
  readonly binding: StAssociation;
}

export class ClassMembers {
  /** An Array of the slots that the class declares itself, hidden ones as well; nil while they are names only. */
  slots: Value = nil;
  /** The layout object; nil until it is asked for. */
  layout: Value = nil;
  byName: ReadonlyMap<string, Member> = new Map();
  /** Names of the slots that are to be seen; null where these are the fields. */
  visible: readonly string[] | null = null;

  copy(): ClassMembers {
    return Object.assign(new ClassMembers(), this);
  }
}
