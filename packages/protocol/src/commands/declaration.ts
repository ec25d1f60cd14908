import type { ErrorType } from "../errors/details.js";
import type { Schema } from "../schema/schema.js";

/**
 * What a command waits for. `run`: those of one session run in the order they came. `read` and `control`
 * do not wait behind a running evaluation.
 */
export type Lane = "run" | "read" | "control";
/** The widest thing that a command changes. What has effects runs at most once per (`client`, `id`). */
export type Effects = "none" | "session" | "image" | "server";
/** The least role that may use a command, where the server knows roles. */
export type Role = "viewer" | "developer" | "operator";

/** One command, declared once: types, validation, `describe` and the reference come from this. */
export interface CommandDeclaration<P, R> {
  readonly summary: string;
  /** What a caller must know beyond the fields' own descriptions; may be empty. */
  readonly notes: string;
  readonly parameters: Schema<P>;
  readonly result: Schema<R>;
  /** What it may answer besides `COMMON_ERRORS`. */
  readonly errors: readonly ErrorType[];
  readonly lane: Lane;
  readonly effects: Effects;
  readonly role: Role;
  /** Protocol version that brought it. */
  readonly since: "1.0.0";
  readonly example: { readonly parameters: P; readonly result: R };
}

/** Lets the compiler hold a declaration's example against its schemas. */
export const command = <P, R>(declaration: CommandDeclaration<P, R>): CommandDeclaration<P, R> => declaration;
