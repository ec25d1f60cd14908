/** Which clients a server admits. */
import { ClientNotAllowed, PermissionDenied } from "@stui/protocol";

export class Admission {
  readonly #allow: ReadonlySet<string>;
  readonly #deny: ReadonlySet<string>;

  /** @param allow everyone where it is empty */
  constructor(allow: readonly string[], deny: readonly string[]) {
    this.#allow = new Set(allow);
    this.#deny = new Set(deny);
  }

  /** Of a connection that may have said whom it speaks for. Throws ClientNotAllowed, PermissionDenied. */
  checkSpeaker(speaker: string | undefined): void {
    if (speaker !== undefined) this.check(speaker);
    else if (this.#allow.size > 0)
      throw new PermissionDenied({ reason: "this server admits clients by name; say yours with client_id" });
  }

  /** @throws ClientNotAllowed */
  check(clientId: string): void {
    if (this.#deny.has(clientId) || (this.#allow.size > 0 && !this.#allow.has(clientId)))
      throw new ClientNotAllowed({ client_id: clientId });
  }
}
