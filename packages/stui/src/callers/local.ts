/** An image in this process. */
import { configure, openLocal } from "@stui/server/local";
import type { Caller } from "./caller.js";

export const openLocalCaller = async (timeoutMs: number | undefined): Promise<Caller> => {
  const values = new Map<string, unknown>();
  if (timeoutMs !== undefined) values.set("limits.evaluation_timeout_ms", timeoutMs);
  const server = await openLocal(configure([{ name: "--timeout", values }]).configuration);
  return {
    call: (command, parameters) => server.call(command, parameters),
    onConnection: () => undefined,
    giveUp: () => false,
    close: () => server.close(),
  };
};
