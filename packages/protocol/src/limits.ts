/** The limits of the protocol. Those under "defaults" are what a server takes where nothing is configured. */

/** The version that envelopes carry and `ping` answers. */
export const PROTOCOL_VERSION = "1.0.0";
/** The envelope's major version that is understood. */
export const PROTOCOL_MAJOR = 1;

/** Requests in one array. */
export const MAX_BATCH = 1_024;
/** Characters of a request's `id`, at least one. */
export const MAX_ID_LENGTH = 128;
/**
 * Levels of arrays and objects within a request's parameters. JSON Schema cannot say it, so the codec
 * checks it apart: whoever walks the parameters later (to compare, to store) may then recurse.
 */
export const MAX_NESTING = 256;

export const CLIENT_ID_PATTERN = "^[A-Za-z0-9_.:\\-]{1,64}$";
/** Eleven characters of base64 are the fewest that hold 64 bits. */
export const CLIENT_LENGTH = { minimum: 11, maximum: 128 } as const;

/** Defaults; all of them can be configured. Units are in the names: seconds, milliseconds, bytes, characters. */
export const DEFAULT_LIMITS = {
  max_message_bytes: 10 * 1024 * 1024,
  max_batch: MAX_BATCH,
  max_nesting: MAX_NESTING,
  session_timeout_s: 3_600,
  cleanup_interval_s: 300,
  max_sessions_per_client: 5,
  retention_s: 30 * 24 * 3_600,
  session_creations: 10,
  session_creation_window_s: 10,
  reply_retention_s: 600,
  kept_replies_per_client: 256,
  kept_reply_bytes_per_client: 4 * 1024 * 1024,
  kept_reply_bytes: 64 * 1024 * 1024,
  client_instances: 50_000,
  max_session_state_bytes: 1024 * 1024,
  evaluation_timeout_ms: 30_000,
  max_evaluation_timeout_ms: 600_000,
  max_output_bytes: 1024 * 1024,
  max_print_characters: 10_000,
  print_timeout_ms: 50,
  inspect_limit: 100,
  max_inspect_depth: 5,
  max_history: 1_000,
  max_objects: 1_000,
  max_events: 10_000,
  max_event_bytes: 16 * 1024 * 1024,
  event_retention_s: 24 * 3_600,
} as const;

export type LimitName = keyof typeof DEFAULT_LIMITS;
/** A value for every limit, as `describe` answers them. */
export type Limits = { readonly [L in LimitName]: number };
