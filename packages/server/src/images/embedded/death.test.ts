/** How an image in a process dies, and lives again; what of it is left behind. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { evaluation, textOf } from "../contract/requests.contract.js";
import { type Image, ImageDied } from "../image.js";
import { NO_ANSWER } from "../watchdog.js";
import { openProcessImage } from "./process-host.js";

const HOST = new URL("../../../dist/images/embedded/process-host.js", import.meta.url).href;

const proc = (pid: number, file: string): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    // It has ended.
    return undefined;
  }
};

const parentOf = (pid: number): number => Number(/\) \S+ (\d+)/.exec(proc(pid, "stat") ?? "")?.[1]);

/** The image processes whose parent this is. */
const childrenOf = (parent: number): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent && (proc(pid, "cmdline") ?? "").includes("process-entry"));

const isAlive = (pid: number): boolean => {
  const stat = proc(pid, "stat");
  return stat !== undefined && !/\) Z/.test(stat);
};

/** A process that is nobody's child tells nobody of its end. */
const untilGone = async (pid: number): Promise<void> => {
  while (isAlive(pid)) await pause(10);
};

/** The rejection's reason. */
const reasonOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
    return "it did not die";
  } catch (error) {
    if (error instanceof ImageDied) return error.reason;
    throw error;
  }
};

describe("an image in a process", () => {
  let image: Image;
  let deaths: string[] = [];
  let run = 0;
  const open = (heapMb?: number): void => {
    deaths = [];
    image = openProcessImage(
      { onDeath: (reason) => deaths.push(reason) },
      heapMb === undefined ? {} : { heapMb },
    );
  };
  const evaluate = (code: string, timeoutMs = 60_000) => {
    run += 1;
    return image.evaluate(evaluation("w", code, { timeoutMs }), run);
  };
  const child = (): number => {
    const [pid, ...others] = childrenOf(process.pid);
    expect(others).toEqual([]);
    return pid ?? Number.NaN;
  };
  const expectToLive = async (): Promise<void> => {
    await image.openWorkspace("w");
    expect(textOf(await evaluate("3 + 4"))).toBe("7");
    expect(image.health().state).toBe("ready");
  };
  afterEach(async () => {
    await image.close();
    expect(childrenOf(process.pid)).toEqual([]);
  });

  it("dies once, tells all who wait, and starts again empty", async () => {
    open();
    await image.openWorkspace("w");
    await evaluate("kept := 3");
    const running = reasonOf(evaluate("[true] whileTrue"));
    const behind = reasonOf(evaluate("3 + 4"));
    const plain = reasonOf(image.summarize("w", 10));
    process.kill(child(), "SIGKILL");
    expect([await running, await behind, await plain]).toEqual(Array(3).fill("killed by SIGKILL"));
    // What is asked before it has started again waits.
    expect(image.health()).toMatchObject({ state: "starting", deaths: 1 });
    expect(textOf(await evaluate("kept"))).toBe("workspaceNotFound");
    await expectToLive();
    expect(textOf(await evaluate("kept"))).toBe("nil");
    expect(deaths).toEqual(["killed by SIGKILL"]);
  }, 60_000);

  const FULL = [
    ["small objects", "| list | list := nil. [true] whileTrue: [list := 1 -> list]"],
    ["arrays", "| a | a := OrderedCollection new. [true] whileTrue: [a add: (Array new: 1000)]"],
    ["a string that grows", "| s | s := 'abc'. [true] whileTrue: [s := s , s]"],
    ["a stream that grows", "| s | s := WriteStream on: ''. [true] whileTrue: [s nextPutAll: 'and so on']"],
    [
      "arrays of bytes",
      "| a | a := OrderedCollection new. [true] whileTrue: [a add: (ByteArray new: 1000000 withAll: 1)]",
    ],
    [
      "a dictionary that grows",
      "| d i | d := Dictionary new. i := 0. [true] whileTrue: [d at: i put: i. i := i + 1]",
    ],
    [
      "what no handler may see",
      "[| list | list := nil. [list := 1 -> list] repeat] on: Exception do: [:e | e retry]",
    ],
  ] as const;

  it.each(FULL)(
    "lives on when its heap is filled by %s",
    async (_name, code) => {
      open(64);
      await image.openWorkspace("w");
      await evaluate("kept := 3");
      for (let i = 0; i < 2; i += 1) {
        expect(textOf(await evaluate(code, 20_000))).toBe("exhausted: memory");
        expect(textOf(await evaluate("kept + 4"))).toBe("7");
      }
      expect(deaths).toEqual([]);
    },
    60_000,
  );

  it("lives on when symbols are made without end: nobody keeps them", async () => {
    open(64);
    await image.openWorkspace("w");
    const code = "| i | i := 0. [true] whileTrue: [i printString asSymbol. i := i + 1]";
    expect(["timeout", "exhausted: memory"]).toContain(textOf(await evaluate(code, 2_000)));
    await expectToLive();
    expect(deaths).toEqual([]);
  }, 60_000);

  it.each([
    ["one large array", "Array new: 1000000000"],
    ["one large array of bytes", "ByteArray new: 100000000000"],
    ["a large power", "2 raisedTo: 100000000000"],
  ])("refuses %s", async (_name, code) => {
    open(64);
    await image.openWorkspace("w");
    expect(await evaluate(code)).toMatchObject({ kind: "error", exceptionClass: "OutOfMemory" });
    await expectToLive();
    expect(deaths).toEqual([]);
  });

  it("ends the session that fills it bit by bit, and no other", async () => {
    open(64);
    await image.openWorkspace("w");
    await image.openWorkspace("other");
    const more = "30000 timesRepeat: [kept := 1 -> kept]. 3";
    let filled = await evaluate(more);
    while (textOf(filled) === "3") {
      filled = await evaluate(more);
      run += 1;
      const other = await image.evaluate(evaluation("other", "(1 to: 10000) asArray size"), run);
      expect(textOf(other)).toBe("10000");
    }
    expect(textOf(filled)).toBe("exhausted: memory");
    expect(textOf(await evaluate("kept := nil. 4"))).toBe("4");
    expect(textOf(await evaluate(more))).toBe("3");
    expect(deaths).toEqual([]);
  }, 60_000);

  it("says what killed it", async () => {
    open();
    await image.openWorkspace("w");
    const running = reasonOf(evaluate("[true] whileTrue"));
    process.kill(child(), "SIGKILL");
    expect(await running).toBe("killed by SIGKILL");
    await expectToLive();
    expect(deaths).toEqual(["killed by SIGKILL"]);
  });

  it("dies idle, and is told of", async () => {
    const died = new Promise<string>((resolve) => {
      image = openProcessImage({ onDeath: resolve });
    });
    await image.openWorkspace("w");
    process.kill(child(), "SIGKILL");
    expect(await died).toBe("killed by SIGKILL");
    await expectToLive();
    expect(image.health().deaths).toBe(1);
  });

  it("is started again when it dies before it has started", async () => {
    open();
    const opened = image.openWorkspace("w");
    // It may not have been known by its command yet.
    while (childrenOf(process.pid).length === 0) await pause(1);
    process.kill(child(), "SIGKILL");
    await opened;
    await expectToLive();
    expect(deaths).toEqual([]);
  });

  it("stays crashed when it cannot be started, and says why", async () => {
    open(1);
    const [first, second] = [reasonOf(image.openWorkspace("w")), reasonOf(image.information())];
    expect(await first).toBe("it cannot be started: out of memory");
    expect(await second).toBe(await first);
    expect(image.health().state).toBe("crashed");
    expect(await reasonOf(image.information())).toBe(await first);
  }, 60_000);

  it("is ended when it no longer answers", async () => {
    open();
    await image.openWorkspace("w");
    const pid = child();
    process.kill(pid, "SIGSTOP");
    expect(await reasonOf(evaluate("3 + 4", 50))).toBe(NO_ANSWER);
    expect(isAlive(pid)).toBe(false);
    await expectToLive();
    expect(deaths).toEqual([NO_ANSWER]);
  });

  it("leaves the signals of a terminal to its host", async () => {
    open();
    await image.openWorkspace("w");
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.kill(child(), signal);
    await expectToLive();
    expect(deaths).toEqual([]);
  });

  it("gets nothing of its host's environment", async () => {
    process.env.STUI_TEST_SECRET = "s3cret";
    open();
    await image.openWorkspace("w");
    expect(proc(child(), "environ")).not.toMatch(/s3cret|PATH=\/\S*node|HOME/);
    expect(proc(child(), "cmdline")).not.toContain("s3cret");
  });

  describe("and its host", () => {
    const host = (code: string): ChildProcess =>
      spawn(
        process.execPath,
        [
          "--input-type=module",
          "-e",
          `import { openProcessImage } from ${JSON.stringify(HOST)};
           const image = openProcessImage({ onDeath() {} });
           await image.openWorkspace("w");
           ${code}`,
        ],
        { stdio: ["pipe", "pipe", "inherit"] },
      );
    const firstLine = async (of: ChildProcess): Promise<void> => {
      if (of.stdout === null) throw new TypeError("no output");
      await once(createInterface(of.stdout), "line");
    };
    const request = (code: string): string =>
      JSON.stringify(evaluation("w", code, { timeoutMs: 1_000_000_000 }));

    it.each([
      ["idle", "setInterval(() => {}, 1000)"],
      ["busy", `image.evaluate(${request("[true] whileTrue")}, 1)`],
    ])("end together when the host is killed while it is %s", async (_name, code) => {
      open();
      const process_ = host(`${code}; console.log("there")`);
      await firstLine(process_);
      const [pid = Number.NaN] = childrenOf(process_.pid ?? 0);
      expect(isAlive(pid)).toBe(true);
      process_.kill("SIGKILL");
      await untilGone(pid);
    });

    it("end by themselves when the host has nothing more to do", async () => {
      open();
      const process_ = host(
        `await image.evaluate(${request("3 + 4")}, 1); console.log("there");
         // Until it has been looked at.
         process.stdin.once("data", () => process.stdin.destroy());`,
      );
      await firstLine(process_);
      const [pid = Number.NaN] = childrenOf(process_.pid ?? 0);
      expect(isAlive(pid)).toBe(true);
      process_.stdin?.end("seen");
      const [code] = await once(process_, "exit");
      expect(code).toBe(0);
      await untilGone(pid);
    });
  });
});
