/** The processes of sessions from plain sockets, and sessions that leave one another alone. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PlainClient, type Reply } from "./plain-client.js";
import { ServerProcess } from "./server-process.js";

let server: ServerProcess;
beforeAll(async () => {
  server = await ServerProcess.start("--set", "limits.session_creations=1000");
});
afterAll(async () => {
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

class Session {
  readonly client = new PlainClient(server.endpoint);
  #id = "";

  static async open(client_id: string): Promise<Session> {
    const session = new Session();
    session.#id = (await session.client.flat("create_session", { client_id })).text("result.session_id");
    return session;
  }

  get id(): string {
    return this.#id;
  }

  evaluate(code: string, more: object = {}): Promise<Reply> {
    return this.client.flat("evaluate", { session_id: this.id, code, ...more });
  }
}

describe("processes", () => {
  it("are listed, terminated, and then gone", async () => {
    const [ada, other] = [await Session.open("ada"), new PlainClient(server.endpoint)];
    await ada.evaluate("([ [ Semaphore new wait ] ensure: [ unwound := true ] ] forkAt: 30) name: 'waits'");
    const running = ada.evaluate("[ true ] whileTrue", { timeout_ms: 20_000 });
    const list = async (): Promise<Reply> => other.flat("list_processes", { session_id: ada.id });
    // The evaluation is on its way.
    let listed = await list();
    while (listed.at("result.processes.1") === undefined) listed = await list();
    expect(listed.value).toMatchObject({
      result: {
        processes: [
          { session_id: ada.id, priority: 40 },
          { session_id: ada.id, priority: 30, name: "waits", state: "waiting" },
        ],
      },
    });
    const terminate = (i: number): Promise<Reply> =>
      other.flat("terminate_process", { process_id: listed.text(`result.processes.${i}.process_id`) });
    expect((await terminate(1)).at("result.terminated")).toBe(true);
    expect((await terminate(1)).at("result.terminated")).toBe(false);
    expect((await terminate(0)).at("result.terminated")).toBe(true);
    expect((await running).at("error_type")).toBe("Interrupted");
    expect((await ada.evaluate("unwound")).at("result.result")).toBe("true");
    expect((await list()).at("result.processes")).toEqual([]);
    ada.client.close();
    other.close();
  });

  it("are known by the ids that are listed only", async () => {
    const client = new PlainClient(server.endpoint);
    const of = async (process_id: string): Promise<unknown> =>
      (await client.flat("terminate_process", { process_id })).at("error_type");
    expect(await of("p3")).toBe("ObjectNotFound");
    expect(await of("s_00000000000000000000000000000000/3")).toBe("SessionNotFound");
    client.close();
  });
});

it("whatever one session does, the others are answered, and it ends in its error", async () => {
  const harmful: readonly (readonly [string, string])[] = [
    ["[ true ] whileTrue", "Timeout"],
    ["[ [ true ] whileTrue ] on: Exception do: [ :e | e retry ]", "Timeout"],
    ["[ [ true ] whileTrue ] ensure: [ [ true ] whileTrue ]", "Timeout"],
    ["| b | b := nil. b := [ b value. 1 ]. b value", "ResourceExceeded depth"],
    ["[ [ [ true ] whileTrue ] forkAt: Processor highestPriority ] repeat", "ResourceExceeded processes"],
    ["| s | s := 'abc'. [ true ] whileTrue: [ s := s , s ]", "ResourceExceeded memory"],
    ["[ | s | s := 'a'. [ s := s , s ] repeat ] on: Error do: [ :e | e retry ]", "ResourceExceeded memory"],
    [
      "[ | s | s := WriteStream on: ''. [ s nextPutAll: 'more' ] repeat ] on: OutOfMemory do: [ :e | 3 ]",
      "ResourceExceeded memory",
    ],
    [
      "[ [ [ [ true ] whileTrue ] forkAt: 79 ] repeat ] on: Exception do: [ :e | e retry ]",
      "ResourceExceeded processes",
    ],
  ];
  let isOver = false;
  const ends = Promise.all(
    harmful.map(async ([code, expected], i) => {
      const session = await Session.open(`harmful-${i}`);
      // Those that end by their time have less of it: the others come to their limits.
      const timeout_ms = expected === "Timeout" ? 2_000 : 60_000;
      const reply = await session.evaluate(code, { timeout_ms });
      // It is of use again.
      expect((await session.evaluate("3 + 4")).at("result.result")).toBe("7");
      session.client.close();
      const resource = reply.at("details.resource");
      return resource === undefined ? reply.at("error_type") : `${reply.at("error_type")} ${resource}`;
    }),
  ).finally(() => {
    isOver = true;
  });
  let answered = 0;
  await Promise.all(
    Array.from({ length: 10 }, async (_, i) => {
      const session = await Session.open(`other-${i}`);
      while (!isOver) {
        expect((await session.evaluate("3 + 4")).at("result.result")).toBe("7");
        answered += 1;
      }
      session.client.close();
    }),
  );
  const ended = await ends;
  for (const [i, [, expected]] of harmful.entries()) expect(ended[i]).toBe(expected);
  expect(answered).toBeGreaterThan(10);
}, 120_000);
