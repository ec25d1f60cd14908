/** A client that knows nothing of ours: a plain DEALER socket and JSON. Replies and events come as they come. */
import { Dealer } from "zeromq";
import { Reply } from "./plain-client.js";

export class PlainDealer {
  readonly #socket: Dealer;
  #requests = 0;
  readonly #unread: Reply[] = [];

  constructor(endpoint: string, options: { readonly receiveHighWaterMark?: number } = {}) {
    this.#socket = new Dealer({ linger: 0, receiveTimeout: 60_000, ...options });
    this.#socket.connect(endpoint);
  }

  /** Sends a request and answers its id, whatever becomes of it. */
  async send(command: string, parameters: object = {}, head: object = {}): Promise<string> {
    this.#requests += 1;
    const id = `${this.#requests}`;
    await this.#socket.send(JSON.stringify({ id, command, parameters, ...head }));
    return id;
  }

  async sendBody(...frames: string[]): Promise<void> {
    await this.#socket.send(frames);
  }

  /** Sends a request and answers the reply to it; what comes before it is read later. */
  async call(command: string, parameters: object = {}, head: object = {}): Promise<Reply> {
    const id = await this.send(command, parameters, head);
    const before: Reply[] = [];
    for (;;) {
      const next = await this.#receive();
      if (next.at("id") === id) {
        this.#unread.unshift(...before);
        return next;
      }
      before.push(next);
    }
  }

  /** What comes next, be it a reply or an event. */
  async next(): Promise<Reply> {
    return this.#receive();
  }

  /** What comes up to the first for which it is so, that one included. */
  async upTo(last: (message: Reply) => boolean): Promise<Reply[]> {
    const messages: Reply[] = [];
    for (;;) {
      const next = await this.#receive();
      messages.push(next);
      if (last(next)) return messages;
    }
  }

  close(): void {
    this.#socket.close();
  }

  async #receive(): Promise<Reply> {
    const known = this.#unread.shift();
    if (known !== undefined) return known;
    const frames = await this.#socket.receive();
    const body = frames.at(-1);
    if (body === undefined) throw new TypeError("a message without a body");
    return new Reply(JSON.parse(body.toString()));
  }
}
