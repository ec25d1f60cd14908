/** What `describe` answers of the commands. */
import { type CommandName, commandNames, declarationOf, type Result } from "./commands/table.js";
import { COMMON_ERRORS, type ErrorType } from "./errors/details.js";
import { jsonSchemaOf } from "./schema/json-schema.js";

export type CommandDescription = Result<"describe">["commands"][string];

/** Every error type that a command may answer, in the order of the reference. */
export const errorsOf = (command: CommandName): readonly ErrorType[] => [
  ...new Set<ErrorType>([...declarationOf(command).errors, ...COMMON_ERRORS]),
];

const described = new Map<CommandName, CommandDescription>();

export const describeCommand = (command: CommandName): CommandDescription => {
  const known = described.get(command);
  if (known !== undefined) return known;
  const { summary, parameters, result, lane, effects, role, since } = declarationOf(command);
  const description: CommandDescription = {
    summary,
    parameters: jsonSchemaOf(parameters),
    result: jsonSchemaOf(result),
    errors: errorsOf(command),
    lane,
    effects,
    role,
    since,
  };
  described.set(command, description);
  return description;
};

export const describeCommands = (
  names: readonly CommandName[] = commandNames,
): { readonly [name: string]: CommandDescription } =>
  Object.fromEntries(names.map((name) => [name, describeCommand(name)]));
