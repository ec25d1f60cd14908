/** What the codec makes of a body: requests as values, each with what is needed to answer it. */
import type { CommandName, Parameters } from "../commands/table.js";
import type { StuiError } from "../errors/stui-error.js";

/** In which of the two encodings a request came, and is answered. */
export type Encoding = "flat" | "envelope";

/** Whom a reply answers. `id` is null where none could be read. */
export interface ReplyAddress {
  readonly id: string | null;
  readonly encoding: Encoding;
}

/** What a request says beside its command. */
export interface RequestHead {
  readonly id: string;
  readonly encoding: Encoding;
  /** `1.0.0` where result and parameters travel in one of the eight shapes of older clients. */
  readonly shape: "current" | "1.0.0";
  /** The client instance, made of at least 64 random bits: scope of at-most-once. */
  readonly client: string | undefined;
  /** Whom the connection speaks for. */
  readonly clientId: string | undefined;
}

export interface Request<C extends CommandName> extends RequestHead {
  readonly kind: "request";
  readonly command: C;
  /** Valid as the command declares; may hold further fields, which mean nothing. */
  readonly parameters: Parameters<C>;
}

/** A request for one of the commands `C`; `command` tells its parameters' type. */
export type AnyRequest<C extends CommandName = CommandName> = { readonly [P in C]: Request<P> }[C];

/** A request in a shape of 1.0.0 that names no session: it works in the one kept for its connection. */
export interface ConnectionSessionRequest extends RequestHead {
  readonly kind: "connection_session";
  readonly command: "evaluate" | "inspect" | "debug";
  readonly withSession: (sessionId: string) => AnyRequest<"evaluate" | "inspect" | "debug">;
}

/** Something that is no request: to be answered with `error`. */
export interface Refused extends ReplyAddress {
  readonly kind: "refused";
  readonly error: StuiError;
}

export type DecodedRequest = AnyRequest | ConnectionSessionRequest | Refused;

/** A body: one request, or an array of them to be answered by one array in the same order. */
export type Decoded =
  | { readonly kind: "single"; readonly request: DecodedRequest }
  | { readonly kind: "batch"; readonly requests: readonly DecodedRequest[] };
