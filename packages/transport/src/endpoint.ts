/**
 * Which endpoints may be used. There are no keys yet, so whoever reaches the socket may run code: only
 * this machine may reach it.
 */
import { isIPv4, isIPv6 } from "node:net";
import { EndpointRefused, type RefusalReason } from "./failure.js";

export type Endpoint =
  /** `port` is undefined where a free one is to be taken. */
  | {
      readonly transport: "tcp";
      readonly address: string;
      readonly ipv6: boolean;
      readonly port: number | undefined;
    }
  | { readonly transport: "ipc"; readonly path: string };

/** Bytes in the path of a Unix socket, by `sockaddr_un` without its closing zero. */
const MAX_IPC_PATH = 107;
const TCP = /^(.*):([^:]*)$/;
const EXAMPLE = "Use tcp://127.0.0.1:5555, or ipc:///path/of/a/socket.";
const NO_KEYS =
  "connections are neither encrypted nor authenticated yet, and whoever reaches the server may run code on it. Use tcp://127.0.0.1:PORT or an ipc:// path; to work from another machine, forward the port through ssh (ssh -L 5555:127.0.0.1:5555 HOST).";

/**
 * Reads the endpoint that a server binds: `tcp://` with a loopback address and a port or `*` (a free one),
 * or `ipc://` with a path.
 *
 * @throws EndpointRefused
 */
export const bindEndpoint = (text: string): Endpoint => {
  const endpoint = read(text);
  if (endpoint.transport === "tcp" && endpoint.address === "localhost")
    throw new EndpointRefused(
      text,
      "host_name",
      "a server binds an address, and a name may mean another one elsewhere. Use 127.0.0.1.",
    );
  return endpoint;
};

/**
 * Reads the endpoint that a client connects to: as `bindEndpoint`, but with a port, and `localhost` is
 * taken as well.
 *
 * @throws EndpointRefused
 */
export const connectEndpoint = (text: string): Endpoint => {
  const endpoint = read(text);
  if (endpoint.transport === "tcp" && endpoint.port === undefined)
    throw new EndpointRefused(
      text,
      "port",
      "a client must know the port; the server prints it when it starts.",
    );
  return endpoint;
};

const read = (text: string): Endpoint => {
  const refuse = (reason: RefusalReason, explanation: string): EndpointRefused =>
    new EndpointRefused(text, reason, explanation);
  const scheme = /^([a-z]+):\/\/(.*)$/s.exec(text);
  if (scheme === null) throw refuse("malformed", `it does not begin with tcp:// or ipc://. ${EXAMPLE}`);
  const [, transport, rest = ""] = scheme;
  if (transport === "ipc") return readIpc(rest, refuse);
  if (transport !== "tcp") throw refuse("transport", `${transport} is not a transport used here. ${EXAMPLE}`);
  return readTcp(rest, refuse);
};

type Refuse = (reason: RefusalReason, explanation: string) => EndpointRefused;

const readIpc = (path: string, refuse: Refuse): Endpoint => {
  if (path === "" || path === "*" || path.includes("\0"))
    throw refuse("path", "it names no path. Use ipc:///path/of/a/socket.");
  const bytes = Buffer.byteLength(path);
  if (bytes > MAX_IPC_PATH)
    throw refuse("path", `its path takes ${bytes} bytes of at most ${MAX_IPC_PATH}. Use a shorter one.`);
  // A name in the abstract space has no file, hence no permissions: every user of the machine gets in.
  if (path.startsWith("@"))
    throw refuse("path", "an abstract name has no owner. Use the path of a file: ipc:///path/of/a/socket.");
  return { transport: "ipc", path };
};

const readTcp = (rest: string, refuse: Refuse): Endpoint => {
  const parts = TCP.exec(rest);
  if (parts === null) throw refuse("port", `it has no port. ${EXAMPLE}`);
  const [, host = "", portText = ""] = parts;
  const address = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  const ipv6 = isIPv6(address);
  if (host === "*" || address === "0.0.0.0" || (ipv6 && /^[0:.]+$/.test(address)))
    throw refuse("every_interface", `it means every network interface of this machine, but ${NO_KEYS}`);
  if (ipv6 ? address !== "::1" : isIPv4(address) && !address.startsWith("127."))
    throw refuse("not_loopback", `it is not a loopback address, but ${NO_KEYS}`);
  if (!ipv6 && !isIPv4(address) && address !== "localhost")
    throw refuse("host_name", `${address || "nothing"} is no loopback address, but ${NO_KEYS}`);
  if (portText === "*") return { transport: "tcp", address, ipv6, port: undefined };
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : 0;
  if (port < 1 || port > 65_535)
    throw refuse(
      "port",
      `${portText || "nothing"} is no port from 1 to 65535. A server may take * for a free one.`,
    );
  return { transport: "tcp", address, ipv6, port };
};
