/**
 * What libzmq does not do for IPC paths. It removes whatever lies there before it binds, a regular file or
 * the socket of a server that runs, so we look first; it leaves the path behind when it closes; and whom
 * the file's mode admits is left to the umask.
 */
import { chmod, lstat, unlink } from "node:fs/promises";
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

/** Of a bound path: removes it, unless another server has taken it since. */
export type Release = () => Promise<void>;

/** Lets only this user connect to a path that has just been bound. */
export const ownIpcPath = async (path: string): Promise<Release> => {
  await chmod(path, 0o600);
  const { dev, ino } = await lstat(path);
  return async () => {
    try {
      const now = await lstat(path);
      if (now.dev === dev && now.ino === ino) await unlink(path);
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
    }
  };
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
