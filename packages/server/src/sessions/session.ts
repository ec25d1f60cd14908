/** A session: a workspace in an image, whose it is, and what clients keep with it. */
import { InvalidRequest, type JsonObject, type Result } from "@stui/protocol";
import type { Feed } from "../events/feed.js";
import type { Image } from "../images/image.js";
import { Lane } from "./lane.js";

export type SessionInfo = Result<"get_session_info">;

export interface SessionSeed {
  readonly id: string;
  readonly clientId: string;
  readonly name: string | null;
  readonly imageName: string;
  readonly image: Image;
  /** Seconds without a request after which it expires. */
  readonly timeout: number;
}

export class Session {
  readonly id: string;
  readonly clientId: string;
  readonly name: string | null;
  readonly imageName: string;
  readonly image: Image;
  readonly timeout: number;
  readonly lane = new Lane();
  readonly createdAt: number;
  /** Milliseconds since 1970. */
  lastModified: number;
  /** Of the monotonic clock, in milliseconds: what expiry is reckoned from. */
  #lastRequest: number;
  state: JsonObject = {};
  evaluations = 0;
  /** Whether the last evaluation took hardly any time: then the next ones are given to the image ahead of their turn. */
  quick = false;
  /** Why its workspace was lost, until its client has been told. */
  #loss: string | undefined;
  #workspaceGone = false;
  closed = false;
  /** Its events, once somebody has subscribed to them; made by the audience. */
  feed: Feed | undefined;
  /** Whether it ended because its image was closed. */
  endedWithImage = false;

  constructor(seed: SessionSeed, now: number, moment: number) {
    this.id = seed.id;
    this.clientId = seed.clientId;
    this.name = seed.name;
    this.imageName = seed.imageName;
    this.image = seed.image;
    this.timeout = seed.timeout;
    this.createdAt = moment;
    this.lastModified = moment;
    this.#lastRequest = now;
  }

  /** A request came. */
  touch(now: number): void {
    this.#lastRequest = now;
  }

  /** Milliseconds until it expires, seen at `now`; where something runs, all its time is before it. */
  remaining(now: number): number {
    const whole = this.timeout * 1_000;
    return this.lane.active ? whole : this.#lastRequest + whole - now;
  }

  /**
   * Merges key by key; null removes a key.
   *
   * @param maxBytes of the whole state as JSON
   * @throws InvalidRequest where it would be longer; then nothing has changed
   */
  merge(data: JsonObject, maxBytes: number): void {
    const merged = new Map(Object.entries(this.state));
    for (const [key, value] of Object.entries(data)) {
      if (value === null) merged.delete(key);
      else merged.set(key, value);
    }
    const state = Object.fromEntries(merged);
    const bytes = Buffer.byteLength(JSON.stringify(state));
    if (bytes > maxBytes)
      throw new InvalidRequest({
        path: "parameters.state_data",
        expected: `a session state of at most ${maxBytes} bytes in all`,
        found: `${bytes} bytes`,
      });
    this.state = state;
    this.lastModified = Date.now();
  }

  /** The image died and took the workspace with it. */
  lose(reason: string): void {
    // Who never had anything in it has lost nothing.
    if (this.lane.hasRun) this.#loss = reason;
    this.#workspaceGone = true;
    this.quick = false;
  }

  /** Whether the workspace has to be opened again before anything else. */
  get workspaceGone(): boolean {
    return this.#workspaceGone;
  }

  /** Opens an empty workspace in place of the one that was lost. */
  async reopenWorkspace(): Promise<void> {
    this.#workspaceGone = false;
    await this.image.openWorkspace(this.id);
  }

  /** Why the workspace was lost, once: whoever asks tells the client. */
  takeLoss(): string | undefined {
    const loss = this.#loss;
    this.#loss = undefined;
    return loss;
  }

  describe(now: number): SessionInfo {
    const remaining = Math.max(0, this.remaining(now));
    return {
      session_id: this.id,
      client_id: this.clientId,
      name: this.name,
      image: this.imageName,
      created_at: new Date(this.createdAt).toISOString(),
      last_modified: new Date(this.lastModified).toISOString(),
      timeout: this.timeout,
      is_active: !this.closed && remaining > 0,
      time_until_expiry: remaining / 1_000,
      is_expired: remaining === 0,
      evaluation_count: this.evaluations,
      busy: this.lane.busy,
      durable: false,
    };
  }
}
