/** Methods as an image knows them, and where each activation's code comes from. */
import type { CodeUnit } from "../ir/index.js";
import type { MethodRecord, StObject } from "../memory/values.js";
import { patternOf } from "../syntax/index.js";
import type { ClassObject } from "./class-object.js";

/** A method of the kernel: its source is read when someone asks. */
export class KernelMethod implements MethodRecord {
  reified: StObject | null = null;
  constructor(
    readonly owner: ClassObject,
    readonly selector: string,
    public category: string,
    /** In the kernel's table. */
    readonly number: number,
    readonly sources: () => readonly string[],
  ) {}

  get source(): string {
    return this.sources()[this.number] ?? "";
  }
}

/** A method compiled in the image. */
export class InstalledMethod implements MethodRecord {
  reified: StObject | null = null;
  constructor(
    readonly owner: ClassObject,
    readonly selector: string,
    public category: string,
    readonly source: string,
    readonly unit: CodeUnit,
    /** The trait whose method it is, where the class has it from one. */
    readonly origin: ClassObject | null = null,
  ) {}
}

/** What stands where a method would: an object that is sent `run:with:in:` with selector, arguments and receiver. */
export class InstalledObject implements MethodRecord {
  reified: StObject | null;
  constructor(
    readonly owner: ClassObject,
    readonly selector: string,
    public category: string,
    readonly object: StObject,
  ) {
    this.reified = object;
  }

  /** For those who read methods: what happens. */
  get source(): string {
    return `${patternOf(this.selector)}\n\n\t"Not a method: ${article(this.object.cls.name)} is installed here, and sent run:with:in:"`;
  }
}

const article = (name: string): string => `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;

/** A doit, as the owner of its code: as if it were a method of `definedIn`. */
export class Doit {
  readonly selector = "doIt";
  constructor(
    readonly source: string,
    readonly unit: CodeUnit,
    /** UndefinedObject, the class of its receiver nil: above it, `super` begins to look. */
    readonly definedIn: ClassObject,
  ) {}
}

/** Whose code an activation runs. */
export type CodeOwner = KernelMethod | InstalledMethod | Doit;
