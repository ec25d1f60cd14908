/**
 * Breaks methods of the kernel one at a time, and tells which of them the language tests catch. What breaks nothing that
 * anyone could see stands in `equivalent.txt` with its reason; another method is drawn in its place, and no other rule
 * leaves a mutant out.
 */
import { fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { draw, type Mutant } from "./draw.js";
import type { FromChild, Job, KernelMethodText } from "./job.js";

const { values } = parseArgs({
  options: { count: { type: "string", default: "50" }, seed: { type: "string", default: "1" } },
});

/** Milliseconds for one file of expectations: what is broken may not end. */
const FILE_MS = 60_000;

function ask(job: Job): Promise<FromChild> {
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(new URL("./child.js", import.meta.url)), {
      execArgv: ["--max-old-space-size=1024"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const clock = setTimeout(() => child.kill("SIGKILL"), FILE_MS);
    let answer: FromChild = { kind: "caught", by: "the process ended, or was ended" };
    child.on("message", (message: FromChild) => {
      if (message.kind === "progress") clock.refresh();
      else answer = message;
    });
    child.once("exit", () => {
      clearTimeout(clock);
      resolve(answer);
    });
    child.send(job);
  });
}

async function kernelMethods(): Promise<readonly KernelMethodText[]> {
  const listed = await ask({ kind: "list" });
  if (listed.kind !== "methods") throw new Error(`no list of methods: ${JSON.stringify(listed)}`);
  return listed.methods;
}

/** Names of mutants, each followed by a tab and its reason. */
function equivalents(): ReadonlyMap<string, string> {
  const text = readFileSync(new URL("../equivalent.txt", import.meta.url), "utf8");
  return new Map(
    text
      .split("\n")
      .filter((line) => line.trim() !== "" && !line.startsWith("#"))
      .map((line) => {
        const [name = "", reason = ""] = line.split("\t");
        return [name, reason];
      }),
  );
}

async function run(count: number, seed: number): Promise<void> {
  const known = equivalents();
  const mutants = draw(await kernelMethods(), seed);
  const survivors: string[] = [];
  let caught = 0;
  let begun = 0;
  const next = (): Mutant | undefined => {
    for (let drawn = mutants.next(); !drawn.done; drawn = mutants.next()) {
      const reason = known.get(drawn.value.name);
      if (reason === undefined) return drawn.value;
      console.log(`equivalent  ${drawn.value.name} (${reason})`);
    }
    return undefined;
  };
  const work = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      const mutant = next();
      if (mutant === undefined) return;
      const answer = await ask({
        kind: "run",
        method: { ...mutant.method, source: mutant.mutation.source },
      });
      if (answer.kind === "caught") {
        caught += 1;
        console.log(`caught      ${mutant.name} (${answer.by})`);
      } else if (answer.kind === "survived") {
        survivors.push(mutant.name);
        console.log(`SURVIVED    ${mutant.name}`);
      } else {
        // It does not compile: no mutant at all.
        begun -= 1;
        console.log(`refused     ${mutant.name}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work));
  console.log(`\nseed ${seed}: ${caught} of ${caught + survivors.length} mutants caught`);
  for (const name of survivors) console.log(`  not caught: ${name}`);
  process.exitCode = survivors.length === 0 ? 0 : 1;
}

await run(Number(values.count), Number(values.seed));
