/** What can go wrong when a socket is made. What happens later is counted, or told to a handler. */

export abstract class TransportError extends Error {
  abstract override readonly name: string;

  /** @param endpoint the endpoint that was asked for */
  constructor(
    readonly endpoint: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Why an endpoint is not taken. */
export type RefusalReason =
  | "malformed"
  | "transport"
  | "every_interface"
  | "not_loopback"
  | "host_name"
  | "port"
  | "path";

/** The endpoint is not one that this side may use. The message says why, and what to write instead. */
export class EndpointRefused extends TransportError {
  override readonly name = "EndpointRefused";

  constructor(
    endpoint: string,
    readonly reason: RefusalReason,
    explanation: string,
  ) {
    super(endpoint, `The endpoint ${JSON.stringify(endpoint)} is refused: ${explanation}`);
  }
}

/** Somebody else listens there. */
export class AddressInUse extends TransportError {
  override readonly name = "AddressInUse";

  constructor(endpoint: string) {
    super(
      endpoint,
      endpoint.startsWith("ipc:")
        ? `Another process listens at ${endpoint}. Stop it, or choose another path.`
        : `Another process listens at ${endpoint}. Stop it, or choose another port; tcp://127.0.0.1:* takes a free one.`,
    );
  }
}

/** The operating system does not let a socket listen there. */
export class BindFailed extends TransportError {
  override readonly name = "BindFailed";

  /** @param code the system's error code, for instance `EACCES` */
  constructor(
    endpoint: string,
    readonly code: string,
    cause: unknown,
  ) {
    super(
      endpoint,
      `Cannot listen at ${endpoint} (${code}). ${BIND_ADVICE[code] ?? "Choose another endpoint."}`,
      { cause },
    );
  }
}

const BIND_ADVICE: Readonly<Record<string, string>> = {
  EACCES: "This user may not; choose a port of 1024 or above, or a folder that may be written to.",
  ENOENT: "The folder does not exist; make it first.",
  ENODEV: "This machine has no such address; use 127.0.0.1.",
  EADDRNOTAVAIL: "This machine has no such address; use 127.0.0.1.",
  EMFILE: "This process has too many open files; raise the limit (ulimit -n).",
};

/** The `code` of an error of Node's or ZeroMQ's; empty where it has none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
