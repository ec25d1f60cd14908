/** A client that knows nothing of ours: a plain REQ socket and JSON. */
import { Request } from "zeromq";

/** Whatever a server sent, to be looked into member by member. */
export class Reply {
  constructor(readonly value: unknown) {}

  /** The member at a path such as `result.variables.0.name`; undefined where there is none. */
  at(path: string): unknown {
    let value = this.value;
    for (const name of path.split(".")) {
      if (typeof value !== "object" || value === null) return undefined;
      value = Reflect.get(value, name);
    }
    return value;
  }

  text(path: string): string {
    const value = this.at(path);
    if (typeof value !== "string")
      throw new TypeError(`${path} is no string in ${JSON.stringify(this.value)}`);
    return value;
  }
}

export class PlainClient {
  readonly #socket: Request;
  #requests = 0;

  /** @param receiveTimeout milliseconds after which a request without a reply fails */
  constructor(endpoint: string, receiveTimeout = 60_000) {
    this.#socket = new Request({ linger: 0, receiveTimeout });
    this.#socket.connect(endpoint);
  }

  /** Sends one body and answers the reply to it. */
  async send(body: string | Uint8Array): Promise<Reply> {
    await this.#socket.send(body);
    const [reply] = await this.#socket.receive();
    if (reply === undefined) throw new TypeError("a reply without a body");
    return new Reply(JSON.parse(reply.toString()));
  }

  /** A flat request; `head` may add `client_id` and `client`. */
  async flat(command: string, parameters: object = {}, head: object = {}): Promise<Reply> {
    this.#requests += 1;
    return this.send(JSON.stringify({ id: `${this.#requests}`, command, parameters, ...head }));
  }

  /** A request in an envelope of 1.0.0. */
  async envelope(request_type: string, params: object = {}): Promise<Reply> {
    this.#requests += 1;
    const payload = { type: "Request", data: { request_type, params } };
    const timestamp = new Date().toISOString();
    return this.send(JSON.stringify({ id: `${this.#requests}`, version: "1.0.0", timestamp, payload }));
  }

  close(): void {
    this.#socket.close();
  }
}
