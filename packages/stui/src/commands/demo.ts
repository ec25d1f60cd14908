/** `stui demo`: a tour for an audience. */
import type { RunningServer } from "@stui/server";
import { Stage, TourEnded } from "../demo/stage.js";
import { Tour } from "../demo/tour.js";
import { LineEditor } from "../editor/line-editor.js";
import { startServer } from "./serving.js";
import { subcommand } from "./subcommand.js";

export const demoCommand = subcommand(
  {
    name: "demo",
    summary: "Show what STUI does, on a server of its own.",
    operands: { usage: "", minimum: 0, maximum: 0 },
    options: {
      "no-pause": { kind: "flag", doc: "Do not wait for a key between the parts." },
    },
    notes: [
      "A tour of a few minutes: evaluating, a class with its tests, inspecting, a lost connection that comes back with everything as it was, a neighbour's endless loop. All of it happens: nothing is played back.",
      "On a terminal space or Enter goes on, q ends. Elsewhere it runs through. The exit code is 1 where something came out otherwise than it should.",
    ],
    examples: [
      { line: "stui demo", doc: "For an audience" },
      { line: "stui demo --no-pause | cat", doc: "All at once, without colours" },
    ],
  },
  async (_operands, given, terminal) => {
    const { configure } = await import("@stui/server");
    const values = new Map<string, unknown>([
      ["endpoint", "tcp://127.0.0.1:*"],
      ["log.level", "silent"],
    ]);
    const { stdin, stdout } = process;
    const isPaced = stdin.isTTY && stdout.isTTY && !given.flag("no-pause");
    const keys = isPaced ? new LineEditor(stdin, stdout, terminal.colours, NO_ASSISTANCE) : undefined;
    const stopping = new AbortController();
    const stop = (): void => stopping.abort();
    for (const signal of SIGNALS) process.once(signal, stop);
    let server: RunningServer | undefined;
    keys?.open();
    try {
      server = await startServer(configure([{ name: "stui demo", values }]).configuration);
      await Tour.show(new Stage(terminal, keys), server, stopping.signal);
      return 0;
    } catch (error) {
      if (error instanceof TourEnded) return 0;
      throw error;
    } finally {
      for (const signal of SIGNALS) process.removeListener(signal, stop);
      keys?.close();
      await server?.close();
    }
  },
);

/** They end the tour as q does; a second one ends the process. */
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Nothing is edited: keys only say whether to go on. */
const NO_ASSISTANCE = {
  isComplete: () => true,
  indentation: () => "",
  complete: async () => ({ from: 0, to: 0, proposals: [] }),
};
