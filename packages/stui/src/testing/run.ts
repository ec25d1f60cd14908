/** Runs chosen tests in a session, class by class. */
import { ImageCrashed, Interrupted } from "@stui/protocol";
import type { OwnSession } from "../callers/session.js";
import { isFault } from "../rendering/explain.js";
import { isStuiError } from "../rendering/failure.js";
import type { Chosen } from "./filter.js";
import type { ClassReport, TestResult } from "./report.js";

export interface Watching {
  /** Before the first test of a class; `done` tests have run before. */
  onClass(chosen: Chosen, done: number): void;
  /** After each test, where the server tells; `count` have run of the class. */
  onTest?(name: string, count: number): void;
  onReport(report: ClassReport): void;
}

export interface TestRun {
  readonly reports: readonly ClassReport[];
  /** Why it ended before the last test; undefined where it did not. */
  readonly stopped?: string;
}

/** A run that can be stopped: what has been found until then is answered. */
export class TestRunner {
  readonly #session: OwnSession;
  #stopped = false;
  /** Of the class under way, as events tell; their stacks come with the report. */
  #told: TestResult[] = [];

  constructor(session: OwnSession) {
    this.#session = session;
  }

  /** Interrupts the test that runs; no other begins. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#session.interrupt();
  }

  async run(chosen: readonly Chosen[], watching: Watching): Promise<TestRun> {
    const unfollow = await this.#follow(watching);
    try {
      return await this.#runAll(chosen, watching);
    } finally {
      // Nobody waits for it: the connection may be lost, and the session soon ends.
      unfollow().catch((error: unknown) => {
        if (isFault(error)) throw error;
      });
    }
  }

  /** Answers how to end it. */
  async #follow(watching: Watching): Promise<() => Promise<void>> {
    try {
      return await this.#session.follow(["tests"], (event) => {
        if (event.event !== "tests" || event.data.state !== "test") return;
        const { class_name, selector, outcome, duration_ms, message } = event.data;
        this.#told.push({
          class_name,
          selector,
          outcome,
          duration_ms,
          ...(message === undefined ? {} : { message }),
        });
        watching.onTest?.(`${class_name}>>${selector}`, this.#told.length);
      });
    } catch (error) {
      // Then progress is told by class.
      if (!isStuiError(error)) throw error;
      return async () => undefined;
    }
  }

  async #runAll(chosen: readonly Chosen[], watching: Watching): Promise<TestRun> {
    const reports: ClassReport[] = [];
    let done = 0;
    for (const each of chosen) {
      if (this.#stopped) return { reports, stopped: "interrupted" };
      this.#told = [];
      watching.onClass(each, done);
      const { report, end } = await this.#runClass(each);
      if (report.results.length > 0 || report.problem !== undefined) {
        reports.push(report);
        watching.onReport(report);
      }
      if (end !== undefined) return { reports, stopped: end };
      done += report.results.length;
    }
    return { reports };
  }

  async #runClass({
    testClass: { name, package: packageName, problem },
    selectors,
    isWhole,
  }: Chosen): Promise<{ readonly report: ClassReport; readonly end?: string }> {
    const results: TestResult[] = [];
    const head = { name, package: packageName, results, startedAt: new Date().toISOString() };
    if (problem !== "") return { report: { ...head, problem } };
    try {
      if (isWhole) results.push(...(await this.#session.runTests({ class_name: name })).results);
      else
        for (const selector of selectors)
          results.push(...(await this.#session.runTests({ class_name: name, selector })).results);
      return { report: head };
    } catch (error) {
      if (!isStuiError(error)) throw error;
      // Of a class that was run at once there are only the events.
      const known = { ...head, results: isWhole ? this.#told : results };
      if (error instanceof Interrupted) return { report: known, end: "interrupted" };
      const report = { ...known, problem: `${error.type}: ${error.message}` };
      // What was loaded went with the image.
      return error instanceof ImageCrashed ? { report, end: "the image died" } : { report };
    }
  }
}
