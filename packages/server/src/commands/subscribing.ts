/** Following the events of a session. */
import { InvalidRequest, UnsupportedOperation } from "@stui/protocol";
import { type Handlers, inSession } from "./handler.js";
import type { Services } from "./services.js";

export const subscribingHandlers = ({
  sessions,
}: Pick<Services, "sessions">): Pick<Handlers, "subscribe" | "unsubscribe"> => ({
  subscribe: inSession(({ events, since }, session, { receiver }) => {
    const subscriber = receiver.subscriber();
    if (subscriber === undefined)
      throw new UnsupportedOperation({
        operation: "subscribe",
        reason:
          "events go to a DEALER socket that sends its requests without a delimiter frame; elsewhere read the text for the Transcript in the result's output",
      });
    const sequence = session.feed?.sequence ?? 0;
    if (since !== undefined && since > sequence)
      throw new InvalidRequest({
        path: "parameters.since",
        expected: `the sequence of an event of this session, at most ${sequence}`,
        found: `${since}`,
      });
    const feed = sessions.audience.follow(session, events);
    const missed = subscriber.subscribe(feed, events, since);
    return { sequence: feed.sequence, missed };
  }),

  unsubscribe: inSession((_, session, { receiver }) => ({
    unsubscribed: session.feed !== undefined && receiver.subscriber()?.unsubscribe(session.feed) === true,
  })),
});
