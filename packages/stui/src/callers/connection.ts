/** A server on a socket. */
import { UnsupportedOperation } from "@stui/protocol";
import type { Caller } from "./caller.js";

export const openConnection = async (endpoint: string): Promise<Caller> => {
  throw new UnsupportedOperation({
    operation: `connecting to ${endpoint}`,
    reason: "the client is not built yet; leave --connect out to work in an image of this process",
  });
};
