/**
 * libzmq removes whatever lies at an IPC path before it binds: a regular file, or the socket of a server
 * that runs. So we look first.
 */
import { lstat } from "node:fs/promises";
import { createConnection } from "node:net";
import { AddressInUse, BindFailed, codeOf, EndpointRefused } from "./failure.js";

/**
 * Makes sure that nothing is lost by binding this path.
 *
 * @throws AddressInUse, EndpointRefused, BindFailed
 */
export const ensureIpcPathIsFree = async (endpoint: string, path: string): Promise<void> => {
  let isSocket: boolean;
  try {
    isSocket = (await lstat(path)).isSocket();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw new BindFailed(endpoint, codeOf(error), error);
  }
  if (!isSocket)
    throw new EndpointRefused(endpoint, "path", `${path} exists and is not a socket. Choose another path.`);
  if (await someoneListens(path)) throw new AddressInUse(endpoint);
};

/** A socket that refuses the connection was left behind by a process that is gone. */
const someoneListens = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createConnection(path);
    const answer = (listens: boolean): void => {
      probe.destroy();
      resolve(listens);
    };
    probe.once("connect", () => answer(true));
    probe.once("error", (error) => {
      const code = codeOf(error);
      answer(code !== "ECONNREFUSED" && code !== "ENOENT");
    });
  });
