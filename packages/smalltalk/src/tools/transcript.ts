/** Where the Transcript's text goes while code runs. */
import { Capture, type ProcessGroup } from "../machine/index.js";

/** Bytes that a run may write where its request names no limit. */
export const DEFAULT_MAX_OUTPUT_BYTES = 1024 * 1024;

/** Bytes kept of what processes write while no run of their session gathers it. */
const MAX_LEFT_BYTES = 64 * 1024;

/** What was written, in one session or in none. */
class Gathered {
  parts: string[] = [];
  bytes = 0;
  limit = Number.POSITIVE_INFINITY;
  /** Whether what is written belongs to a run. */
  isOpen = false;
  /** How often it was opened. */
  openings = 0;
  /** Of the parts, how many the listener has heard. */
  told = 0;
  /** What was told ended with a CR: an LF that follows it is part of the same line end. */
  afterCr = false;
}

export class Transcript {
  /** Of the session whose turn it is; of none, where that is no session's. */
  #own = new Gathered();
  #group: ProcessGroup | null = null;
  readonly #nobodys = this.#own;
  readonly #ofGroups = new WeakMap<ProcessGroup, Gathered>();
  /** Hears what a run writes, when `tell` is called and at its end; line ends are LF. */
  listener: ((text: string) => void) | undefined;

  /** The session whose turn it is. */
  get group(): ProcessGroup | null {
    return this.#group;
  }

  /** Whether what is written belongs to a run. */
  get isOpen(): boolean {
    return this.#own.isOpen;
  }

  /** Tells one `open` from another. */
  get openings(): number {
    return this.#own.openings;
  }

  /** What is written from now on belongs to this session; answers the one before. */
  turnTo(group: ProcessGroup | null): ProcessGroup | null {
    const before = this.#group;
    if (group === before) return before;
    this.#group = group;
    if (group === null) this.#own = this.#nobodys;
    else {
      let own = this.#ofGroups.get(group);
      if (own === undefined) {
        own = new Gathered();
        this.#ofGroups.set(group, own);
      }
      this.#own = own;
    }
    return before;
  }

  /** Begins to gather what a run writes; `limit` in bytes of UTF-8. What its session's processes wrote before comes first. */
  open(limit: number): void {
    const left = this.#group === null ? [] : this.#own.parts;
    this.#reset(limit, true);
    this.#own.openings += 1;
    for (const text of left) this.write(text);
  }

  /** Throws a Capture where the run has written more than it may; what fits stays. */
  readonly write = (text: string): void => {
    const own = this.#own;
    const bytes = Buffer.byteLength(text);
    if (!own.isOpen && own.bytes + bytes > MAX_LEFT_BYTES) return;
    if (own.bytes + bytes > own.limit) {
      own.parts.push(firstBytes(text, own.limit - own.bytes));
      own.bytes = own.limit;
      throw new Capture({ kind: "output", limit: own.limit });
    }
    own.bytes += bytes;
    own.parts.push(text);
  };

  /** As `write`, for what the engine says of a session's processes: what does not fit is left out. */
  note(group: ProcessGroup, text: string): void {
    const before = this.turnTo(group);
    const own = this.#own;
    if (own.bytes + Buffer.byteLength(text) <= own.limit) this.write(text);
    this.turnTo(before);
  }

  /** The listener hears what is new. */
  tell(): void {
    const own = this.#own;
    if (this.listener === undefined || !own.isOpen || own.told === own.parts.length) return;
    const written = own.parts.slice(own.told).join("");
    own.told = own.parts.length;
    const text = own.afterCr && written.startsWith("\n") ? written.slice(1) : written;
    if (written !== "") own.afterCr = written.endsWith("\r");
    if (text !== "") this.listener(withLineFeeds(text));
  }

  /** What was written since `open`; line ends of Smalltalk (CR) become LF. What is written from now on is no run's. */
  take(): string {
    this.tell();
    const { parts } = this.#own;
    const text = parts.length === 0 ? "" : withLineFeeds(parts.join(""));
    this.#reset(Number.POSITIVE_INFINITY, false);
    return text;
  }

  #reset(limit: number, isOpen: boolean): void {
    const own = this.#own;
    if (own.parts.length > 0) own.parts = [];
    own.bytes = 0;
    own.limit = limit;
    own.isOpen = isOpen;
    own.told = 0;
    own.afterCr = false;
  }
}

const withLineFeeds = (text: string): string => text.replace(/\r\n?/g, "\n");

/** The whole characters among the first `limit` bytes of the UTF-8. */
function firstBytes(text: string, limit: number): string {
  const room = new Uint8Array(limit);
  const { read } = new TextEncoder().encodeInto(text, room);
  return text.slice(0, read);
}
