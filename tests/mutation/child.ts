/** Runs the language tests over a kernel with one broken method, in a process of its own. */
import { fileURLToPath } from "node:url";
import { openImage, type SmalltalkImage } from "@stui/smalltalk";
import {
  answer,
  casesOf,
  type ExpectationFile,
  evaluate,
  expectationFiles,
} from "../../packages/smalltalk/src/tools/expectation-files.testing.js";
import type { FromChild, Job, KernelMethodText } from "./job.js";

const FOLDER = fileURLToPath(new URL("../../../packages/smalltalk/tests/", import.meta.url));
/** Of no account: no other thread watches the clock here, and the parent ends what goes on for too long. */
const CASE_MS = 30_000;

const LIST = `| methods |
methods := OrderedCollection new.
Smalltalk allClasses do: [ :class | { class. class class } do: [ :each |
  each selectors do: [ :selector | | method |
    method := each >> selector.
    methods add: (Dictionary newFromPairs: { 'owner'. class name asString. 'isMeta'. each isMeta. 'selector'. selector asString. 'protocol'. method protocol asString. 'source'. method sourceCode }) ] ] ].
STONJSON toString: methods asArray`;

process.once("message", (job: Job) => {
  try {
    tell(work(job));
  } catch (error) {
    tell({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
  }
});

function tell(message: FromChild): void {
  process.send?.(message, () => process.disconnect());
}

function work(job: Job): FromChild {
  const image = openImage({ isKernelOpen: true });
  if (job.kind === "list") return { kind: "methods", methods: list(image) };
  const refusal = install(image, job.method);
  if (refusal !== null) return { kind: "failed", reason: refusal };
  for (const file of likelyFirst(expectationFiles(FOLDER), job.method)) {
    process.send?.({ kind: "progress" } satisfies FromChild);
    const by = firstUnmet(image, file);
    if (by !== null) return { kind: "caught", by };
  }
  return { kind: "survived" };
}

function list(image: SmalltalkImage): KernelMethodText[] {
  image.openWorkspace("list");
  let text = "";
  const request = {
    workspace: "list",
    code: LIST,
    mode: "display",
    timeoutMs: 120_000,
    maxPrint: 50_000_000,
    maxOutputBytes: 0,
    maxKept: 1,
  } as const;
  image.evaluate(request, (outcome) => {
    if (outcome.kind !== "value") throw new Error(JSON.stringify(outcome).slice(0, 500));
    text = outcome.display ?? "";
  });
  const methods: KernelMethodText[] = JSON.parse(text);
  return methods;
}

/** null, or why the broken method does not compile. */
function install(image: SmalltalkImage, method: KernelMethodText): string | null {
  image.openWorkspace("install");
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const owner = method.isMeta ? `${method.owner} class` : method.owner;
  const code = `(${owner} compile: ${quoted(method.source)} classified: ${quoted(method.protocol)}) isSymbol`;
  const outcome = evaluate(image, "install", code, 10_000);
  return outcome.kind === "value" ? null : JSON.stringify(outcome).slice(0, 300);
}

/** Files that mention the selector come first. */
function likelyFirst(files: readonly ExpectationFile[], method: KernelMethodText): ExpectationFile[] {
  const [word = ""] = method.selector.split(":");
  const mentions = (file: ExpectationFile): boolean => file.text.includes(word);
  return [...files.filter(mentions), ...files.filter((file) => !mentions(file))];
}

function firstUnmet(image: SmalltalkImage, file: ExpectationFile): string | null {
  const workspace = `${file.feature}/${file.topic}`;
  image.openWorkspace(workspace);
  for (const { code, line, expectations } of casesOf(file.text)) {
    // The kernel is open here.
    if (expectations.some(({ text }) => text.startsWith("ModificationForbidden"))) continue;
    const outcome = evaluate(image, workspace, code, CASE_MS);
    for (const { kind, text } of expectations) {
      const found = answer(outcome, kind, text);
      if (found !== text) return `${workspace}.st:${line}: ${found.slice(0, 60).replaceAll("\n", " ")}`;
    }
  }
  return null;
}
