/** The names `E.…` of emitted code: makes literals and finds bindings. */
import type { MemberKind } from "../ir/index.js";
import { makeString, stringOfCodePoints, symbol } from "../memory/text.js";
import {
  character,
  fromBigInt,
  StArray,
  type StAssociation,
  StBytes,
  StFloat,
  type StObject,
  type StString,
  type Value,
} from "../memory/values.js";
import type { BlockOrigins } from "./block-origins.js";
import { type ClassObject, defineOn } from "./class-object.js";
import type { Environment } from "./environment.js";
import type { MethodParts, PartsDirectory } from "./method-parts.js";
import type { CodeOwner } from "./method-record.js";

/** A workspace's variables, by name. */
export type WorkspaceBindings = (name: string) => StAssociation;

export class Linker {
  constructor(
    readonly environment: Environment,
    readonly origins: BlockOrigins,
    readonly parts: PartsDirectory,
    readonly workspaceBindings: WorkspaceBindings = () => {
      throw new RangeError("a method has no workspace variables");
    },
  ) {}

  /** Remembers whose code a script's functions are, and what it refers to. */
  note(owner: CodeOwner, functions: readonly object[], parts: () => MethodParts = () => []): void {
    this.origins.note(owner, functions);
    this.parts.note(owner, parts);
  }

  integer(n: bigint): Value {
    return fromBigInt(n);
  }

  float(v: number): StFloat {
    return new StFloat(v);
  }

  scaledDecimal(numerator: bigint, denominator: bigint, scale: number): StObject {
    const fraction =
      denominator === 1n
        ? fromBigInt(numerator)
        : this.#instance("Fraction", {
            _numerator: fromBigInt(numerator),
            _denominator: fromBigInt(denominator),
          });
    return this.#instance("ScaledDecimal", { _fraction: fraction, _scale: scale });
  }

  character(codePoint: number): StObject {
    return character(codePoint);
  }

  string(text: string | readonly number[]): StString {
    return typeof text === "string" ? makeString(text) : stringOfCodePoints(text);
  }

  symbol(text: string): StObject {
    return symbol(text);
  }

  array(elements: Value[]): StArray {
    return new StArray(elements);
  }

  byteArray(bytes: readonly number[]): StBytes {
    return new StBytes(Uint8Array.from(bytes));
  }

  /** What instances of a class run for a property. */
  method(className: string, property: string): unknown {
    return Reflect.get(this.environment.classNamed(className)?.proto ?? {}, property);
  }

  global(name: string): StAssociation {
    return this.environment.binding(name);
  }

  classVariable(owner: string, name: string): StAssociation {
    const found = this.environment.classNamed(owner)?.classVariables.get(name);
    if (found === undefined) throw new RangeError(`${owner} has no class variable ${name}`);
    return found;
  }

  /** What `owner` or a class above it has of that name. */
  member(owner: ClassObject, of: MemberKind, name: string): StAssociation {
    const side = of === "slot" ? owner : (owner.instanceSide ?? owner);
    for (const c of side.lineage()) {
      if (of === "classVariable") {
        const variable = c.classVariables.get(name);
        if (variable !== undefined) return variable;
      }
      const member = c.members?.byName.get(name);
      if (member?.kind === of) return member.binding;
    }
    throw new RangeError(`${owner.printName} has no ${of} ${name}`);
  }

  workspace(name: string): StAssociation {
    return this.workspaceBindings(name);
  }

  #instance(className: string, fields: Readonly<Record<string, Value>>): StObject {
    const owner: ClassObject | undefined = this.environment.classNamed(className);
    if (owner === undefined) throw new RangeError(`the kernel has no class ${className}`);
    const made = new owner.construct();
    for (const [name, value] of Object.entries(fields)) defineOn(made, name, value);
    return made;
  }
}
