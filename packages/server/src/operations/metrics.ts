/**
 * What the server counts of its work. Recording is an addition to a field; whatever can be looked at when somebody asks
 * is not recorded, but told by the part that knows it.
 */
import { type CommandName, commandNames, type ErrorType } from "@stui/protocol";
import { Histogram } from "./histogram.js";

/** Values by name; the unit is in the name, `_total` marks what only grows. */
export type Readings = Readonly<Record<string, number>>;

/** The requests of one command. */
export class CommandMeter {
  succeeded = 0;
  readonly #failed = new Map<ErrorType, number>();
  /** Of those that were not answered at once: from the command's begin, or its place in a queue, to the reply. */
  readonly durations = new Histogram();

  failed(type: ErrorType): void {
    this.#failed.set(type, (this.#failed.get(type) ?? 0) + 1);
  }

  /** By outcome. */
  *outcomes(): Generator<readonly [outcome: string, count: number]> {
    if (this.succeeded > 0) yield ["success", this.succeeded];
    yield* this.#failed;
  }
}

export class Metrics {
  readonly #meters = new Map<CommandName, CommandMeter>();
  readonly #refused = new Map<ErrorType, number>();
  readonly #sources: (() => Readings)[] = [];
  bytesReceived = 0;
  /** UTF-16 units: counting the bytes of a text would cost more than all the rest. */
  charactersSent = 0;

  constructor() {
    for (const name of commandNames) this.#meters.set(name, new CommandMeter());
  }

  meter(command: CommandName): CommandMeter {
    const meter = this.#meters.get(command);
    if (meter === undefined) throw new TypeError(`there is no command ${command}`);
    return meter;
  }

  /** A request that was none of any command. */
  refused(type: ErrorType): void {
    this.#refused.set(type, (this.#refused.get(type) ?? 0) + 1);
  }

  /** Has a part of the server asked for what it knows. */
  addSource(read: () => Readings): void {
    this.#sources.push(read);
  }

  /** All values now. Commands that were never asked for are left out. */
  read(): Readings {
    const values = new Map<string, number>();
    let total = 0;
    for (const [command, meter] of this.#meters) {
      for (const [outcome, count] of meter.outcomes()) {
        values.set(`requests_total.${command}.${outcome}`, count);
        total += count;
      }
      const durations = [...meter.durations.cumulated()];
      const [, all] = durations.at(-1) ?? ["inf", 0];
      if (all === 0) continue;
      for (const [bound, count] of durations) values.set(`duration_ms.${command}.le_${bound}`, count);
      values.set(`duration_ms.${command}.sum`, meter.durations.sum);
    }
    for (const [type, count] of this.#refused) {
      values.set(`requests_total.refused.${type}`, count);
      total += count;
    }
    values.set("requests_total", total);
    values.set("bytes_received_total", this.bytesReceived);
    values.set("characters_sent_total", this.charactersSent);
    for (const read of this.#sources)
      for (const [name, value] of Object.entries(read())) values.set(name, value);
    return Object.fromEntries(values);
  }
}
