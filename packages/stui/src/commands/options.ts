/** Options that several subcommands take. */

export const CONNECT = {
  kind: "text",
  value: "ENDPOINT",
  doc: "Work on the server that listens there, as tcp://127.0.0.1:5555; otherwise in an image of this process.",
} as const;

export const TIMEOUT = {
  kind: "count",
  value: "MS",
  doc: "Milliseconds that one evaluation may take; 30000 if absent.",
} as const;

export const SERVER_OPTIONS = {
  endpoint: {
    kind: "text",
    value: "ENDPOINT",
    doc: "Where to listen, as tcp://127.0.0.1:5555 or ipc:///tmp/stui.sock; tcp://127.0.0.1:* finds a free port.",
  },
  config: {
    kind: "text",
    value: "FILE",
    doc: "A configuration file in TOML; otherwise the one that STUI_CONFIG names, if any.",
  },
  image: {
    kind: "text",
    value: "KIND",
    doc: "What answers: embedded, the engine (if absent), or scripted, a file in place of it.",
  },
  script: { kind: "text", value: "FILE", doc: "The script that a scripted image answers from." },
  set: { kind: "texts", value: "KEY=VALUE", doc: "One setting; may be given several times." },
} as const;
