/**
 * Every setting of a server, declared once: its place in the file, its type and bounds, its default, and what it is for.
 * The file's keys, the environment's names, `--set` and `stui serve --help` are all derived from this table.
 */
import { DEFAULT_LIMITS, type LimitName } from "@stui/protocol";

export type SettingValue = string | number | boolean | readonly string[];

interface Documented {
  readonly doc: string;
}
export interface TextSetting extends Documented {
  readonly type: "text";
  readonly default: string;
  /** What it may be, where not every text will do. */
  readonly choices?: readonly string[];
}
export interface NumberSetting extends Documented {
  readonly type: "number";
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
}
export interface ListSetting extends Documented {
  readonly type: "list";
  readonly default: readonly string[];
}
export type Setting = TextSetting | NumberSetting | ListSetting;

const text = (fallback: string, doc: string): TextSetting => ({ type: "text", default: fallback, doc });
const oneOf = (fallback: string, choices: readonly string[], doc: string): TextSetting => ({
  ...text(fallback, doc),
  choices,
});
const count = (
  fallback: number,
  doc: string,
  minimum = 1,
  maximum = Number.MAX_SAFE_INTEGER,
): NumberSetting => ({ type: "number", default: fallback, minimum, maximum, doc });
const names = (doc: string): ListSetting => ({ type: "list", default: [], doc });

const LIMIT_DOCS: { readonly [L in LimitName]: string } = {
  max_message_bytes: "bytes of a request or reply",
  max_batch: "requests in one array",
  max_nesting: "levels of arrays and objects in a request's parameters",
  session_timeout_s: "seconds without a request after which a session expires",
  cleanup_interval_s: "seconds between two looks for expired sessions",
  max_sessions_per_client: "awake sessions of one client",
  retention_s: "seconds for which an expired session is remembered",
  session_creations: "sessions that a client may create within the window",
  session_creation_window_s: "seconds of that window",
  reply_retention_s: "seconds for which the ids of requests are remembered",
  kept_replies_per_client: "replies kept for each client, to be sent again",
  kept_reply_bytes_per_client: "bytes of those replies",
  kept_reply_bytes: "bytes of the replies kept for all clients",
  client_instances: "client instances whose requests are remembered at a time",
  max_session_state_bytes: "bytes of a session's state, as JSON",
  max_evaluation_timeout_ms: "milliseconds that a request may ask for",
  evaluation_timeout_ms: "milliseconds that an evaluation may take, where the request does not say",
  max_output_bytes: "bytes that an evaluation may write to the Transcript",
  max_print_characters: "characters of a print string, where the request does not say",
  print_timeout_ms: "milliseconds that printing one object may take",
  inspect_limit: "elements of an inspection, where the request does not say",
  max_inspect_depth: "levels of an inspection",
  max_history: "evaluations kept in a session's history",
  max_objects: "objects kept in a session's registry",
  max_events: "events kept for a session",
  max_event_bytes: "bytes of those events",
  event_retention_s: "seconds for which they are kept",
};

/** Limits that are part of the protocol or of the engine and cannot be set. */
const FIXED_LIMITS = ["max_batch", "max_nesting", "max_inspect_depth", "print_timeout_ms"] as const;
type FixedLimit = (typeof FIXED_LIMITS)[number];
export type SettableLimit = Exclude<LimitName, FixedLimit>;

const fixed: ReadonlySet<string> = new Set(FIXED_LIMITS);
const isLimitName = (name: string): name is LimitName => name in DEFAULT_LIMITS;
export const settableLimits: readonly SettableLimit[] = Object.keys(DEFAULT_LIMITS).filter(
  (name): name is SettableLimit => isLimitName(name) && !fixed.has(name),
);

const DAY_S = 86_400;
/** Timers of Node hold no more milliseconds than 2³¹ − 1. */
const LONGEST_TIMER_S = 24 * DAY_S;

const bounds: Partial<
  Readonly<Record<SettableLimit, { readonly minimum?: number; readonly maximum?: number }>>
> = {
  max_message_bytes: { minimum: 1_024, maximum: 256 * 1024 * 1024 },
  cleanup_interval_s: { maximum: LONGEST_TIMER_S },
  max_print_characters: { maximum: 10_000_000 },
};

const limitSettings: Readonly<Record<string, NumberSetting>> = Object.fromEntries(
  settableLimits.map((name) => [
    `limits.${name}`,
    count(DEFAULT_LIMITS[name], LIMIT_DOCS[name], bounds[name]?.minimum ?? 1, bounds[name]?.maximum),
  ]),
);

/** By key, as `section.name`. */
export const settings = {
  endpoint: text("tcp://127.0.0.1:5555", "where the server listens: tcp on a loopback address, or ipc"),
  "log.level": oneOf(
    "info",
    ["trace", "debug", "info", "warn", "error", "silent"],
    "what is written to the log",
  ),
  "clients.allow": names("client ids that are admitted; everyone where the list is empty"),
  "clients.deny": names("client ids that are kept out"),
  "image.kind": oneOf(
    "embedded",
    ["embedded", "scripted"],
    "what answers: the engine, or a script in place of one",
  ),
  "image.script": text("", "the file of the script, where image.kind is scripted"),
  "image.host": oneOf(
    "process",
    ["process", "thread"],
    "where images run: in a process of their own, or in a thread",
  ),
  "image.max": count(4, "images that the server may have, the default one among them", 1, 1_000),
  "image.max_private": count(2, "private images that one client may have", 0, 1_000),
  "image.heap_mb": count(1_024, "mebibytes of heap that an image may use", 64, 65_536),
  "shutdown.grace_ms": count(
    5_000,
    "milliseconds that running work gets when the server shuts down",
    0,
    600_000,
  ),
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingKey = keyof typeof settings | `limits.${SettableLimit}`;

export const allSettings: ReadonlyMap<string, Setting> = new Map<string, Setting>([
  ...Object.entries(settings),
  ...Object.entries(limitSettings),
]);

/** The environment's name of a setting: `limits.max_batch` is `STUI_LIMITS_MAX_BATCH`. */
export const environmentName = (key: string): string => `STUI_${key.replaceAll(".", "_").toUpperCase()}`;
