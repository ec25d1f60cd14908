/** An image in this process. */
import { configure, openLocal } from "@stui/server/local";
import type { Caller } from "./caller.js";

export const openLocalCaller = (timeoutMs: number | undefined): Promise<Caller> => {
  const values = new Map<string, unknown>();
  if (timeoutMs !== undefined) values.set("limits.evaluation_timeout_ms", timeoutMs);
  return openLocal(configure([{ name: "--timeout", values }]).configuration);
};
