/** Opens what carries out commands; what the other way would need is not loaded. */
import type { Caller } from "./caller.js";

/**
 * @param endpoint of a server; an image in this process where absent
 * @param timeoutMs of runs, in milliseconds, where the image is in this process; its usual limit where absent
 * @throws StuiError, ConnectionFailed
 */
export const openCaller = async (
  endpoint: string | undefined,
  timeoutMs: number | undefined,
): Promise<Caller> => {
  if (endpoint === undefined) {
    const { openLocalCaller } = await import("./local.js");
    return openLocalCaller(timeoutMs);
  }
  const { openConnection } = await import("./connection.js");
  return openConnection(endpoint);
};
