/**
 * Carries out each request with effects at most once. The scope is the client instance that the request names, else its
 * connection: a repetition joins the one that runs, or gets the reply that was kept.
 */
import { InvalidRequest, type Limits, ReplyExpired, ServerBusy } from "@stui/protocol";
import { KeptReplies } from "./kept-replies.js";
import { KnownIds } from "./known-ids.js";
import { hashOf } from "./seeded-hash.js";

/** Takes the text of a reply. */
export type Answered = (reply: string) => void;

/** Takes the text of a reply; `begun` tells whether anything was carried out, so that it must not be again. */
export type Done = (reply: string, begun: boolean) => void;

interface Running {
  readonly fingerprint: number;
  /** Whoever else waits for it. */
  joined: Answered[] | undefined;
}

class Scope {
  /** By request id. */
  readonly running = new Map<string, Running>();
  readonly replies: KeptReplies;
  /** What ended, whether its reply is kept or gone. */
  readonly ended: KnownIds;
  hasEnded = false;
  lastUse: number;

  constructor(limits: Limits, now: number) {
    this.replies = new KeptReplies(limits.kept_replies_per_client, limits.kept_reply_bytes_per_client);
    this.ended = new KnownIds(limits.reply_retention_s * 1_000, now, () => this.replies.ids());
    this.lastUse = now;
  }

  /** Whether nothing has to be remembered of it. */
  get isBlank(): boolean {
    return this.running.size === 0 && !this.hasEnded;
  }
}

export class AtMostOnce {
  readonly #scopes = new Map<string, Scope>();
  /** Scopes with kept replies, the one that was answered longest ago first, and the bytes of all. */
  readonly #keepers = new Set<Scope>();
  #bytes = 0;

  constructor(
    readonly limits: Limits,
    readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Answers a request with the reply of `work`, unless the request was seen before. `answered` is called once.
   *
   * @param scope the client instance or the connection
   * @throws InvalidRequest where the same id came with something else, ReplyExpired, ServerBusy where there are too many
   * scopes
   */
  answer(
    scope: string,
    id: string,
    fingerprint: number,
    answered: Answered,
    work: (done: Done) => void,
  ): void {
    const now = this.now();
    const known = this.#scope(scope, now);
    const running = known.running.get(id);
    if (running !== undefined) {
      requireSame(running.fingerprint, fingerprint, id);
      running.joined ??= [];
      running.joined.push(answered);
      return;
    }
    const hash = hashOf(id);
    if (known.ended.has(hash, now)) {
      const kept = known.replies.find(hash);
      if (kept === undefined) throw new ReplyExpired({ request_id: id });
      requireSame(kept.fingerprint, fingerprint, id);
      answered(kept.reply);
      return;
    }
    const begun: Running = { fingerprint, joined: undefined };
    known.running.set(id, begun);
    work((reply, isBegun) => {
      known.running.delete(id);
      if (isBegun) this.#keep(known, hash, fingerprint, reply);
      else if (known.isBlank) this.#scopes.delete(scope);
      answered(reply);
      for (const joined of begun.joined ?? []) joined(reply);
    });
  }

  /** Forgets a connection that is gone, or a client instance. */
  forget(name: string): void {
    const scope = this.#scopes.get(name);
    if (scope === undefined) return;
    this.#scopes.delete(name);
    this.#letGo(scope);
  }

  /** Forgets the scopes whose ids no longer have to be remembered. */
  sweep(): void {
    const oldest = this.now() - this.limits.reply_retention_s * 1_000;
    for (const [name, scope] of this.#scopes)
      if (scope.lastUse < oldest && scope.running.size === 0) this.forget(name);
  }

  #keep(scope: Scope, id: number, fingerprint: number, reply: string): void {
    const { replies } = scope;
    const before = replies.bytes;
    replies.keep(id, fingerprint, reply);
    this.#bytes += replies.bytes - before;
    this.#keepers.delete(scope);
    this.#keepers.add(scope);
    scope.ended.add(id, this.now());
    scope.hasEnded = true;
    while (this.#bytes > this.limits.kept_reply_bytes) {
      const [idle] = this.#keepers;
      if (idle === undefined) return;
      this.#letGo(idle);
    }
  }

  /** Lets go of a scope's replies; its ids stay known. */
  #letGo(scope: Scope): void {
    this.#keepers.delete(scope);
    this.#bytes -= scope.replies.bytes;
    scope.replies.clear();
  }

  #scope(name: string, now: number): Scope {
    let scope = this.#scopes.get(name);
    if (scope === undefined) {
      // To forget one would be to run again what it sends again.
      if (this.#scopes.size >= this.limits.client_instances) throw new ServerBusy({});
      scope = new Scope(this.limits, now);
      this.#scopes.set(name, scope);
    }
    scope.lastUse = now;
    return scope;
  }
}

const requireSame = (known: number, fingerprint: number, id: string): void => {
  if (known === fingerprint) return;
  throw new InvalidRequest({
    path: "id",
    expected: "an id of its own for each request",
    found: `the id ${JSON.stringify(id)} of an earlier request that asked for something else`,
  });
};
