/** A server for tests of the client: the real socket and codec, and answers that a test gives. */
import {
  type AnyRequest,
  decodeBody,
  encodeBatch,
  encodeError,
  encodeResult,
  InternalError,
  type StuiError,
} from "@stui/protocol";
import { type Delivery, RouterSocket } from "@stui/transport";
import { afterEach } from "vitest";
import { type Client, type ClientOptions, connect } from "./client.js";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** Has something closed after the test, in reverse order. */
export const afterTest = (clean: () => Promise<unknown>): void => {
  cleanups.push(clean);
};

/** Answers a request with the text of a reply, at once or later; undefined stays silent. */
export type Answer = (request: AnyRequest) => Promise<string | undefined> | string | undefined;

export class Responder {
  /** Every request that came, repetitions among them, in order. */
  readonly requests: AnyRequest[] = [];
  /** How many requests each message held. */
  readonly sizes: number[] = [];
  answer: Answer;
  #socket: RouterSocket | undefined;
  #latest: Delivery | undefined;

  constructor(answer: Answer) {
    this.answer = answer;
  }

  static async start(answer: Answer, endpoint = "tcp://127.0.0.1:*"): Promise<Responder> {
    const responder = new Responder(answer);
    await responder.listen(endpoint);
    afterTest(() => responder.stop());
    return responder;
  }

  get endpoint(): string {
    if (this.#socket === undefined) throw new Error("The responder was never started.");
    return this.#socket.endpoint;
  }

  async listen(endpoint: string): Promise<void> {
    this.#socket = await RouterSocket.bind(
      { endpoint, maxMessageBytes: 10 * 1024 * 1024 },
      {
        onMessage: (delivery) => void this.#handle(delivery),
        onDeparture: () => {},
        onFault: (error) => {
          throw error;
        },
      },
    );
  }

  async stop(): Promise<void> {
    await this.#socket?.close();
  }

  /** Sends something that nobody asked for to the client that asked last. */
  push(body: string): void {
    if (this.#latest === undefined) throw new Error("Nobody has asked anything yet.");
    this.#socket?.send(this.#latest.peer, [], body);
  }

  async #handle(delivery: Delivery): Promise<void> {
    this.#latest = delivery;
    const socket = this.#socket;
    const decoded = decodeBody(delivery.body);
    const requests = decoded.kind === "batch" ? decoded.requests : [decoded.request];
    this.sizes.push(requests.length);
    const replies = await Promise.all(
      requests.map(async (request) => {
        if (request.kind === "refused") return { to: request, text: encodeError(request, request.error) };
        if (request.kind !== "request") throw new Error("The client sends nothing of that kind.");
        this.requests.push(request);
        const text = await this.answer(request);
        return text === undefined ? undefined : { to: request, text };
      }),
    );
    const given = replies.filter((reply) => reply !== undefined);
    const [first] = given;
    if (first === undefined) return;
    const body = decoded.kind === "batch" ? encodeBatch(given) : first.text;
    socket?.send(delivery.peer, delivery.envelope, body);
  }
}

/** Pings are answered with their message, evaluations with their code, the rest as a fault. */
export const echoes: Answer = (request) => {
  switch (request.command) {
    case "ping":
      return encodeResult(request, {
        message: request.parameters.message ?? "pong",
        status: "ready",
        uptime: 1,
        server_version: "test",
        protocol_version: "1.0.0",
        dialect: "none",
      });
    case "evaluate":
      return encodeResult(request, {
        result: request.parameters.code,
        result_type: "String",
        object_id: "o1",
        output: "",
        execution_time: 1,
        evaluation_index: 1,
        durable: false,
      });
    default:
      return fails(new InternalError({}, "The responder does not know this command."))(request);
  }
};

export const fails =
  (error: StuiError): Answer =>
  (request) =>
    encodeError(request, error);

export const connected = async (endpoint: string, options: ClientOptions = {}): Promise<Client> => {
  const client = await connect(endpoint, options);
  afterTest(() => client.close());
  return client;
};

/** Waits until something that changes with the turns of the event loop is so. */
export const until = async (reached: () => boolean): Promise<void> => {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 2));
};
