/** One test class in a child process: however that ends, it costs this class only. */
import { fork } from "node:child_process";
import type { FromChild, Job, RanTest } from "./job.js";
import type { ListedClass } from "./list.js";

export interface ClassResult {
  readonly listed: ListedClass;
  readonly tests: readonly RanTest[];
  /** What did not load, each as file, line and why. */
  readonly refused: readonly string[];
  /** Why the class did not run to its end. */
  readonly broken: string | null;
}

/** Milliseconds without a word from the child after which it is ended. */
const SILENCE_MS = 60_000;
const HEAP_MB = 1_500;
const STACK_KB = 3_600;

export function runClass(listed: ListedClass, checkout: string, testMs: number): Promise<ClassResult> {
  const child = fork(new URL("./child.js", import.meta.url), {
    execArgv: [`--max-old-space-size=${HEAP_MB}`, `--stack-size=${STACK_KB}`],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const tests: RanTest[] = [];
  const refused: string[] = [];
  let broken: string | null = "the process ended before the tests did";
  return new Promise((resolve) => {
    let silence = setTimeout(() => undefined, 0);
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => {
        broken = "endless: the process no longer answered";
        child.kill("SIGKILL");
      }, SILENCE_MS);
    };
    child.on("message", (message: FromChild) => {
      listen();
      switch (message.kind) {
        case "loaded":
          refused.push(...message.refused.map((r) => `${r.path}:${r.line}: ${r.message}`));
          break;
        case "test":
          tests.push(message.test);
          break;
        case "end":
          broken = null;
          break;
        case "failed":
          broken = message.cause;
          break;
      }
    });
    child.once("close", () => {
      clearTimeout(silence);
      resolve({ listed, tests, refused, broken });
    });
    listen();
    const { tier, className } = listed;
    child.send({ checkout, tier, className, testMs } satisfies Job);
  });
}

/** All classes, at most `width` at once, in order of the list. `done` hears of each. */
export async function runClasses(
  listed: readonly ListedClass[],
  width: number,
  run: (c: ListedClass) => Promise<ClassResult>,
  done: (result: ClassResult, count: number) => void,
): Promise<ClassResult[]> {
  const results: ClassResult[] = [];
  let next = 0;
  let count = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < listed.length; i = next++) {
      const c = listed[i];
      if (c === undefined) return;
      const result = await run(c);
      results[i] = result;
      count += 1;
      done(result, count);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
