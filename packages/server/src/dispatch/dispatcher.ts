/**
 * A request's way from the codec to its handler and back: whom it speaks for, at most once, the session and its lane.
 * Replies are texts, made as soon as they are known.
 */
import {
  type AnyRequest,
  type BatchReply,
  type CommandName,
  type ConnectionSessionRequest,
  commands,
  type Decoded,
  type DecodedRequest,
  encodeBatch,
  encodeError,
  encodeResult,
  Interrupted,
  type Limits,
  type ReplyAddress,
  type Result,
  ShuttingDown,
} from "@stui/protocol";
import type { Handlers } from "../commands/handler.js";
import type { Image, RunId } from "../images/image.js";
import type { Log } from "../operations/log.js";
import type { Metrics } from "../operations/metrics.js";
import type { SessionDirectory } from "../sessions/directory.js";
import { imageCrashed } from "../sessions/image-ended.js";
import { Lane, nextRun } from "../sessions/lane.js";
import type { Session } from "../sessions/session.js";
import { type Answered, AtMostOnce, type Done } from "./at-most-once.js";
import type { Connection } from "./connection.js";
import { toldError } from "./failures.js";
import { fingerprintOf } from "./fingerprint.js";

/** A request that failed. */
type Failed = ReplyAddress & { readonly command: CommandName };

export class Dispatcher {
  readonly #once: AtMostOnce;
  /** Requests that have no reply yet. */
  #open = 0;
  #stopping = false;
  /** Runs that belong to no session. */
  readonly #loose = new Lane();
  #drained: (() => void)[] = [];

  constructor(
    readonly handlers: Handlers,
    readonly sessions: SessionDirectory,
    readonly limits: Limits,
    readonly log: Log,
    readonly metrics: Metrics,
  ) {
    this.#once = new AtMostOnce(limits);
  }

  /** Answers a body; `reply` is called once with the text of the reply, at once or later. */
  handle(decoded: Decoded, connection: Connection, reply: Answered): void {
    if (decoded.kind === "single") this.#answer(decoded.request, connection, reply);
    else this.#answerBatch(decoded.requests, connection, reply);
  }

  /** Carries out one request without a codec; throws a StuiError where it fails. */
  async call<C extends CommandName>(request: AnyRequest<C>, connection: Connection): Promise<Result<C>> {
    let session: Session | undefined;
    this.#open += 1;
    try {
      connection.speakFor(request.clientId);
      session = this.#sessionOf(request.command, request.parameters, connection);
      return await this.#carryOut(request, connection, session);
    } catch (thrown) {
      throw toldError(thrown, session, this.log);
    } finally {
      this.#answered();
    }
  }

  /** A connection is gone: what was kept for it is let go. */
  forget(connection: Connection): void {
    this.#once.forget(connection.id);
    connection.depart();
    connection.session?.then((session) => this.sessions.close(session)).catch(() => undefined);
  }

  /** Requests that have begun and have no reply yet. */
  get open(): number {
    return this.#open;
  }

  /** Lets go what has been remembered long enough. */
  sweep(): void {
    this.#once.sweep();
  }

  /** Begins nothing more; resolves when everything that was open is answered. */
  drain(): Promise<void> {
    this.#stopping = true;
    for (const session of this.sessions.all()) session.lane.refuseWaiting(new ShuttingDown());
    return this.#open === 0 ? Promise.resolve() : new Promise((resolve) => this.#drained.push(resolve));
  }

  /** Ends what runs; its requests are answered as interrupted. */
  interruptAll(images: Iterable<Image>): void {
    for (const session of this.sessions.all())
      session.lane.interruptAll((run) => session.image.interrupt(run));
    for (const image of images) this.#loose.interruptAll((run) => image.interrupt(run));
  }

  #answered(): void {
    this.#open -= 1;
    if (this.#open === 0) for (const told of this.#drained.splice(0)) told();
  }

  #answer(request: DecodedRequest, connection: Connection, answered: Answered): void {
    switch (request.kind) {
      case "refused":
        this.metrics.refused(request.error.type);
        answered(encodeError(request, request.error, Date.now(), this.limits.max_message_bytes));
        return;
      case "connection_session":
        void this.#answerInOwnSession(request, connection, answered);
        return;
      case "request":
        this.#perform(request, connection, answered);
    }
  }

  #answerBatch(requests: readonly DecodedRequest[], connection: Connection, reply: Answered): void {
    const replies: BatchReply[] = requests.map((request) => ({ to: request, text: "" }));
    // One more than the requests, so that an array of none is answered as well.
    let open = requests.length + 1;
    const endOne = (): void => {
      open -= 1;
      if (open === 0) reply(encodeBatch(replies, this.limits.max_message_bytes));
    };
    for (const [index, request] of requests.entries()) {
      this.#answer(request, connection, (text) => {
        replies[index] = { to: request, text };
        endOne();
      });
    }
    endOne();
  }

  /** A request of 1.0.0 that names no session: it works in the connection's. */
  async #answerInOwnSession(
    request: ConnectionSessionRequest,
    connection: Connection,
    answered: Answered,
  ): Promise<void> {
    this.#open += 1;
    try {
      connection.speakFor(request.clientId);
      const session = await this.#ownSession(connection);
      this.#perform(request.withSession(session.id), connection, answered);
    } catch (thrown) {
      answered(this.#failure(request, thrown, undefined));
    } finally {
      this.#answered();
    }
  }

  #ownSession(connection: Connection): Promise<Session> {
    const known = connection.session;
    const made =
      known === undefined
        ? this.#createOwn(connection)
        : known.then((session) => (session.closed ? this.#createOwn(connection) : session));
    connection.session = made;
    made.catch(() => {
      if (connection.session === made) connection.session = undefined;
    });
    return made;
  }

  #createOwn(connection: Connection): Promise<Session> {
    return this.sessions.create({ clientId: connection.speaker ?? connection.id });
  }

  #perform<C extends CommandName>(request: AnyRequest<C>, connection: Connection, answered: Answered): void {
    try {
      connection.speakFor(request.clientId);
      if (commands[request.command].effects === "none") {
        this.#run(request, connection, (text) => answered(text));
        return;
      }
      const scope = request.client ?? connection.id;
      this.#once.answer(scope, request.id, fingerprintOf(request), answered, (done) =>
        this.#run(request, connection, done),
      );
    } catch (thrown) {
      answered(this.#failure(request, thrown, undefined));
    }
  }

  /** Carries out a request that is not a repetition. Never throws. */
  #run<C extends CommandName>(request: AnyRequest<C>, connection: Connection, done: Done): void {
    let session: Session | undefined;
    let result: Result<C> | Promise<Result<C>>;
    let isBegun = false;
    try {
      if (this.#stopping && commands[request.command].lane !== "control") throw new ShuttingDown();
      session = this.#sessionOf(request.command, request.parameters, connection);
      isBegun = true;
      result = this.#carryOut(request, connection, session);
    } catch (thrown) {
      done(this.#failure(request, thrown, session), isBegun);
      return;
    }
    if (!(result instanceof Promise)) {
      done(this.#success<C>(request, result), true);
      return;
    }
    this.#open += 1;
    const begun = performance.now();
    const ended = (text: string): void => {
      this.metrics.meter(request.command).durations.add(performance.now() - begun);
      done(text, true);
      this.#answered();
    };
    result.then(
      (value) => ended(this.#success<C>(request, value)),
      (thrown: unknown) => ended(this.#failure(request, thrown, session)),
    );
  }

  #success<C extends CommandName>(request: AnyRequest<C>, result: Result<C>): string {
    try {
      const text = encodeResult<C>(request, result, Date.now(), this.limits.max_message_bytes);
      this.metrics.meter(request.command).succeeded += 1;
      return text;
    } catch (thrown) {
      return this.#failure(request, thrown, undefined);
    }
  }

  #failure(to: Failed, thrown: unknown, session: Session | undefined): string {
    // What is ended since the server ends is told so.
    const reason = this.#stopping && thrown instanceof Interrupted ? new ShuttingDown() : thrown;
    const error = toldError(reason, session, this.log);
    this.metrics.meter(to.command).failed(error.type);
    return encodeError(to, error, Date.now(), this.limits.max_message_bytes);
  }

  /** The session that the parameters name; throws where there is none, or it is another's. */
  #sessionOf(command: CommandName, parameters: object, connection: Connection): Session | undefined {
    if (!("session_id" in parameters) || typeof parameters.session_id !== "string") return undefined;
    const { session_id: id } = parameters;
    return command === "restore_session"
      ? this.sessions.wake(id, connection.speaker)
      : this.sessions.require(id, connection.speaker);
  }

  #carryOut<C extends CommandName>(
    request: AnyRequest<C>,
    connection: Connection,
    session: Session | undefined,
  ): Result<C> | Promise<Result<C>> {
    const { command, id: requestId } = request;
    const { lane } = commands[command];
    if (this.#stopping && lane !== "control") throw new ShuttingDown();
    const handler = this.handlers[command];
    const { speaker } = connection;
    const begin = (run: RunId): Result<C> | Promise<Result<C>> =>
      handler(request.parameters, { requestId, speaker, receiver: connection, session, run });
    if (lane === "control") return begin(nextRun());
    if (session === undefined)
      return lane === "read" ? begin(nextRun()) : this.#loose.beside(requestId, begin);
    const work = (run: RunId): Result<C> | Promise<Result<C>> =>
      session.workspaceGone ? this.#afterLoss(session, () => begin(run)) : begin(run);
    if (lane === "read") return session.lane.beside(requestId, work);
    return session.lane.inOrder(requestId, work, command === "evaluate" && session.quick);
  }

  /** The session's image died since the last request: the workspace is opened again, and the client is told once. */
  async #afterLoss<T>(session: Session, begin: () => T | Promise<T>): Promise<T> {
    await session.reopenWorkspace();
    const reason = session.takeLoss();
    if (reason !== undefined) throw imageCrashed(session.imageName, reason);
    return begin();
  }
}
