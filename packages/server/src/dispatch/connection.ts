/** What the server knows of one connection. */
import { PermissionDenied } from "@stui/protocol";
import { type EventSink, type Receiver, Subscriber } from "../events/subscriber.js";
import type { Session } from "../sessions/session.js";

export class Connection implements Receiver {
  #speaker: string | undefined;
  #subscriber: Subscriber | undefined;
  /** The session that requests of 1.0.0 without one work in. */
  session: Promise<Session> | undefined;

  /**
   * @param id unlike that of any other connection, and of any client instance
   * @param sink takes events to it; undefined where it takes replies only
   */
  constructor(
    readonly id: string,
    readonly sink?: EventSink,
  ) {}

  /** Whom it speaks for: what it said first holds. */
  get speaker(): string | undefined {
    return this.#speaker;
  }

  /** Takes a reply behind events that are on their way, or that wait for room; answers false where there are none. */
  replyBehindEvents(text: string): boolean {
    const subscriber = this.#subscriber;
    return subscriber?.busy === true && subscriber.reply(text);
  }

  subscriber(): Subscriber | undefined {
    if (this.sink !== undefined) this.#subscriber ??= new Subscriber(this.sink);
    return this.#subscriber;
  }

  /** It is gone: it gets no more events. */
  depart(): void {
    this.#subscriber?.depart();
  }

  /** @throws PermissionDenied where it has spoken for another */
  speakFor(clientId: string | undefined): string | undefined {
    if (clientId === undefined) return this.#speaker;
    this.#speaker ??= clientId;
    if (this.#speaker !== clientId)
      throw new PermissionDenied({
        reason: `this connection speaks for ${this.#speaker}; open another one to speak for ${clientId}`,
      });
    return clientId;
  }
}
