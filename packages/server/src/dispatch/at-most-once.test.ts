import { DEFAULT_LIMITS, InvalidRequest, ReplyExpired, ServerBusy } from "@stui/protocol";
import { describe, expect, it } from "vitest";
import { AtMostOnce } from "./at-most-once.js";
import { fingerprintOf } from "./fingerprint.js";

const limits = { ...DEFAULT_LIMITS, kept_replies_per_client: 3, kept_reply_bytes_per_client: 1_000 };

/** What a client sees of it: the reply, or the promise of one to come. */
const onceWith = (...options: ConstructorParameters<typeof AtMostOnce>) => {
  const once = new AtMostOnce(...options);
  return {
    sweep: () => once.sweep(),
    reply: (scope: string, id: string, fingerprint: number, work: () => string | Promise<string>) => {
      let known: string | undefined;
      let resolve: (text: string) => void = () => undefined;
      const later = new Promise<string>((told) => {
        resolve = told;
      });
      const answered = (text: string): void => {
        known = text;
        resolve(text);
      };
      once.answer(scope, id, fingerprint, answered, (done) => {
        const text = work();
        if (typeof text === "string") done(text, true);
        else void text.then((late) => done(late, true));
      });
      return known ?? later;
    },
  };
};

const F = 1;
const G = 2;

const counted = (text = "reply") => {
  const counter = { runs: 0 };
  const work = () => {
    counter.runs += 1;
    return `${text} ${counter.runs}`;
  };
  return { counter, work };
};

describe("at most once", () => {
  it("answers a repetition with the reply that was kept", () => {
    const once = onceWith(limits);
    const { counter, work } = counted();
    expect(once.reply("client", "1", F, work)).toBe("reply 1");
    expect(once.reply("client", "1", F, work)).toBe("reply 1");
    expect(counter.runs).toBe(1);
  });

  it("lets a repetition join what still runs", async () => {
    const once = onceWith(limits);
    let finish: (text: string) => void = () => undefined;
    const first = once.reply("client", "1", F, () => new Promise<string>((resolve) => (finish = resolve)));
    const second = once.reply("client", "1", F, () => "run twice");
    finish("done");
    expect(await first).toBe("done");
    expect(await second).toBe("done");
    expect(once.reply("client", "1", F, () => "run twice")).toBe("done");
  });

  it("refuses the same id for something else", () => {
    const once = onceWith(limits);
    once.reply("client", "1", F, () => "reply");
    expect(() => once.reply("client", "1", G, () => "other")).toThrow(InvalidRequest);
  });

  it("keeps clients apart", () => {
    const once = onceWith(limits);
    const { counter, work } = counted();
    once.reply("one", "1", F, work);
    once.reply("another", "1", F, work);
    expect(counter.runs).toBe(2);
  });

  it("says so where the reply is no longer kept", () => {
    const once = onceWith(limits);
    for (const id of ["1", "2", "3", "4"]) once.reply("client", id, F, () => "reply");
    expect(() => once.reply("client", "1", F, () => "run twice")).toThrow(ReplyExpired);
    expect(once.reply("client", "2", F, () => "run twice")).toBe("reply");
  });

  it("keeps no more bytes than it may, a single large reply included", () => {
    const once = onceWith(limits);
    once.reply("client", "1", F, () => "x".repeat(600));
    once.reply("client", "2", F, () => "y".repeat(600));
    expect(() => once.reply("client", "1", F, () => "run twice")).toThrow(ReplyExpired);
    once.reply("client", "3", F, () => "z".repeat(4_000));
    expect(() => once.reply("client", "3", F, () => "run twice")).toThrow(ReplyExpired);
  });

  it("never lets go of what still runs", async () => {
    const once = onceWith(limits);
    let finish: (text: string) => void = () => undefined;
    const slow = once.reply("client", "slow", F, () => new Promise<string>((resolve) => (finish = resolve)));
    for (const id of ["1", "2", "3", "4", "5"]) once.reply("client", id, F, () => "reply");
    const again = once.reply("client", "slow", F, () => "run twice");
    finish("done");
    expect(await slow).toBe("done");
    expect(await again).toBe("done");
  });

  it("forgets a scope that was not used for the retention, unless something runs in it", async () => {
    let now = 0;
    const once = onceWith(limits, () => now);
    const { counter, work } = counted();
    once.reply("client", "1", F, work);
    let finish: (text: string) => void = () => undefined;
    const slow = once.reply("busy", "1", F, () => new Promise<string>((resolve) => (finish = resolve)));
    now = limits.reply_retention_s * 1_000 + 1;
    once.sweep();
    once.reply("client", "1", F, work);
    expect(counter.runs).toBe(2);
    const joined = once.reply("busy", "1", F, () => "run twice");
    finish("done");
    expect(await slow).toBe("done");
    expect(await joined).toBe("done");
  });
});

it("carries out again what was refused before it began, and remembers nothing of it", () => {
  const once = new AtMostOnce({ ...limits, client_instances: 1 });
  const replies: string[] = [];
  const answer = (scope: string, text: string, isBegun: boolean) =>
    once.answer(
      scope,
      "1",
      F,
      (reply) => void replies.push(reply),
      (done) => done(text, isBegun),
    );
  answer("one", "refused", false);
  answer("one", "done", true);
  answer("one", "again", true);
  expect(replies).toEqual(["refused", "done", "done"]);
  expect(() => answer("another", "done", true)).toThrow(ServerBusy);
  once.forget("one");
  answer("another", "done by another", true);
  expect(replies.at(-1)).toBe("done by another");
});

it("lets go of the replies of who was answered longest ago where all take too much, and keeps the ids", () => {
  const once = onceWith({ ...limits, kept_reply_bytes: 1_000 });
  for (const scope of ["a", "b", "c"]) once.reply(scope, "1", F, () => scope.repeat(400));
  expect(() => once.reply("a", "1", F, () => "run twice")).toThrow(ReplyExpired);
  expect(once.reply("b", "1", F, () => "run twice")).toBe("b".repeat(400));
  expect(once.reply("c", "1", F, () => "run twice")).toBe("c".repeat(400));
});

it("keeps the last replies for as long as the client is heard of, however old", () => {
  let now = 0;
  const once = onceWith(limits, () => now);
  const { counter, work } = counted();
  once.reply("client", "1", F, work);
  for (let hour = 1; hour <= 3; hour += 1) {
    now = hour * limits.reply_retention_s * 1_000;
    once.reply("client", "1", F, work);
    once.sweep();
  }
  expect(counter.runs).toBe(1);
});

describe("a fingerprint", () => {
  const request = { command: "evaluate", encoding: "flat", shape: "current" } as const;
  it("is the same in whatever order the keys come", () => {
    const a = fingerprintOf({
      ...request,
      parameters: { code: "3", session_id: "s", state: { x: 1, y: [2] } },
    });
    const b = fingerprintOf({
      ...request,
      parameters: { state: { y: [2], x: 1 }, session_id: "s", code: "3" },
    });
    expect(a).toBe(b);
  });
  it("differs with parameters, command and encoding", () => {
    const all = [
      fingerprintOf({ ...request, parameters: { code: "3" } }),
      fingerprintOf({ ...request, parameters: { code: "4" } }),
      fingerprintOf({ ...request, parameters: { code: "3 " } }),
      fingerprintOf({ ...request, command: "inspect", parameters: { code: "3" } }),
      fingerprintOf({ ...request, encoding: "envelope", parameters: { code: "3" } }),
      fingerprintOf({ ...request, parameters: { code: ["3"] } }),
      fingerprintOf({ ...request, parameters: { code: ["", "3"] } }),
      fingerprintOf({ ...request, parameters: { code: 3 } }),
      fingerprintOf({ ...request, parameters: { code: null } }),
      fingerprintOf({ ...request, parameters: { code: "x".repeat(5_000) } }),
      fingerprintOf({ ...request, parameters: { code: "x".repeat(5_001) } }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
