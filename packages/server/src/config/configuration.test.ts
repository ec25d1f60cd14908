import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ConfigurationError, configure, defaultConfiguration, environmentSource } from "./configuration.js";
import { fileSource } from "./file.js";
import { allSettings, environmentName } from "./settings.js";

const folder = mkdtempSync(join(tmpdir(), "stui-configuration-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (text: string): string => {
  const path = join(folder, `${Math.random()}.toml`);
  writeFileSync(path, text);
  return path;
};
const flags = (values: Record<string, unknown>) => ({
  name: "--set",
  values: new Map(Object.entries(values)),
});

describe("a configuration", () => {
  it("takes defaults, then the file, then the environment, then flags", () => {
    const fromFile = fileSource(
      file(
        'endpoint = "tcp://127.0.0.1:1"\n[limits]\nmax_history = 7\nmax_objects = 8\n[log]\nlevel = "warn"\n',
      ),
    );
    const fromEnvironment = environmentSource({
      STUI_LIMITS_MAX_OBJECTS: "9",
      STUI_LOG_LEVEL: "error",
      STUI_OTHER: "x",
    });
    const { configuration, explained } = configure([
      fromFile,
      fromEnvironment,
      flags({ "log.level": "silent" }),
    ]);
    expect(configuration.endpoint).toBe("tcp://127.0.0.1:1");
    expect(configuration.limits.max_history).toBe(7);
    expect(configuration.limits.max_objects).toBe(9);
    expect(configuration.logLevel).toBe("silent");
    expect(configuration.image).toMatchObject({ kind: "embedded", host: "process" });
    const source = (key: string) => explained.find((each) => each.key === key)?.source;
    expect(source("limits.max_objects")).toBe("the environment");
    expect(source("log.level")).toBe("--set");
    expect(source("image.host")).toBe("default");
  });

  it("reads lists from the file and from texts", () => {
    const { configuration } = configure([
      fileSource(file('[clients]\nallow = ["ada", "bob"]\n')),
      environmentSource({ STUI_CLIENTS_DENY: "eve,mallory" }),
    ]);
    expect(configuration.allow).toEqual(["ada", "bob"]);
    expect(configuration.deny).toEqual(["eve", "mallory"]);
  });

  it.each([
    [{ "limits.max_history": 0 }, "--set: limits.max_history must be a whole number from 1, not 0."],
    [{ "limits.max_history": 1.5 }, "--set: limits.max_history must be a whole number from 1, not 1.5."],
    [
      { "limits.max_history": "many" },
      '--set: limits.max_history must be a whole number from 1, not "many".',
    ],
    [{ "image.heap_mb": 1 }, "--set: image.heap_mb must be a whole number from 64 to 65536, not 1."],
    [
      { "log.level": "loud" },
      '--set: log.level must be one of trace, debug, info, warn, error, silent, not "loud".',
    ],
    [{ endpoint: 3 }, "--set: endpoint must be a text, not 3."],
    [{ "clients.allow": [1] }, "--set: clients.allow must be a list of texts, not [1]."],
    [
      { "session.max_history": 1 },
      "--set: session.max_history is no setting. Did you mean limits.max_history? See stui serve --help.",
    ],
    [{ nonsense: 1 }, "--set: nonsense is no setting. See stui serve --help."],
    [{ "limits.max_batch": 1 }, "--set: limits.max_batch is no setting. See stui serve --help."],
  ])("refuses %j", (values, message) => {
    expect(() => configure([flags(values)])).toThrow(ConfigurationError);
    expect(() => configure([flags(values)])).toThrow(message);
  });

  it("says what is wrong with a file", () => {
    expect(() => fileSource(join(folder, "none.toml"))).toThrow(/none\.toml: cannot be read/);
    expect(() => fileSource(file("endpoint = "))).toThrow(/is no TOML/);
  });

  it("has a name in the environment for every setting, each its own", () => {
    const names = [...allSettings.keys()].map(environmentName);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^STUI_[A-Z_]+$/);
  });

  it("is complete by default", () => {
    expect(defaultConfiguration.limits.session_timeout_s).toBe(3_600);
    expect(defaultConfiguration.endpoint).toBe("tcp://127.0.0.1:5555");
  });
});
