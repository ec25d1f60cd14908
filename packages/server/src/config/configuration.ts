/** The configuration in force, and where each value of it came from: defaults < file < environment < flags. */
import { DEFAULT_LIMITS, type Limits } from "@stui/protocol";
import {
  allSettings,
  environmentName,
  type Setting,
  type SettingValue,
  settableLimits,
  type settings,
} from "./settings.js";

/** A setting that cannot be taken: unknown, of the wrong type, or out of bounds. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  /** @param source where it was found: `stui.toml`, `STUI_ENDPOINT`, `--set endpoint` */
  constructor(
    readonly key: string,
    readonly source: string,
    problem: string,
  ) {
    super(`${source}: ${key === "" ? "" : `${key} `}${problem}`);
  }
}

/** What the images of a server are. */
export type ImageConfiguration =
  | {
      readonly kind: "embedded";
      /** What they run in. */
      readonly host: "process" | "thread";
      /** MiB that the heap of each may grow to. */
      readonly heapMb: number;
    }
  | {
      readonly kind: "scripted";
      /** Path of the script that they answer from. */
      readonly script: string;
    };

export interface Configuration {
  readonly endpoint: string;
  readonly logLevel: string;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  readonly image: ImageConfiguration;
  /** Images that there may be in all, and private ones of one client. */
  readonly imageRoom: { readonly max: number; readonly maxPrivate: number };
  readonly shutdownGraceMs: number;
  readonly limits: Limits;
}

/** One place that settings come from, with the values as they are written there. */
export interface Source {
  /** For a person: `stui.toml`, `the environment`, `--set`. */
  readonly name: string;
  readonly values: ReadonlyMap<string, unknown>;
}

/** A value with the name of its source, for `stui config`. */
export interface Explained {
  readonly key: string;
  readonly value: SettingValue;
  readonly source: string;
  readonly doc: string;
}

export interface Configured {
  readonly configuration: Configuration;
  readonly explained: readonly Explained[];
}

/**
 * Puts the sources together, later ones over earlier ones.
 *
 * @throws ConfigurationError
 */
export const configure = (sources: readonly Source[]): Configured => {
  const explained = new Map<string, Explained>();
  for (const [key, setting] of allSettings)
    explained.set(key, { key, value: setting.default, source: "default", doc: setting.doc });
  for (const { name, values } of sources) {
    for (const [key, value] of values) {
      const setting = allSettings.get(key);
      if (setting === undefined)
        throw new ConfigurationError(key, name, `is no setting.${nearest(key)} See stui serve --help.`);
      explained.set(key, { key, value: read(key, setting, value, name), source: name, doc: setting.doc });
    }
  }
  const value = (key: string): SettingValue | undefined => explained.get(key)?.value;
  const source = (key: keyof typeof settings): string => explained.get(key)?.source ?? "";
  const script = value("image.script") !== "";
  if (value("image.kind") === "scripted" && !script)
    throw new ConfigurationError(
      "image.kind",
      source("image.kind"),
      "is scripted, and no script is given. Name its file with image.script, or --script FILE.",
    );
  if (value("image.kind") !== "scripted" && script)
    throw new ConfigurationError(
      "image.script",
      source("image.script"),
      "is given, and image.kind is not scripted. Say image.kind = scripted, or --image scripted.",
    );
  return { configuration: configurationOf(value), explained: [...explained.values()] };
};

/** The settings among environment variables; other variables that begin with `STUI_` are left alone. */
export const environmentSource = (environment: Readonly<Record<string, string | undefined>>): Source => {
  const values = new Map<string, unknown>();
  for (const key of allSettings.keys()) {
    const value = environment[environmentName(key)];
    if (value !== undefined) values.set(key, value);
  }
  return { name: "the environment", values };
};

const configurationOf = (value: (key: string) => SettingValue | undefined): Configuration => {
  const text = (key: keyof typeof settings): string => String(value(key));
  const number = (key: string): number => Number(value(key));
  const list = (key: keyof typeof settings): readonly string[] => {
    const found = value(key);
    return typeof found === "object" ? found : [];
  };
  const limits = {
    ...DEFAULT_LIMITS,
    ...Object.fromEntries(settableLimits.map((n) => [n, number(`limits.${n}`)])),
  };
  return {
    endpoint: text("endpoint"),
    logLevel: text("log.level"),
    allow: list("clients.allow"),
    deny: list("clients.deny"),
    image: imageOf(text("image.kind"), text("image.script"), {
      kind: "embedded",
      host: text("image.host") === "thread" ? "thread" : "process",
      heapMb: number("image.heap_mb"),
    }),
    imageRoom: { max: number("image.max"), maxPrivate: number("image.max_private") },
    shutdownGraceMs: number("shutdown.grace_ms"),
    limits,
  };
};

const imageOf = (kind: string, script: string, embedded: ImageConfiguration): ImageConfiguration =>
  kind === "scripted" ? { kind, script } : embedded;

/** The defaults, with nothing else asked. */
export const defaultConfiguration: Configuration = configure([]).configuration;

const read = (key: string, setting: Setting, value: unknown, source: string): SettingValue => {
  const refuse = (expected: string): ConfigurationError =>
    new ConfigurationError(key, source, `must be ${expected}, not ${JSON.stringify(value) ?? typeof value}.`);
  switch (setting.type) {
    case "text": {
      if (typeof value !== "string" || value === "") throw refuse("a text");
      if (setting.choices !== undefined && !setting.choices.includes(value))
        throw refuse(`one of ${setting.choices.join(", ")}`);
      return value;
    }
    case "number": {
      const number = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
      const { minimum, maximum } = setting;
      if (typeof number !== "number" || !Number.isSafeInteger(number) || number < minimum || number > maximum)
        throw refuse(
          maximum === Number.MAX_SAFE_INTEGER
            ? `a whole number from ${minimum}`
            : `a whole number from ${minimum} to ${maximum}`,
        );
      return number;
    }
    case "list": {
      const list = typeof value === "string" ? value.split(",").filter((part) => part !== "") : value;
      if (!Array.isArray(list)) throw refuse("a list of texts");
      return list.map((part: unknown) => {
        if (typeof part !== "string") throw refuse("a list of texts");
        return part;
      });
    }
  }
};

/** A hint where the last part of the key is right and the section is not. */
const nearest = (key: string): string => {
  const last = key.split(".").at(-1);
  const like = [...allSettings.keys()].find((known) => known.split(".").at(-1) === last);
  return like === undefined ? "" : ` Did you mean ${like}?`;
};
