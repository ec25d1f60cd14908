/** A script that was read and found right: rules by command. */
import type { ErrorType, Json } from "@stui/protocol";
import type { ScriptedCommand } from "./script-schema.js";

/** What a parameter has to be. */
export type Condition =
  | { readonly kind: "is"; readonly value: string | number | boolean }
  | { readonly kind: "matches"; readonly pattern: RegExp };

/** An error as the script has it, before the pattern's groups are put in. */
export interface ErrorText {
  readonly type: ErrorType;
  readonly message: string | undefined;
  readonly details: Json;
}

/** What happens when a rule fits. */
export type Happening =
  | { readonly kind: "result"; readonly result: Json }
  | { readonly kind: "error"; readonly error: ErrorText }
  | { readonly kind: "crash"; readonly reason: string }
  | { readonly kind: "endless" };

export interface Variable {
  readonly className: string;
  readonly printString: string;
}

export interface Rule {
  readonly when: ReadonlyMap<string, Condition>;
  /** How often it answers; Infinity where the script does not say. */
  readonly times: number;
  readonly delayMs: number;
  readonly happening: Happening;
  readonly sets: ReadonlyMap<string, Variable>;
}

export interface Script {
  /** For errors that name it. */
  readonly path: string;
  readonly dialect: string;
  readonly rules: ReadonlyMap<ScriptedCommand, readonly Rule[]>;
  /** What happens where no rule fits; undefined: an error that says so. */
  readonly otherwise: Rule | undefined;
}

/** What is asked: the parameters that a rule may ask for, by their names in the protocol. */
export type Asked = ReadonlyMap<string, string | number | boolean>;
