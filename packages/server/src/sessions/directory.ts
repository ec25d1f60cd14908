/** The sessions of a server: making, finding, expiring and ending them. */
import { randomBytes } from "node:crypto";
import {
  ImageNotFound,
  Interrupted,
  type Limits,
  PermissionDenied,
  SessionExpired,
  SessionLimitExceeded,
  SessionNotFound,
  type StuiError,
} from "@stui/protocol";
import type { DebuggerEvent } from "@stui/smalltalk";
import { DEFAULT_IMAGE } from "../images/directory.js";
import type { Image } from "../images/image.js";
import type { Admission } from "./admission.js";
import { Audience } from "./audience.js";
import { CreationRate } from "./creation-rate.js";
import { imageClosed, imageCrashed } from "./image-ended.js";
import { Session } from "./session.js";

/** Milliseconds of a clock that never goes back. */
export type Clock = () => number;

export interface SessionWishes {
  readonly clientId: string;
  readonly name?: string | undefined;
  /** Seconds. */
  readonly timeout?: number | undefined;
  readonly image?: string | undefined;
}

/** Where the sessions' images are found. */
export interface SessionImages {
  find(name: string): Image | undefined;
  /** The client whose private image that is; undefined where it is everyone's. */
  ownerOf(name: string): string | undefined;
}

/** A session that is no more, and why. */
interface Gone {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The image with which it ended; undefined: it expired. */
  readonly withImage: string | undefined;
}

/** Sessions that are no more and are remembered, so that their clients hear what became of them. */
const MAX_REMEMBERED = 10_000;

export class SessionDirectory {
  readonly #sessions = new Map<string, Session>();
  readonly #byClient = new Map<string, Set<Session>>();
  /** Closed sessions whose workspaces were kept, the oldest first. */
  readonly #sleeping = new Map<string, Session>();
  /** By session id, the oldest first. */
  readonly #gone = new Map<string, Gone>();
  readonly #rate: CreationRate;
  /** Who follows the events of sessions. */
  readonly audience: Audience;

  constructor(
    readonly limits: Limits,
    readonly admission: Admission,
    readonly images: SessionImages,
    readonly now: Clock = () => performance.now(),
  ) {
    this.audience = new Audience(limits);
    this.#rate = new CreationRate(limits.session_creations, limits.session_creation_window_s * 1_000);
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Closed ones whose workspaces were kept. */
  get asleep(): number {
    return this.#sleeping.size;
  }

  get clients(): number {
    return this.#byClient.size;
  }

  all(): Iterable<Session> {
    return this.#sessions.values();
  }

  /** A client's sessions, the oldest first. */
  ofClient(clientId: string): readonly Session[] {
    return [...(this.#byClient.get(clientId) ?? [])];
  }

  inImage(name: string): readonly Session[] {
    return [...this.#sessions.values()].filter((session) => session.imageName === name);
  }

  /**
   * Makes a session and opens its workspace.
   *
   * @throws ClientNotAllowed, SessionLimitExceeded, RateLimited, ImageNotFound, PermissionDenied where the image is another's;
   * ImageDied and ImageClosed where its image ends meanwhile
   */
  async create(wishes: SessionWishes): Promise<Session> {
    const { clientId, name = null, image: imageName = DEFAULT_IMAGE } = wishes;
    this.admission.check(clientId);
    const own = this.#byClient.get(clientId);
    const most = this.limits.max_sessions_per_client;
    if (own !== undefined && own.size >= most) this.sweep();
    if (own !== undefined && own.size >= most)
      throw new SessionLimitExceeded({ client_id: clientId, limit: most });
    const image = this.images.find(imageName);
    if (image === undefined) throw new ImageNotFound({ image: imageName });
    const owner = this.images.ownerOf(imageName);
    if (owner !== undefined && owner !== clientId)
      throw new PermissionDenied({ reason: `the image ${imageName} is private, and another client's` });
    this.#rate.count(clientId, this.now());
    const id = `s_${randomBytes(16).toString("hex")}`;
    const timeout = wishes.timeout ?? this.limits.session_timeout_s;
    const session = new Session({ id, clientId, name, imageName, image, timeout }, this.now(), Date.now());
    this.#add(session);
    try {
      await image.openWorkspace(id);
    } catch (error) {
      this.#remove(session);
      throw error;
    }
    return session;
  }

  /**
   * The session of that id, for a request that came now.
   *
   * @param speaker whom the connection speaks for, if it said so
   * @throws SessionNotFound, SessionExpired, PermissionDenied
   */
  require(id: string, speaker: string | undefined): Session {
    const session = this.peek(id, speaker);
    session.touch(this.now());
    return session;
  }

  /** As `require`, without giving the session new time. */
  peek(id: string, speaker: string | undefined): Session {
    const session = this.#sessions.get(id);
    if (session === undefined) throw this.#missing(id);
    if (session.remaining(this.now()) <= 0) {
      this.#expire(session);
      throw this.#missing(id);
    }
    this.#admit(session, speaker);
    return session;
  }

  /**
   * Wakes the session if it sleeps, else finds it as `require` does.
   *
   * @throws SessionNotFound, SessionExpired, PermissionDenied, SessionLimitExceeded
   */
  wake(id: string, speaker: string | undefined): Session {
    const session = this.#sleeping.get(id);
    if (session === undefined) return this.require(id, speaker);
    this.#admit(session, speaker);
    const awake = this.#byClient.get(session.clientId)?.size ?? 0;
    if (awake >= this.limits.max_sessions_per_client)
      throw new SessionLimitExceeded({
        client_id: session.clientId,
        limit: this.limits.max_sessions_per_client,
      });
    this.#sleeping.delete(id);
    session.closed = false;
    session.touch(this.now());
    this.#add(session);
    session.feed?.publish("session", { state: "woken" });
    return session;
  }

  /** A session awake or asleep, whose saved contexts are to be read; throws as `require`. */
  withContexts(id: string, speaker: string | undefined): Session {
    const sleeping = this.#sleeping.get(id);
    if (sleeping === undefined) return this.peek(id, speaker);
    this.#admit(sleeping, speaker);
    return sleeping;
  }

  /** Ends a session with what runs in it; resolves when its workspace is closed. */
  async close(session: Session): Promise<void> {
    this.#end(session);
    this.audience.leave(session, "closed");
    await session.image.closeWorkspace(session.id);
  }

  /** Ends a session but keeps its workspace, for `wake`. A client has as many asleep as it may have awake. */
  async sleep(session: Session): Promise<void> {
    this.#end(session);
    this.#sleeping.set(session.id, session);
    session.feed?.publish("session", { state: "slept" });
    const own = [...this.#sleeping.values()].filter(({ clientId }) => clientId === session.clientId);
    const [oldest] = own;
    if (oldest === undefined || own.length <= this.limits.max_sessions_per_client) return;
    this.#sleeping.delete(oldest.id);
    this.audience.leave(oldest, "closed");
    await oldest.image.closeWorkspace(oldest.id);
  }

  /** Expires what has had its time. */
  sweep(): void {
    const now = this.now();
    for (const session of this.#sessions.values()) if (session.remaining(now) <= 0) this.#expire(session);
    this.#rate.sweep(now);
    this.audience.sweep();
    const oldest = Date.now() - this.limits.retention_s * 1_000;
    for (const [id, { at }] of this.#gone) {
      if (at >= oldest && this.#gone.size <= MAX_REMEMBERED) break;
      this.#gone.delete(id);
    }
  }

  /** Something has become of a debugger of a session. */
  debugged({ workspace, debuggerId, state, reason }: DebuggerEvent): void {
    const feed = this.#sessions.get(workspace)?.feed;
    if (feed?.wants("debugger") === true)
      feed.publish("debugger", { state, debugger_id: debuggerId, reason });
  }

  /** An image died: its sessions go on with empty workspaces, once they have been told. */
  imageDied(name: string, reason: string): void {
    for (const session of this.inImage(name)) {
      session.lose(reason);
      session.lane.refuseWaiting(imageCrashed(name, reason));
    }
    for (const session of this.#sleeping.values()) if (session.imageName === name) session.lose(reason);
    this.audience.publish(name, "image", { state: "crashed", image: name, reason });
    this.audience.publish(name, "session", { state: "image_crashed", reason });
  }

  /** An image is ready. */
  imageStarted(name: string): void {
    this.audience.publish(name, "image", { state: "started", image: name });
  }

  /** An image is closed: its sessions end with it, and who asks for them later hears why. */
  imageClosed(name: string): void {
    const gone = { at: Date.now(), withImage: name };
    this.audience.publish(name, "image", { state: "closed", image: name });
    for (const session of this.inImage(name)) {
      session.endedWithImage = true;
      this.#remove(session);
      this.audience.leave(session, "closed");
      session.lane.refuseWaiting(imageClosed(session));
      this.#gone.set(session.id, gone);
    }
    for (const [id, session] of this.#sleeping) {
      if (session.imageName !== name) continue;
      this.#sleeping.delete(id);
      this.audience.leave(session, "closed");
      this.#gone.set(id, gone);
    }
  }

  #admit(session: Session, speaker: string | undefined): void {
    if (speaker !== undefined && speaker !== session.clientId)
      throw new PermissionDenied({ reason: "the session belongs to another client", session_id: session.id });
  }

  #end(session: Session): void {
    this.#remove(session);
    session.lane.refuseWaiting(new Interrupted());
    session.lane.interruptAll((run) => session.image.interrupt(run));
  }

  #missing(id: string): StuiError {
    const gone = this.#gone.get(id);
    if (gone === undefined) return new SessionNotFound({ session_id: id });
    const at = new Date(gone.at).toISOString();
    return gone.withImage === undefined
      ? new SessionExpired(
          { session_id: id, expired_at: at },
          `The session ${id} expired at ${at}, and was not durable. Create a new one with create_session.`,
        )
      : new SessionNotFound(
          { session_id: id },
          `The session ${id} ended with its image ${gone.withImage}, which was closed at ${at}. Create a new one with create_session.`,
        );
  }

  #add(session: Session): void {
    this.#sessions.set(session.id, session);
    const own = this.#byClient.get(session.clientId) ?? new Set();
    own.add(session);
    this.#byClient.set(session.clientId, own);
  }

  #remove(session: Session): void {
    session.closed = true;
    this.#sessions.delete(session.id);
    const own = this.#byClient.get(session.clientId);
    own?.delete(session);
    if (own?.size === 0) this.#byClient.delete(session.clientId);
  }

  #expire(session: Session): void {
    this.#remove(session);
    this.#gone.set(session.id, { at: Date.now(), withImage: undefined });
    this.audience.leave(session, "expired");
    // An image that dies or closes meanwhile has no workspace left to close.
    session.image.closeWorkspace(session.id).catch(() => undefined);
  }
}
