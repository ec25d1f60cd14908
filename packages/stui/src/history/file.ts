/**
 * The history in a file that several prompts share. Each appends its own lines; whoever finds it too long writes it anew.
 * Both under a lock, or lines would be lost.
 */
import {
  appendFileSync,
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { entriesIn, HISTORY_LIMIT, isWorthKeeping, lineOf } from "./entries.js";

/** Bytes above which a file is written anew. */
const FILE_LIMIT = 4 << 20;
const LOCK_TRIES = 250;
const LOCK_WAIT_MS = 4;
/** Whoever has held a lock for so long has died with it. */
const LOCK_AGE_MS = 2_000;
/** For its owner only: code has secrets in it. */
const MODE = 0o600;

/** `$XDG_STATE_HOME/stui/history`, by default in `~/.local/state`. */
export const historyPath = (environment: Readonly<Record<string, string | undefined>>): string => {
  const { XDG_STATE_HOME: state } = environment;
  const root = state?.startsWith("/") ? state : join(homedir(), ".local", "state");
  return join(root, "stui", "history");
};

export class History {
  readonly #path: string;
  #entries: readonly string[];
  /** Why it is not kept: said once, and no reason to end. */
  readonly problem: string | undefined;

  private constructor(path: string, entries: readonly string[], problem: string | undefined) {
    this.#path = path;
    this.#entries = entries;
    this.problem = problem;
  }

  /** Reads what there is; a file that is missing or broken is as good as empty. */
  static open(path: string): History {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const text = read(path);
      if (text !== "") chmodSync(path, MODE);
      const entries = entriesIn(text);
      const lines = text.split("\n").length;
      if (Buffer.byteLength(text) > FILE_LIMIT || lines > HISTORY_LIMIT + HISTORY_LIMIT / 5) shorten(path);
      return new History(path, entries, undefined);
    } catch (error) {
      return new History(path, [], reasonOf(error));
    }
  }

  /** The oldest first. */
  get entries(): readonly string[] {
    return this.#entries;
  }

  /** Adds one behind the others, in the file as well where that can be done. */
  add(entry: string): void {
    if (!isWorthKeeping(this.#entries, entry)) return;
    this.#entries = [...this.#entries, entry].slice(-HISTORY_LIMIT);
    if (this.problem !== undefined) return;
    try {
      locked(this.#path, () => appendFileSync(this.#path, lineOf(entry), { mode: MODE }));
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "code" in error && typeof error.code === "string";

const reasonOf = (error: unknown): string => {
  if (!isSystemError(error)) throw error;
  return error.message;
};

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return "";
    throw error;
  }
};

/** Keeps the latest entries, those that others have added meanwhile among them. */
const shorten = (path: string): void =>
  locked(path, () => {
    const beside = `${path}.${process.pid}`;
    writeFileSync(beside, entriesIn(read(path)).map(lineOf).join(""), { mode: MODE });
    renameSync(beside, path);
  });

/** Where the lock cannot be had in time, it is done without: a line may be lost then, and nobody waits for ever. */
const locked = (path: string, act: () => void): void => {
  const lock = `${path}.lock`;
  const held = take(lock);
  try {
    act();
  } finally {
    if (held) rmSync(lock, { force: true });
  }
};

const take = (lock: string): boolean => {
  for (let tries = 0; tries < LOCK_TRIES; tries += 1) {
    try {
      closeSync(openSync(lock, "wx", MODE));
      return true;
    } catch (error) {
      if (!isSystemError(error) || error.code !== "EEXIST") throw error;
    }
    const age = ageOf(lock);
    if (age !== undefined && age > LOCK_AGE_MS) rmSync(lock, { force: true });
    else pause(LOCK_WAIT_MS);
  }
  return false;
};

const ageOf = (path: string): number | undefined => {
  const mtimeMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return mtimeMs === undefined ? undefined : Date.now() - mtimeMs;
};

/** Of the whole thread: what holds the lock is done in less. */
const pause = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};
