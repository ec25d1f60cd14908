/** From what happened to the text of an event: made once, sent to each subscription with a `previous` of its own. */
import type { EventData, EventName } from "../events.js";

/** The text of an event on both sides of its `previous`. */
export interface EventText {
  readonly before: string;
  readonly after: string;
}

export const encodeEvent = <E extends EventName>(
  event: E,
  sessionId: string,
  sequence: number,
  data: EventData<E>,
  timestamp: string,
): EventText => ({
  before: `{"event":"${event}","session_id":${JSON.stringify(sessionId)},"sequence":${sequence},"previous":`,
  after: `,"data":${JSON.stringify(data)},"timestamp":"${timestamp}"}`,
});

/** @param previous the `sequence` last sent on the subscription; null before the first */
export const eventBody = ({ before, after }: EventText, previous: number | null): string =>
  `${before}${previous}${after}`;
