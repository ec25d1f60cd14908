/** What the server knows of one connection. */
import { PermissionDenied } from "@stui/protocol";
import type { Session } from "../sessions/session.js";

export class Connection {
  #speaker: string | undefined;
  /** The session that requests of 1.0.0 without one work in. */
  session: Promise<Session> | undefined;

  /** @param id unlike that of any other connection, and of any client instance */
  constructor(readonly id: string) {}

  /** Whom it speaks for: what it said first holds. */
  get speaker(): string | undefined {
    return this.#speaker;
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
