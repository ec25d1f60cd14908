/** An image in this process. */
import type { StuiEvent, SubscribableEvent } from "@stui/protocol";
import { ConfigurationError, configure, type LocalServer, openLocal } from "@stui/server/local";
import { UsageError } from "../arguments/declaration.js";
import type { Caller } from "./caller.js";

export const openLocalCaller = async (timeoutMs: number | undefined): Promise<Caller> => {
  const values = new Map<string, unknown>();
  if (timeoutMs !== undefined)
    for (const limit of ["evaluation_timeout_ms", "max_evaluation_timeout_ms"])
      values.set(`limits.${limit}`, timeoutMs);
  const feeds = new LocalFeeds();
  const { configuration } = configured(values);
  const server = await openLocal(configuration, undefined, (event) => feeds.tell(event));
  return {
    call: (command, parameters) => server.call(command, parameters),
    follow: (sessionId, events, onEvent) => feeds.follow(server, { sessionId, events, onEvent }),
    onConnection: () => undefined,
    giveUp: () => false,
    close: () => server.close(),
  };
};

const configured = (values: ReadonlyMap<string, unknown>): ReturnType<typeof configure> => {
  try {
    return configure([{ name: "--timeout", values }]);
  } catch (error) {
    throw error instanceof ConfigurationError ? new UsageError(error.message) : error;
  }
};

interface Follower {
  readonly sessionId: string;
  readonly events: readonly SubscribableEvent[];
  readonly onEvent: (event: StuiEvent) => void;
}

/** Who follows which events: a session has one subscription, to all that its followers want. */
class LocalFeeds {
  readonly #followers = new Set<Follower>();

  async follow(server: LocalServer, follower: Follower): Promise<() => Promise<void>> {
    this.#followers.add(follower);
    await this.#subscribe(server, follower.sessionId);
    return async () => {
      this.#followers.delete(follower);
      await this.#subscribe(server, follower.sessionId);
    };
  }

  tell(event: StuiEvent): void {
    for (const { sessionId, events, onEvent } of this.#followers)
      if (sessionId === event.session_id && events.some((each) => each === event.event)) onEvent(event);
  }

  async #subscribe(server: LocalServer, session_id: string): Promise<void> {
    const followers = [...this.#followers].filter((each) => each.sessionId === session_id);
    const events = [...new Set(followers.flatMap((each) => each.events))];
    if (events.length > 0) await server.call("subscribe", { session_id, events });
    else await server.call("unsubscribe", { session_id });
  }
}
