/**
 * Carries out each request with effects at most once. The scope is the client instance that the request names, else its
 * connection: a repetition joins the one that runs, or gets the reply that was kept.
 */
import { InvalidRequest, type Limits, ReplyExpired } from "@stui/protocol";
import { KeptReplies } from "./kept-replies.js";
import { KnownIds } from "./known-ids.js";
import { hashOf } from "./seeded-hash.js";

/** Takes the text of a reply. */
export type Answered = (reply: string) => void;

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
  lastUse: number;

  constructor(limits: Limits, now: number) {
    this.replies = new KeptReplies(limits.kept_replies_per_client, limits.kept_reply_bytes_per_client);
    this.ended = new KnownIds(limits.reply_retention_s * 1_000, now, () => this.replies.ids());
    this.lastUse = now;
  }

  keep(id: number, fingerprint: number, reply: string, now: number): void {
    this.replies.keep(id, fingerprint, reply);
    this.ended.add(id, now);
  }
}

export class AtMostOnce {
  readonly #scopes = new Map<string, Scope>();

  constructor(
    readonly limits: Limits,
    readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Answers a request with the reply of `work`, unless the request was seen before. `answered` is called once.
   *
   * @param scope the client instance or the connection
   * @throws InvalidRequest where the same id came with something else, ReplyExpired
   */
  answer(
    scope: string,
    id: string,
    fingerprint: number,
    answered: Answered,
    work: (done: Answered) => void,
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
    work((reply) => {
      known.running.delete(id);
      known.keep(hash, fingerprint, reply, this.now());
      answered(reply);
      for (const joined of begun.joined ?? []) joined(reply);
    });
  }

  /** Forgets a connection that is gone, or a client instance. */
  forget(scope: string): void {
    this.#scopes.delete(scope);
  }

  /** Forgets the scopes whose ids no longer have to be remembered. */
  sweep(): void {
    const oldest = this.now() - this.limits.reply_retention_s * 1_000;
    for (const [name, scope] of this.#scopes)
      if (scope.lastUse < oldest && scope.running.size === 0) this.#scopes.delete(name);
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
}

const requireSame = (known: number, fingerprint: number, id: string): void => {
  if (known === fingerprint) return;
  throw new InvalidRequest({
    path: "id",
    expected: "an id of its own for each request",
    found: `the id ${JSON.stringify(id)} of an earlier request that asked for something else`,
  });
};
