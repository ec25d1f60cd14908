/** From a request to its text, as a client writes it. */
import type { CommandName, Parameters } from "../commands/table.js";
import { PROTOCOL_VERSION } from "../limits.js";
import { envelopeName } from "./envelope.js";
import type { LegacyName, LegacyParams } from "./legacy-shapes.js";

/** What a client asks. */
export interface OutgoingRequest<C extends CommandName> {
  readonly id: string;
  readonly command: C;
  readonly parameters: Parameters<C>;
  readonly client?: string | undefined;
  readonly client_id?: string | undefined;
}

/** The commands whose parameters and result an envelope carries as they are. */
export type EnvelopeCommand = Exclude<
  CommandName,
  "ping" | "evaluate" | "inspect" | "browse_class" | "list_classes" | "get_method" | "system_info" | "debug"
>;

export const encodeRequest = <C extends CommandName>(request: OutgoingRequest<C>): string =>
  JSON.stringify({
    id: request.id,
    command: request.command,
    parameters: request.parameters,
    client: request.client,
    client_id: request.client_id,
  });

const envelope = (
  head: Omit<OutgoingRequest<CommandName>, "command" | "parameters">,
  request_type: string,
  params: unknown,
  now: number,
): string =>
  JSON.stringify({
    id: head.id,
    version: PROTOCOL_VERSION,
    timestamp: new Date(now).toISOString(),
    payload: { type: "Request", data: { request_type, params } },
    client: head.client,
    client_id: head.client_id,
  });

/** A request in an envelope; those with a shape of 1.0.0 go by `encodeLegacyRequest`. */
export const encodeEnvelopeRequest = <C extends EnvelopeCommand>(
  request: OutgoingRequest<C>,
  now: number = Date.now(),
): string => envelope(request, envelopeName(request.command), request.parameters, now);

/** A request in a shape of 1.0.0. */
export const encodeLegacyRequest = <N extends LegacyName>(
  request: { readonly id: string; readonly client?: string; readonly client_id?: string },
  name: N,
  params: LegacyParams<N>,
  now: number = Date.now(),
): string => envelope(request, name, params, now);
