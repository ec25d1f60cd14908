/** For tests: what an example's README says that its commands show. */
import { readdirSync, readFileSync } from "node:fs";
import { type EvaluateOutcome, type FileInOutcome, openImage, type SmalltalkImage } from "@stui/smalltalk";

export interface Statement {
  /** The folder of Tonel files that the command loads, from the root of the repository. */
  readonly folder: string;
  /** What it evaluates. */
  readonly code: string;
  /** What the README shows below the command. */
  readonly shows: string;
}

/** `stui run FOLDER --eval CODE` in a block of its own, and in the next block what it shows. */
const STATEMENT = /```sh\nstui run (\S+) --eval (["'])(.*)\2\n```\n\n```text\n([\s\S]*?)\n```/g;

export function statementsOf(readme: URL): Statement[] {
  return [...readFileSync(readme, "utf8").matchAll(STATEMENT)].map(
    ([, folder = "", , code = "", shows = ""]) => ({
      folder,
      code,
      shows,
    }),
  );
}

/** An image with a workspace, and the example's package loaded into it. */
export class LoadedExample {
  private constructor(
    readonly image: SmalltalkImage,
    readonly loaded: FileInOutcome,
  ) {}

  static async load(folder: URL): Promise<LoadedExample> {
    const image = openImage();
    image.openWorkspace("example");
    const files = Object.fromEntries(
      readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), "utf8")]),
    );
    const request = { workspace: "example", files, format: "tonel", timeoutMs: 10_000 } as const;
    const loaded = await new Promise<FileInOutcome>((done) => image.fileIn(request, done));
    return new LoadedExample(image, loaded);
  }

  evaluate(code: string): EvaluateOutcome {
    const request = {
      workspace: "example",
      code,
      mode: "execute",
      timeoutMs: 60_000,
      maxPrint: 10_000,
      maxOutputBytes: 100_000,
      maxKept: 10,
    } as const;
    return answered<EvaluateOutcome>((done) => this.image.evaluate(request, done));
  }

  /** What the Transcript was written; where it was not, the print string. */
  shown(code: string): string {
    const outcome = this.evaluate(code);
    if (outcome.kind !== "value") throw new Error(`${code}: ${JSON.stringify(outcome)}`);
    return outcome.output === "" ? outcome.result : outcome.output.trimEnd();
  }
}

function answered<Outcome>(ask: (done: (outcome: Outcome) => void) => void): Outcome {
  const outcomes: Outcome[] = [];
  ask((outcome) => outcomes.push(outcome));
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error("no answer");
  return outcome;
}
