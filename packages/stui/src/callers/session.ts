/** A session of this process's own: its variables live from one evaluation to the next. */
import { randomBytes } from "node:crypto";
import {
  type Parameters,
  type Result,
  SessionExpired,
  SessionNotFound,
  type StuiEvent,
  type SubscribableEvent,
} from "@stui/protocol";
import type { Caller } from "./caller.js";

/** Characters. */
const LONGEST_DISPLAY = 1_000_000;

/** What `inspect` is asked, but for the session. */
export type Asked =
  Parameters<"inspect"> extends infer Each
    ? Each extends { readonly session_id: string }
      ? Omit<Each, "session_id">
      : never
    : never;

export class OwnSession {
  readonly #caller: Caller;
  readonly clientId: string;
  #id: string;

  private constructor(caller: Caller, clientId: string, id: string) {
    this.#caller = caller;
    this.clientId = clientId;
    this.#id = id;
  }

  get id(): string {
    return this.#id;
  }

  static async open(caller: Caller): Promise<OwnSession> {
    const client_id = `stui-${randomBytes(8).toString("hex")}`;
    const { session_id } = await caller.call("create_session", { client_id });
    return new OwnSession(caller, client_id, session_id);
  }

  /**
   * @param timeoutMs milliseconds; what the server allows where absent
   * @param debug whether a debugger is to have the process where it fails
   */
  evaluate(
    code: string,
    timeoutMs?: number,
    debug?: Parameters<"evaluate">["debug"],
  ): Promise<Result<"evaluate">> {
    const timeout = timeoutMs === undefined ? {} : { timeout_ms: timeoutMs };
    const debugging = debug === undefined ? {} : { debug };
    return this.#caller.call("evaluate", { session_id: this.#id, code, ...timeout, ...debugging }, timeoutMs);
  }

  /** The display string of the code's value, whole. @throws StuiError */
  async display(code: string, timeoutMs?: number): Promise<string> {
    const timeout = timeoutMs === undefined ? {} : { timeout_ms: timeoutMs };
    const { display = "" } = await this.#caller.call(
      "evaluate",
      { session_id: this.#id, code, evaluation_mode: "display", max_print: LONGEST_DISPLAY, ...timeout },
      timeoutMs,
    );
    return display;
  }

  fileIn(
    texts: Pick<Parameters<"file_in">, "format"> & { readonly files: Readonly<Record<string, string>> },
  ): Promise<Result<"file_in">> {
    return this.#caller.call("file_in", { session_id: this.#id, ...texts });
  }

  /** @param definition one message that defines a class or a trait */
  defineClass(definition: string): Promise<Result<"define_class">> {
    return this.#caller.call("define_class", { session_id: this.#id, definition });
  }

  /** @param protocol of the method; the one it has where absent */
  compileMethod(method: {
    readonly className: string;
    readonly source: string;
    readonly isClassSide: boolean;
    readonly protocol?: string | undefined;
  }): Promise<Result<"compile_method">> {
    return this.#caller.call("compile_method", {
      session_id: this.#id,
      class_name: method.className,
      source: method.source,
      is_class_method: method.isClassSide,
      ...(method.protocol === undefined ? {} : { category: method.protocol }),
    });
  }

  /** @param asked all but the session */
  inspect(asked: Asked): Promise<Result<"inspect">> {
    return this.#caller.call("inspect", { session_id: this.#id, ...asked });
  }

  runTests(
    what: { readonly class_name: string; readonly selector?: string } | { readonly package: string },
  ): Promise<Result<"run_tests">> {
    return this.#caller.call("run_tests", { session_id: this.#id, ...what });
  }

  /** Has events of it told, until it is renewed. Answers how to end it. @throws StuiError where there are none */
  follow(
    events: readonly SubscribableEvent[],
    onEvent: (event: StuiEvent) => void,
  ): Promise<() => Promise<void>> {
    return this.#caller.follow(this.#id, events, onEvent);
  }

  /** Stops what runs; answers whether there was something. */
  async interrupt(): Promise<boolean> {
    const { interrupted } = await this.#caller.call("interrupt", { session_id: this.#id });
    return interrupted;
  }

  /** Whether the server still knows it; that it was asked keeps it from expiring. */
  async isKnown(): Promise<boolean> {
    try {
      await this.#caller.call("get_session_info", { session_id: this.#id });
      return true;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  }

  /** Begins anew where the server no longer knows the session; the variables are gone then. */
  async renew(): Promise<void> {
    const { session_id } = await this.#caller.call("create_session", { client_id: this.clientId });
    this.#id = session_id;
  }

  /** Ends it, with what runs in it. */
  async close(): Promise<void> {
    try {
      await this.#caller.call("close_session", { session_id: this.#id });
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

/** Whether an error says that the session is no more. */
export const isGone = (error: unknown): boolean =>
  error instanceof SessionNotFound || error instanceof SessionExpired;
