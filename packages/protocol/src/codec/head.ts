/** Reading what both encodings have in common. */
import { type CommandName, commands } from "../commands/table.js";
import { InvalidRequest, UnknownCommand } from "../errors/request.js";
import type { StuiError } from "../errors/stui-error.js";
import { CLIENT_ID_PATTERN, CLIENT_LENGTH, MAX_ID_LENGTH, MAX_NESTING } from "../limits.js";
import { checkerOf, describeValue, fits, isRecord, type Misfit } from "../schema/check.js";
import { type Schema, string } from "../schema/schema.js";
import type { AnyRequest, Encoding, Refused, Request, RequestHead } from "./request.js";

export const requestId = string("Matches the reply to the request.", {
  minLength: 1,
  maxLength: MAX_ID_LENGTH,
});
export const client = string("Made once per client instance, of at least 64 random bits.", {
  minLength: CLIENT_LENGTH.minimum,
  maxLength: CLIENT_LENGTH.maximum,
});
export const speaker = string("Whom the connection speaks for.", { pattern: CLIENT_ID_PATTERN });

export type Members = Readonly<Record<string, unknown>>;

export const refuse = (id: string | null, encoding: Encoding, error: StuiError): Refused => ({
  kind: "refused",
  id,
  encoding,
  error,
});

/** The misfit as an error; `where` is the path of the value that was checked. */
export const invalid = (where: string, misfit: Misfit): InvalidRequest => {
  const path = where + misfit.path;
  return new InvalidRequest({
    path: path.startsWith(".") ? path.slice(1) : path,
    expected: misfit.expected,
    found: misfit.found,
  });
};

/** The id if it is a valid one, for a reply even to what is wrong otherwise. */
export const readableId = (members: Members): string | null =>
  fits(requestId, members.id) ? members.id : null;

const memberError = (schema: Schema<unknown>, name: string, value: unknown): InvalidRequest =>
  invalid(name, checkerOf(schema)(value) ?? { path: "", expected: "a string", found: describeValue(value) });

/** Reads `id`, `client` and `client_id`. */
export const readHead = (
  members: Members,
  encoding: Encoding,
  shape: RequestHead["shape"],
): RequestHead | InvalidRequest => {
  const { id, client: instance, client_id: clientId } = members;
  if (!fits(requestId, id)) return memberError(requestId, "id", id);
  if (instance !== undefined && !fits(client, instance)) return memberError(client, "client", instance);
  if (clientId !== undefined && !fits(speaker, clientId)) return memberError(speaker, "client_id", clientId);
  return { id, encoding, shape, client: instance, clientId };
};

/** Whether arrays and objects lie within each other deeper than they may. */
export const tooDeep = (value: unknown, levels: number = MAX_NESTING): boolean => {
  if (!isRecord(value))
    return Array.isArray(value) && (levels === 0 || value.some((part) => tooDeep(part, levels - 1)));
  if (levels === 0) return true;
  for (const key in value) {
    const part = value[key];
    if (typeof part === "object" && part !== null && tooDeep(part, levels - 1)) return true;
  }
  return false;
};

/** Checks the parameters and makes the request; `where` is their path. */
export const readCommand = <C extends CommandName>(
  head: RequestHead,
  command: C,
  parameters: unknown,
  where: string,
): AnyRequest<C> | Refused => {
  const schema = commands[command].parameters;
  if (!fits(schema, parameters)) {
    const misfit = checkerOf(schema)(parameters) ?? {
      path: "",
      expected: "parameters",
      found: "something else",
    };
    return refuse(head.id, head.encoding, invalid(where, misfit));
  }
  if (tooDeep(parameters)) {
    const misfit = { path: "", expected: `at most ${MAX_NESTING} levels of nesting`, found: "more" };
    return refuse(head.id, head.encoding, invalid(where, misfit));
  }
  return makeRequest(head, command, parameters);
};

export const makeRequest = <C extends CommandName>(
  head: RequestHead,
  command: C,
  parameters: Request<C>["parameters"],
): AnyRequest<C> => ({
  kind: "request",
  id: head.id,
  encoding: head.encoding,
  shape: head.shape,
  command,
  parameters,
  client: head.client,
  clientId: head.clientId,
});

const LONGEST_NAME = 128;

export const unknownCommand = (name: string, among: readonly string[]): UnknownCommand => {
  const command = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
  const nearest = nearestName(command, among);
  return new UnknownCommand(nearest === undefined ? { command } : { command, nearest });
};

/** The name with the fewest edits, if they are few. */
const nearestName = (name: string, among: readonly string[]): string | undefined => {
  let nearest: string | undefined;
  let fewest = Math.min(4, Math.ceil(name.length / 2) + 1);
  for (const candidate of among) {
    const needed = edits(name.toLowerCase(), candidate.toLowerCase());
    if (needed < fewest) {
      nearest = candidate;
      fewest = needed;
    }
  }
  return nearest;
};

/** Levenshtein's distance. */
const edits = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
};
