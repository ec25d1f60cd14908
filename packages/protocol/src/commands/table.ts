/** The commands of the protocol, and the types of what they take and answer. */
import type { ErrorType } from "../errors/details.js";
import type { Static } from "../schema/schema.js";
import { browsingCommands } from "./browsing.js";
import { changingCommands } from "./changing-code.js";
import { contextCommands } from "./contexts.js";
import { debuggingCommands } from "./debugging.js";
import type { CommandDeclaration } from "./declaration.js";
import { evaluatingCommands } from "./evaluating.js";
import { serverCommands } from "./server.js";
import { sessionCommands } from "./sessions.js";

/** The commands by family, in the order of the reference. */
export const families = {
  Sessions: sessionCommands,
  Contexts: contextCommands,
  "Evaluating and inspecting": evaluatingCommands,
  Browsing: browsingCommands,
  "Changing code": changingCommands,
  Debugging: debuggingCommands,
  "The server itself": serverCommands,
} as const;

const declared = {
  ...sessionCommands,
  ...contextCommands,
  ...evaluatingCommands,
  ...browsingCommands,
  ...changingCommands,
  ...debuggingCommands,
  ...serverCommands,
} as const;

export type CommandName = keyof typeof declared;
/** What a command takes. */
export type Parameters<C extends CommandName> = Static<(typeof declared)[C]["parameters"]>;
/** What a command answers. */
export type Result<C extends CommandName> = Static<(typeof declared)[C]["result"]>;

export type Commands = { readonly [C in CommandName]: CommandDeclaration<Parameters<C>, Result<C>> };
export const commands: Commands = declared;

const names = new Set(Object.keys(declared));
export const isCommandName = (name: string): name is CommandName => names.has(name);
export const commandNames: readonly CommandName[] = Object.keys(declared).filter(isCommandName);

/** The declaration of a command whose name is only known when it runs. */
export const declarationOf = (name: CommandName): CommandDeclaration<unknown, unknown> => commands[name];

/** The error types that a command declares for itself. */
export const declaredErrors = (name: CommandName): readonly ErrorType[] => commands[name].errors;
