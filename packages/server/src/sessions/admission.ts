/** Which clients a server admits. */
import { ClientNotAllowed } from "@stui/protocol";

export class Admission {
  readonly #allow: ReadonlySet<string>;
  readonly #deny: ReadonlySet<string>;

  /** @param allow everyone where it is empty */
  constructor(allow: readonly string[], deny: readonly string[]) {
    this.#allow = new Set(allow);
    this.#deny = new Set(deny);
  }

  /** @throws ClientNotAllowed */
  check(clientId: string): void {
    if (this.#deny.has(clientId) || (this.#allow.size > 0 && !this.#allow.has(clientId)))
      throw new ClientNotAllowed({ client_id: clientId });
  }
}
