/** What runs tell, made into the events of the sessions that want to hear it. */
import {
  EVENT_NAMES_LISTED,
  EVENT_TEXT_LENGTH,
  type EventData,
  type Result,
  StuiError,
} from "@stui/protocol";
import type { ImageChange } from "@stui/smalltalk";
import type { Feed } from "../events/feed.js";
import {
  ImageClosed,
  ImageDied,
  type RunEvent,
  type RunTopic,
  type ToldTest,
  type Watch,
} from "../images/image.js";
import type { Audience } from "../sessions/audience.js";
import type { Session } from "../sessions/session.js";
import { outcomeOf } from "./code-results.js";
import type { Call } from "./handler.js";

/** Characters of Transcript text in one event. */
const MOST_TEXT = 16 * 1024;

const OWN_TOPICS = ["transcript", "tests", "progress"] as const satisfies readonly RunTopic[];

/** What is to be heard of a run in this session; undefined where nobody listens, which costs next to nothing. */
export const watchOf = (
  session: Session,
  audience: Audience,
  { requestId }: Call,
  command: string,
): Watch | undefined => {
  const { feed } = session;
  if (audience.empty) return undefined;
  const topics: RunTopic[] = feed === undefined ? [] : OWN_TOPICS.filter((topic) => feed.wants(topic));
  if (audience.wants(session.imageName, "changes")) topics.push("changes");
  if (topics.length === 0) return undefined;
  return {
    topics,
    tell: (events) => {
      for (const event of events) tell(event, session, audience, requestId, command);
    },
  };
};

const tell = (
  event: RunEvent,
  { feed, imageName, clientId }: Session,
  audience: Audience,
  request_id: string,
  command: string,
): void => {
  switch (event.kind) {
    case "transcript":
      for (const text of inParts(event.text)) feed?.publish("transcript", { text, request_id });
      return;
    case "changed":
      audience.publish(imageName, "changes", changeData(event.change, clientId));
      return;
    case "testsBegan":
      feed?.publish("tests", { state: "began", request_id, total: event.total });
      return;
    case "tested":
      feed?.publish("tests", { state: "test", request_id, ...testData(event.result), ...counted(event) });
      return;
    case "progressed":
      feed?.publish("progress", { request_id, command, ...counted(event), what: event.what });
      return;
  }
};

const counted = ({ done, total }: { readonly done: number; readonly total: number }) => ({ done, total });

const LOW_SURROGATE = /^[\udc00-\udfff]/;

/** Parts of a text, none of which ends within a character. */
function* inParts(text: string): Generator<string> {
  let from = 0;
  while (from < text.length) {
    let to = from + MOST_TEXT;
    if (LOW_SURROGATE.test(text.slice(to, to + 1))) to += 1;
    yield text.slice(from, to);
    from = to;
  }
}

const shortened = (text: string): string => text.slice(0, EVENT_TEXT_LENGTH);

const changeData = (change: ImageChange, author: string): EventData<"changes"> => {
  switch (change.kind) {
    case "classDefined":
      return { kind: "class_defined", author, class_name: change.className, package: change.package };
    case "classRemoved":
      return { kind: "class_removed", author, class_name: change.className };
    case "classRenamed":
      return { kind: "class_renamed", author, class_name: change.className, new_name: change.newName };
    case "methodCompiled":
      return { kind: "method_compiled", author, ...methodData(change), category: change.category };
    case "methodRemoved":
      return { kind: "method_removed", author, ...methodData(change) };
    case "filedIn":
      return {
        kind: "filed_in",
        author,
        packages: change.packages.slice(0, EVENT_NAMES_LISTED),
        classes: change.classes.slice(0, EVENT_NAMES_LISTED),
        class_count: change.classes.length,
        method_count: change.methods,
      };
  }
};

const methodData = ({
  className,
  isClassMethod,
  selector,
}: Extract<ImageChange, { kind: "methodCompiled" | "methodRemoved" }>) => ({
  class_name: className,
  is_class_method: isClassMethod,
  selector,
});

const testData = (test: ToldTest) => ({
  class_name: test.className,
  selector: test.selector,
  outcome: outcomeOf(test),
  duration_ms: test.durationMs,
  ...(test.message === undefined ? {} : { message: shortened(test.message) }),
});

type Narrated = Result<"evaluate">;

/** Carries out an evaluation and tells its course. */
export const narrateEvaluation = async (
  feed: Feed,
  request_id: string,
  code: string,
  evaluate: () => Promise<Narrated>,
): Promise<Narrated> => {
  feed.publish("evaluation", { state: "began", request_id, code: shortened(code) });
  try {
    const evaluated = await evaluate();
    const { result, result_type, execution_time } = evaluated;
    feed.publish("evaluation", {
      state: "ended",
      request_id,
      result: shortened(result),
      result_type,
      execution_time,
    });
    return evaluated;
  } catch (thrown) {
    feed.publish("evaluation", { state: "failed", request_id, ...failureData(thrown) });
    throw thrown;
  }
};

/** Carries out a run of tests and tells how it ended; each test is told as it ends. */
export const narrateTests = async (
  feed: Feed,
  request_id: string,
  test: () => Promise<Result<"run_tests">>,
): Promise<Result<"run_tests">> => {
  try {
    const tested = await test();
    const { run, passed, failed, errors, skipped } = tested;
    feed.publish("tests", { state: "ended", request_id, run, passed, failed, errors, skipped });
    return tested;
  } catch (thrown) {
    feed.publish("tests", { state: "failed", request_id, ...failureData(thrown) });
    throw thrown;
  }
};

/** The error type that the reply will have, and what happened. */
const failureData = (thrown: unknown): { readonly error_type: string; readonly error: string } => {
  const error = shortened(thrown instanceof Error ? thrown.message : String(thrown));
  if (thrown instanceof StuiError) return { error_type: thrown.type, error };
  if (thrown instanceof ImageDied) return { error_type: "ImageCrashed", error };
  if (thrown instanceof ImageClosed) return { error_type: "ShuttingDown", error };
  return { error_type: "InternalError", error: "The server failed; its log tells more." };
};
