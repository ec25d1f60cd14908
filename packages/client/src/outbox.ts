/** Requests of one tick, joined into arrays where that loses nothing: eight in one message cost a third. */
import { MAX_BATCH } from "@stui/protocol";

/** Requests that are joined without having been asked for: more would gain little and wait for each other. */
const MOST_JOINED = 64;
/** Characters of an array; far below what a server takes. */
const MOST_CHARACTERS = 1024 * 1024;

interface Waiting {
  readonly text: string;
  /** Neighbours of the same group go together; those without one go alone. */
  readonly group: number | undefined;
}

/** The group of those that join of themselves. */
const OF_THE_TICK = 0;

export class Outbox {
  #waiting: Waiting[] = [];
  #groups = OF_THE_TICK;
  #asked: number | undefined;

  /** @param send is given each body */
  constructor(readonly send: (body: string) => void) {}

  /**
   * Sends a request before the event loop goes on.
   *
   * @param joins whether it may share an array with others of this tick: then its reply waits for theirs
   */
  add(text: string, joins: boolean): void {
    if (this.#waiting.length === 0) process.nextTick(() => this.#flush());
    this.#waiting.push({ text, group: this.#asked ?? (joins ? OF_THE_TICK : undefined) });
  }

  /** What is added while `make` runs shares an array. */
  together<T>(make: () => T): T {
    const outer = this.#asked;
    if (outer === undefined) {
      this.#groups += 1;
      this.#asked = this.#groups;
    }
    try {
      return make();
    } finally {
      this.#asked = outer;
    }
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    let array: string[] = [];
    let group: number | undefined;
    let characters = 0;
    const close = (): void => {
      const [only] = array;
      if (only !== undefined) this.send(array.length === 1 ? only : `[${array.join(",")}]`);
      array = [];
      characters = 0;
    };
    for (const next of waiting) {
      const most = next.group === OF_THE_TICK ? MOST_JOINED : MAX_BATCH;
      const fits = array.length < most && characters + next.text.length <= MOST_CHARACTERS;
      if (next.group === undefined || next.group !== group || !fits) close();
      array.push(next.text);
      characters += next.text.length + 1;
      group = next.group;
    }
    close();
  }
}
