/**
 * Who made the heap grow. V8 does not count by process: so growth is seen at polls, and belongs to the process that runs
 * then. What a collection leaves of it is shared out by what each had made since the one before; what an ended process
 * kept, its session keeps.
 */
import { collectGarbage, heapCapacity, heapInUse, openReserve, takeLargest } from "../primitives/room.js";
import type { ProcessGroup, StProcess } from "./process.js";

/** Share of the capacity that may be in use behind a collection: with more, one would follow the other. */
const STILL_FREE_ENOUGH = 0.9;
/** Share of the capacity that a process and its session must keep to be at fault. */
const LEAST_KEPT = 1 / 64;
/** Milliseconds between two looks. */
const LOOK_MS = 1;

/** Milliseconds for V8's other threads behind a collection. */
const OTHER_THREAD_MS = 5;

/** Bytes of a session that are not worth remembering. */
const FORGOTTEN = 1024;

/** A request for no more than so many times what a run has been given in one piece is growth, not a slip. */
const GROWTH = 8;
/** Requests in a row for what there never is room for. */
const MOST_REFUSED = 100;

/** The large objects that a run and all that it forks have asked for. */
export class LargeObjects {
  /** Bytes of the largest that it was given. */
  largest = 0;
  /** Requests that were refused since it was given one. */
  refused = 0;

  /**
   * So many bytes were asked for in one piece, and no object of an image may take them. Answers whether that uses the
   * memory up: where the run has grown to it, or goes on asking. Else it is an error that the run may handle.
   */
  refuse(bytes: number): boolean {
    this.refused += 1;
    return this.refused > MOST_REFUSED || bytes <= this.largest * GROWTH;
  }

  give(bytes: number): void {
    if (bytes === 0) return;
    this.refused = 0;
    this.largest = Math.max(this.largest, bytes);
  }
}

/** What a process is charged with, in bytes. */
export class MemoryCharge {
  /** Since the last collection that was seen. */
  made = 0;
  /** What collections have left of what it made. */
  kept = 0;
}

export class MemoryAccount {
  /** `performance.now()` of the next look. */
  #nextLook = 0;
  /** Bytes in use at the last look. */
  #last = heapInUse();
  /** Bytes in use behind the last collection that was seen. */
  #left = this.#last;
  /** Bytes from which on somebody has to end; more where nobody could be found. */
  #tooMany = heapCapacity();
  #isReserveOpen = false;
  /** A wait on it ends with its time only. */
  readonly #pause = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #processes = new Set<StProcess>();
  /** What sessions are charged with: what their ended processes made. */
  readonly #groups = new Map<ProcessGroup, MemoryCharge>();
  /** Of the running process. */
  #asking = new LargeObjects();

  /** The bytes that all objects together may take. */
  get limit(): number {
    return heapCapacity();
  }

  /** Another process asks from now on. Answers who did before, to be given back. */
  turnTo(asking: LargeObjects): LargeObjects {
    const before = this.#asking;
    before.give(takeLargest());
    this.#asking = asking;
    return before;
  }

  /** No object may take so many bytes. Answers whether the running process has to end for asking: see `LargeObjects`. */
  isUsedUpBy(bytes: number): boolean {
    this.#asking.give(takeLargest());
    return this.#asking.refuse(bytes);
  }

  /** A poll of a process, or of none's. Answers who has to end since the heap is full: who has kept most. */
  look(running: StProcess | null, now: number): StProcess | null {
    if (now < this.#nextLook) return null;
    this.#nextLook = now + LOOK_MS;
    const inUse = heapInUse();
    this.#see(inUse, running);
    return inUse < this.#tooMany ? null : this.#atFault(running);
  }

  /**
   * There is no room for what the running process asks for, behind a collection: answers who has to end. Nobody, where
   * another session fills the heap without running: then there is a reserve.
   */
  refuse(running: StProcess | null): StProcess | null {
    this.#see(heapInUse(), running);
    const most = this.#keepsMost(running);
    if (most !== null || this.#isReserveOpen || !this.#isFilledByOthers(running)) return most ?? running;
    this.#openReserve(true);
    return null;
  }

  #openReserve(isOpen: boolean): void {
    this.#isReserveOpen = isOpen;
    openReserve(isOpen);
  }

  #isFilledByOthers(running: StProcess | null): boolean {
    const least = this.limit * LEAST_KEPT;
    for (const [group, { kept }] of this.#groups) if (kept > least && group !== running?.group) return true;
    return false;
  }

  /** A process has ended. */
  ended(process: StProcess, now: number): void {
    if (now >= this.#nextLook) {
      this.#nextLook = now + LOOK_MS;
      this.#see(heapInUse(), process);
    }
    if (!this.#processes.delete(process)) return;
    let charge = this.#groups.get(process.group);
    if (charge === undefined) {
      charge = new MemoryCharge();
      this.#groups.set(process.group, charge);
    }
    charge.made += process.memory.made;
    charge.kept += process.memory.kept;
  }

  #see(inUse: number, running: StProcess | null): void {
    const growth = inUse - this.#last;
    this.#last = inUse;
    if (growth < 0) this.#settle(inUse, running);
    else if (running !== null) this.#charge(running).made += growth;
  }

  #charge(process: StProcess): MemoryCharge {
    this.#processes.add(process);
    return process.memory;
  }

  /** A collection has left so much. */
  #settle(inUse: number, running: StProcess | null): void {
    const left = inUse - this.#left;
    const share = Math.min(1, inUse / this.#left);
    this.#left = inUse;
    if (inUse < this.limit * STILL_FREE_ENOUGH) this.#openReserve(false);
    const charges = [...this.#groups.values()];
    for (const { memory } of this.#processes) charges.push(memory);
    const made = charges.reduce((sum, charge) => sum + charge.made, 0);
    if (made === 0 && left > 0 && running !== null) this.#charge(running).kept += left;
    for (const charge of charges) {
      charge.kept = charge.kept * share + (left > 0 && made > 0 ? (left * charge.made) / made : 0);
      charge.made = 0;
    }
    for (const [group, { kept }] of this.#groups) if (kept < FORGOTTEN) this.#groups.delete(group);
  }

  #keptBy(group: ProcessGroup): number {
    return this.#groups.get(group)?.kept ?? 0;
  }

  #atFault(running: StProcess | null): StProcess | null {
    collectGarbage();
    // What stood outside the heap is let go of by another thread, behind the collection.
    if (heapInUse() >= this.limit * STILL_FREE_ENOUGH) {
      Atomics.wait(this.#pause, 0, 0, OTHER_THREAD_MS);
      collectGarbage();
    }
    const inUse = heapInUse();
    this.#see(inUse, running);
    this.#tooMany = this.limit;
    if (inUse < this.limit * STILL_FREE_ENOUGH) return null;
    const most = this.#keepsMost(running);
    if (most === null) this.#tooMany = Math.max(this.limit, inUse + this.limit * LEAST_KEPT);
    return most;
  }

  /** Nobody, where a session keeps most that has no process to be ended: then the others are not at fault. */
  #keepsMost(running: StProcess | null): StProcess | null {
    let most: StProcess | null = null;
    let mostKept = this.limit * LEAST_KEPT;
    for (const process of this.#processes) {
      // One that waits for a tool's process stands below it on the native stack.
      if (process.state === "running" && process !== running) continue;
      const kept = process.memory.kept + this.#keptBy(process.group);
      if (kept <= mostKept) continue;
      most = process;
      mostKept = kept;
    }
    for (const [group, { kept }] of this.#groups) if (kept > mostKept && group !== most?.group) return null;
    return most;
  }
}
