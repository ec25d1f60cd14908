/** Loads the packages of a project into a session, as its baseline tells. */
import type { OwnSession } from "../callers/session.js";
import { counted } from "../rendering/counted.js";
import { type ProjectLoad, planLoad } from "../sources/project-load.js";
import { type PackageFolder, type Repository, readPackage } from "../sources/repository.js";

export interface Asked {
  /** The baseline to go by, where the first folder has several. */
  readonly baseline?: string | undefined;
  /** Groups or packages in place of the default. */
  readonly groups?: readonly string[] | undefined;
  /** Milliseconds that one evaluation may take. */
  readonly timeoutMs?: number | undefined;
}

export interface Loading {
  /** What it is at. */
  onStep(text: string): void;
  /** What code of the baseline wrote to the Transcript. */
  onOutput(text: string): void;
}

export interface Loaded {
  /** Names, in the order of loading. */
  readonly packages: readonly string[];
  readonly classes: number;
  readonly methods: number;
}

/**
 * @param repositories the project's own first, then those in which other projects are looked for
 * @throws ProjectError, SourceError, StuiError
 */
export const loadProject = async (
  session: OwnSession,
  repositories: readonly Repository[],
  asked: Asked,
  loading: Loading,
): Promise<Loaded> => {
  loading.onStep("planning");
  const image = {
    display: (code: string) => session.display(code, asked.timeoutMs),
    fileIn: async (format: PackageFolder["format"], files: Readonly<Record<string, string>>) => {
      loading.onOutput((await session.fileIn({ format, files })).output);
    },
  };
  const load = await planLoad(image, repositories, { baseline: asked.baseline, groups: asked.groups ?? [] });
  return carryOut(session, load, asked.timeoutMs, loading);
};

const carryOut = async (
  session: OwnSession,
  load: ProjectLoad,
  timeoutMs: number | undefined,
  { onStep, onOutput }: Loading,
): Promise<Loaded> => {
  const run = async (code: string): Promise<void> => {
    onStep(code);
    onOutput((await session.evaluate(code, timeoutMs)).output);
  };
  for (const code of load.before) await run(code);
  let classes = 0;
  let methods = 0;
  for (const group of byFormat(load.packages)) {
    const files: Record<string, string> = {};
    group.forEach((each, i) => {
      onStep(`reading ${i + 1}/${group.length} ${each.name}`);
      Object.assign(files, readPackage(each));
    });
    onStep(`loading ${counted(group.length, "package")}, ${counted(Object.keys(files).length, "file")}`);
    const { loaded, output } = await session.fileIn({ format: group[0]?.format ?? "tonel", files });
    onOutput(output);
    classes += loaded.classes;
    methods += loaded.methods;
  }
  for (const code of load.after) await run(code);
  return { packages: load.packages.map(({ name }) => name), classes, methods };
};

/** Neighbours of one format together. */
const byFormat = (packages: readonly PackageFolder[]): PackageFolder[][] => {
  const groups: PackageFolder[][] = [];
  for (const each of packages) {
    const last = groups.at(-1);
    if (last !== undefined && last[0]?.format === each.format) last.push(each);
    else groups.push([each]);
  }
  return groups;
};

/** `loaded 2 packages (A, B): 3 classes, 4 methods` */
export const loadedText = ({ packages, classes, methods }: Loaded): string =>
  `loaded ${counted(packages.length, "package")} (${packages.join(", ")}): ${counted(classes, "class")}, ${counted(methods, "method")}`;
