/** The tour: a server, a session, a class with its tests, a connection that is lost, a neighbour. */
import type { RunningServer } from "@stui/server";
import type { Caller } from "../callers/caller.js";
import { openConnection } from "../callers/connection.js";
import { OwnSession } from "../callers/session.js";
import { readInput } from "../language/pieces.js";
import { runCommand } from "../prompt/commands/table.js";
import { Work } from "../prompt/work.js";
import { isStuiError, renderFailure } from "../rendering/failure.js";
import { Relay } from "./relay.js";
import { type Stage, TourEnded } from "./stage.js";

/** Milliseconds that the neighbour's endless loop may take. */
const LOOP_MS = 2_000;
/** Evaluations made beside it. */
const EVALUATIONS = 50;

/** Something came out otherwise than the tour tells: a fault. */
export class TourFault extends Error {
  override readonly name = "TourFault";
}

export class Tour {
  readonly #stage: Stage;
  readonly #server: RunningServer;
  readonly #relay: Relay;
  readonly #caller: Caller;
  readonly #session: OwnSession;
  readonly #work: Work;

  private constructor(
    stage: Stage,
    server: RunningServer,
    relay: Relay,
    caller: Caller,
    session: OwnSession,
  ) {
    this.#stage = stage;
    this.#server = server;
    this.#relay = relay;
    this.#caller = caller;
    this.#session = session;
    this.#work = new Work(caller, session, stage, runCommand, undefined);
  }

  /**
   * On a server that runs; it goes on behind the tour.
   *
   * @throws TourEnded where whoever looks on has seen enough, or `signal` says so
   */
  static async show(stage: Stage, server: RunningServer, signal: AbortSignal): Promise<void> {
    const relay = await Relay.open(server.endpoint);
    try {
      // However long an audience looks at a connection that is lost.
      const caller = await openConnection(relay.endpoint, Number.POSITIVE_INFINITY);
      const stop = (): void => void caller.close();
      signal.addEventListener("abort", stop);
      try {
        const tour = new Tour(stage, server, relay, caller, await OwnSession.open(caller));
        await tour.#show();
      } catch (error) {
        throw signal.aborted ? new TourEnded() : error;
      } finally {
        signal.removeEventListener("abort", stop);
        await caller.close();
      }
    } finally {
      await relay.cut();
    }
  }

  async #show(): Promise<void> {
    const parts = [
      () => this.#connecting(),
      () => this.#evaluating(),
      () => this.#defining(),
      () => this.#testing(),
      () => this.#inspecting(),
      () => this.#losing(),
      () => this.#neighbour(),
      () => this.#ending(),
    ];
    for (const [i, part] of parts.entries()) {
      if (i > 0) await this.#stage.pause();
      await part();
    }
  }

  async #connecting(): Promise<void> {
    this.#stage.title("A server");
    this.#stage.say(
      `A server listens on ${this.#server.endpoint}, and a client has connected to it. What passes between them is JSON over ZeroMQ: any language can take part.`,
    );
    const reply = await this.#caller.call("ping", { message: "hello" });
    this.#stage.code('{"id": "1", "command": "ping", "parameters": {"message": "hello"}}');
    this.#stage.out(
      `${reply.message}: stui ${reply.server_version}, ${reply.status}, protocol ${reply.protocol_version}, ${reply.dialect}`,
    );
  }

  async #evaluating(): Promise<void> {
    this.#stage.title("Evaluating");
    this.#stage.say("A session has variables of its own, and numbers as large as they need to be.");
    await this.#does("100 factorial / 98 factorial");
    await this.#does("squares := (1 to: 10) collect: [ :each | each squared ]");
    await this.#does("(squares select: #even) inject: 0 into: [ :sum :each | sum + each ]");
    this.#stage.say("\nWhat goes wrong says what, and where.");
    await this.#fails("squares collect: [ :each | each / (each - 4) ]");
  }

  async #defining(): Promise<void> {
    this.#stage.title("A class");
    this.#stage.say("Classes are defined while everything runs; methods are written under their classes.");
    await this.#does("Object << #Account slots: { #balance }; package: 'Bank'");
    await this.#does("Account >> balance [ ^ balance ifNil: [ 0 ] ]");
    await this.#does("Account >> deposit: anAmount [\n\tbalance := self balance + anAmount ]");
    await this.#does("Account >> withdraw: anAmount [\n\tbalance := self balance - anAmount ]");
    await this.#does("account := Account new deposit: 100; withdraw: 30; yourself");
    await this.#does("account balance");
  }

  async #testing(): Promise<void> {
    this.#stage.title("Its tests");
    await this.#does("TestCase << #AccountTest package: 'Bank'");
    await this.#does(
      "AccountTest >> testDeposit [\n\tself assert: (Account new deposit: 5; balance) equals: 5 ]",
    );
    await this.#does(
      "AccountTest >> testOverdraft [\n\tself should: [ Account new withdraw: 1 ] raise: DomainError ]",
    );
    await this.#fails(":test AccountTest");
    this.#stage.say("\nThe second one is right: nobody should take what is not there.");
    await this.#does(
      "Account >> withdraw: anAmount [\n\tanAmount > self balance ifTrue: [ ^ DomainError signal: 'not enough' ].\n\tbalance := self balance - anAmount ]",
    );
    await this.#does(":test AccountTest");
  }

  async #inspecting(): Promise<void> {
    this.#stage.title("Looking inside");
    await this.#does(":inspect account");
    await this.#does(":inspect squares");
  }

  async #losing(): Promise<void> {
    this.#stage.title("The connection is lost");
    await this.#does("account deposit: 900; balance");
    const lost = this.#next("lost");
    await this.#relay.cut();
    await lost;
    this.#stage.say("\nThe wire is cut. Someone types on:");
    this.#stage.code("account deposit: 1; balance");
    const waiting = this.#session.evaluate("account deposit: 1; balance");
    await this.#stage.pause();
    const back = this.#next("back");
    await this.#relay.restore();
    await back;
    const { result } = await waiting;
    this.#stage.out(result);
    if (result !== "971")
      throw new TourFault(`a deposit made while the connection was lost answered ${result}, not 971.`);
    this.#stage.say(
      `\nThe wire is whole again, and the answer came: the deposit was made once, not twice and not never. The session ${this.#session.id} is the same, with everything in it as it was.`,
    );
    await this.#does("account balance");
    await this.#does("squares");
  }

  #next(expected: "lost" | "back"): Promise<void> {
    return new Promise((resolve) => {
      this.#caller.onConnection((change) => {
        if (change === expected) resolve();
      });
    });
  }

  async #neighbour(): Promise<void> {
    this.#stage.title("A neighbour");
    this.#stage.say(
      "Someone else comes to the same server, takes an image of their own, and writes a loop without an end.",
    );
    const other = await openConnection(this.#server.endpoint);
    try {
      const client_id = "demo-neighbour";
      await other.call("create_image", { image: "neighbour" });
      const { session_id } = await other.call("create_session", { client_id, image: "neighbour" });
      this.#stage.code("[ true ] whileTrue");
      const loop = other.call("evaluate", { session_id, code: "[ true ] whileTrue", timeout_ms: LOOP_MS });
      const failure = loop.then(
        () => undefined,
        (error: unknown) => error,
      );
      this.#stage.say("\nMeanwhile, here:");
      await this.#does("1000 factorial printString size");
      const started = performance.now();
      for (let i = 0; i < EVALUATIONS; i += 1) await this.#session.evaluate("3 + 4");
      const each = (performance.now() - started) / EVALUATIONS;
      this.#stage.out(`${EVALUATIONS} more evaluations took ${each.toFixed(1)} ms each`);
      const error = await failure;
      if (!isStuiError(error) || error.type !== "Timeout")
        throw new TourFault("an endless loop did not end in a Timeout.");
      this.#stage.say("\nThe loop ends in an error, for its author alone:");
      this.#stage.out(renderFailure(error, { colours: this.#stage.colours }));
      await other.call("close_session", { session_id });
      await other.call("close_image", { image: "neighbour" });
    } finally {
      await other.close();
    }
  }

  async #ending(): Promise<void> {
    this.#stage.title("The end");
    await this.#session.close();
    this.#stage.say(
      "The session is closed and the server stops; nothing is left behind. stui repl is a prompt of your own, stui serve a server for others.",
    );
  }

  /** Shows code and what comes of it. @throws TourFault where it fails */
  async #does(code: string): Promise<void> {
    if (!(await this.#carryOut(code))) throw new TourFault(`this should not have failed: ${code}`);
  }

  async #fails(code: string): Promise<void> {
    if (await this.#carryOut(code)) throw new TourFault(`this should have failed: ${code}`);
  }

  async #carryOut(code: string): Promise<boolean> {
    this.#stage.code(code);
    let isGood = true;
    for (const piece of readInput(code).pieces) isGood = (await this.#work.carryOut(piece)) && isGood;
    return isGood;
  }
}
