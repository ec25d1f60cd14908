/**
 * Carries out each request with effects at most once. The scope is the client instance that the request names, else its
 * connection: a repetition joins the one that runs, or gets the reply that was kept.
 */
import { InvalidRequest, type Limits, ReplyExpired } from "@stui/protocol";
import { KnownIds } from "./known-ids.js";

interface Kept {
  readonly fingerprint: string;
  /** The text of the reply, or the one to come. */
  reply: string | Promise<string>;
}

class Scope {
  /** By request id, the oldest first. */
  readonly replies = new Map<string, Kept>();
  readonly expired: KnownIds;
  /** Of the kept replies, in bytes at two a character. */
  bytes = 0;
  lastUse: number;

  constructor(limits: Limits, now: number) {
    this.expired = new KnownIds(limits.reply_retention_s * 1_000, now);
    this.lastUse = now;
  }
}

const bytesOf = (reply: string): number => reply.length * 2;

export class AtMostOnce {
  readonly #scopes = new Map<string, Scope>();

  constructor(
    readonly limits: Limits,
    readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * The reply to a request: that of `work`, unless the request was seen before.
   *
   * @param scope the client instance or the connection
   * @throws InvalidRequest where the same id came with something else, ReplyExpired
   */
  reply(
    scope: string,
    id: string,
    fingerprint: string,
    work: () => string | Promise<string>,
  ): string | Promise<string> {
    const now = this.now();
    const known = this.#scope(scope, now);
    const kept = known.replies.get(id);
    if (kept !== undefined) {
      if (kept.fingerprint === fingerprint) return kept.reply;
      throw new InvalidRequest({
        path: "id",
        expected: "an id of its own for each request",
        found: `the id ${JSON.stringify(id)} of an earlier request that asked for something else`,
      });
    }
    if (known.expired.has(id, now)) throw new ReplyExpired({ request_id: id });
    const reply = work();
    const entry: Kept = { fingerprint, reply };
    known.replies.set(id, entry);
    if (typeof reply === "string") {
      this.#settle(known, entry, reply, now);
      return reply;
    }
    return reply.then((text) => {
      this.#settle(known, entry, text, this.now());
      return text;
    });
  }

  /** Forgets a connection that is gone, or a client instance. */
  forget(scope: string): void {
    this.#scopes.delete(scope);
  }

  /** Forgets the scopes whose ids no longer have to be remembered. */
  sweep(): void {
    const oldest = this.now() - this.limits.reply_retention_s * 1_000;
    for (const [name, scope] of this.#scopes) {
      const runs = [...scope.replies.values()].some(({ reply }) => typeof reply !== "string");
      if (scope.lastUse < oldest && !runs) this.#scopes.delete(name);
    }
  }

  #scope(name: string, now: number): Scope {
    let scope = this.#scopes.get(name);
    if (scope === undefined) {
      scope = new Scope(this.limits, now);
      this.#scopes.set(name, scope);
    }
    scope.lastUse = now;
    return scope;
  }

  #settle(scope: Scope, entry: Kept, reply: string, now: number): void {
    entry.reply = reply;
    scope.bytes += bytesOf(reply);
    const { kept_replies_per_client: most, kept_reply_bytes_per_client: mostBytes } = this.limits;
    for (const [id, { reply: old }] of scope.replies) {
      if (scope.replies.size <= most && scope.bytes <= mostBytes) break;
      if (typeof old !== "string") continue;
      scope.replies.delete(id);
      scope.bytes -= bytesOf(old);
      scope.expired.add(id, now);
    }
  }
}
