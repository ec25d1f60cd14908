/** Tests, loads and definitions that take their time leave the other sessions of the image their own. */
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

let opened = 0;

class Session {
  readonly client = new PlainClient(server.endpoint);
  #id = "";

  static async open(name: string): Promise<Session> {
    const session = new Session();
    opened += 1;
    const client_id = `${name}-${opened}`;
    session.#id = (await session.client.flat("create_session", { client_id })).text("result.session_id");
    return session;
  }

  get id(): string {
    return this.#id;
  }

  async print(code: string): Promise<unknown> {
    return (await this.request("evaluate", { code })).at("result.result");
  }

  request(command: string, parameters: object): Promise<Reply> {
    return this.client.flat(command, { session_id: this.#id, ...parameters });
  }
}

/**
 * What one session asks for has certainly begun, since it has set the global `Begun`; another is answered meanwhile; then the
 * first is interrupted. Answers what became of what it asked for.
 */
async function interruptedBeside(command: string, parameters: object): Promise<Reply> {
  const [busy, other] = [await Session.open("busy"), await Session.open("other")];
  await other.print("Smalltalk at: #Begun put: false");
  let isOver = false;
  const running = busy.request(command, parameters).finally(() => {
    isOver = true;
  });
  while ((await other.print("Begun")) !== "true") expect(isOver).toBe(false);
  for (let i = 0; i < 20; i += 1) expect(await other.print("3 + 4")).toBe("7");
  expect(isOver).toBe(false);
  expect((await other.client.flat("interrupt", { session_id: busy.id })).at("result.interrupted")).toBe(true);
  const reply = await running;
  expect(await busy.print("3 + 4")).toBe("7");
  busy.client.close();
  other.client.close();
  return reply;
}

describe("a run of tests", () => {
  beforeAll(async () => {
    const session = await Session.open("tester");
    await session.print("(TestCase << #WireLoopTest) package: 'Wire-Loop-Tests'; install");
    await session.print(
      "WireLoopTest compile: 'testA Smalltalk at: #Begun put: true. [ [ true ] whileTrue ] on: Exception do: [ :e | e retry ]'; compile: 'testB'",
    );
    await session.print("(WireLoopTest << #WireShortTest) package: 'Wire-Loop-Tests'; install");
    await session.print(
      "WireShortTest compile: 'defaultTimeLimit ^ Duration milliSeconds: 300'. WireShortTest class compile: 'shouldInheritSelectors ^ true'",
    );
    session.client.close();
  });

  it("leaves others their turns, and is interrupted", async () => {
    const reply = await interruptedBeside("run_tests", { class_name: "WireLoopTest" });
    expect(reply.at("error_type")).toBe("Interrupted");
  });

  it("leaves others their turns until a test's time is over, and goes on", async () => {
    const [busy, other] = [await Session.open("busy"), await Session.open("other")];
    let isOver = false;
    const running = busy.request("run_tests", { class_name: "WireShortTest" }).finally(() => {
      isOver = true;
    });
    let answered = 0;
    for (; !isOver; answered += 1) expect(await other.print("3 + 4")).toBe("7");
    expect(answered).toBeGreaterThan(3);
    expect((await running).value).toMatchObject({ result: { run: 2, passed: 1, errors: 1 } });
    busy.client.close();
    other.client.close();
  });
});

const BEGUN_AND_ENDLESS = "[ Smalltalk at: #Begun put: true ] whileTrue";

describe("a load", () => {
  it("leaves others their turns while an initialize runs, and is taken back when it is interrupted", async () => {
    const source = `Class { #name : 'WireLoaded', #superclass : 'Object', #package : 'Wire' }\n\n{ #category : 'x' }\nWireLoaded class >> initialize [\n\t${BEGUN_AND_ENDLESS}\n]\n`;
    const files = { "Wire/WireLoaded.class.st": source };
    const reply = await interruptedBeside("file_in", { format: "tonel", files });
    expect(reply.at("error_type")).toBe("Interrupted");
    const session = await Session.open("after");
    expect(await session.print("Smalltalk includesKey: #WireLoaded")).toBe("false");
    session.client.close();
  });

  it("leaves others their turns while a chunk runs", async () => {
    const source = `Object subclass: #WireChunk instanceVariableNames: '' classVariableNames: '' package: 'Wire'!\n${BEGUN_AND_ENDLESS}!\n`;
    const reply = await interruptedBeside("file_in", { format: "chunk", source });
    expect(reply.at("error_type")).toBe("Interrupted");
    const session = await Session.open("after");
    expect(await session.print("Smalltalk includesKey: #WireChunk")).toBe("false");
    session.client.close();
  });

  it("of very many methods leaves others their turns", async () => {
    const [busy, other] = [await Session.open("busy"), await Session.open("other")];
    const methods = Array.from(
      { length: 1_000 },
      (_, i) => `\n{ #category : 'x' }\nWireMany >> m${i} [\n\t^ ${i} + self size\n]\n`,
    );
    const source = `Class { #name : 'WireMany', #superclass : 'Object', #package : 'Wire' }\n${methods.join("")}`;
    let isOver = false;
    const running = busy
      .request("file_in", { format: "tonel", files: { "Wire/WireMany.class.st": source } })
      .finally(() => {
        isOver = true;
      });
    let answered = 0;
    for (; !isOver; answered += 1) expect(await other.print("3 + 4")).toBe("7");
    expect((await running).value).toMatchObject({ result: { loaded: { classes: 1, methods: 1_000 } } });
    expect(answered).toBeGreaterThan(3);
    busy.client.close();
    other.client.close();
  });
});

it("a definition of a class leaves others their turns", async () => {
  const definition = `Object subclass: #WireEndless instanceVariableNames: '' classVariableNames: '' package: ${BEGUN_AND_ENDLESS}`;
  const reply = await interruptedBeside("define_class", { definition });
  expect(reply.at("error_type")).toBe("Interrupted");
});
