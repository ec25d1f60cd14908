/** Which packages of which folders a project needs, in the order of loading: baselines are run in the image. */

import { type BaselinePlan, type PlannedProject, planCode, quoted, readPlan } from "./baseline-plan.js";
import { type PackageFolder, type Repository, readPackage } from "./repository.js";

/** A project that cannot be loaded as asked. */
export class ProjectError extends Error {
  override readonly name = "ProjectError";
}

/** What planning asks of a session. */
export interface PlanningImage {
  /** The display string of the code's value. */
  display(code: string): Promise<string>;
  fileIn(format: "tonel" | "filetree", files: Readonly<Record<string, string>>): Promise<void>;
}

export interface ProjectLoad {
  readonly packages: readonly PackageFolder[];
  /** Code for the image, before and after the packages. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** @param repositories the project's own first, then those in which other projects are looked for */
export const planLoad = async (
  image: PlanningImage,
  repositories: readonly Repository[],
  asked: { readonly baseline: string | undefined; readonly groups: readonly string[] },
): Promise<ProjectLoad> => {
  const [own] = repositories;
  if (own === undefined) throw new ProjectError("there is no folder to load.");
  const baseline = asked.baseline === undefined ? onlyBaseline(own) : baselineName(asked.baseline);
  if (baseline === undefined) {
    if (asked.groups.length > 0)
      throw new ProjectError(`${own.folder} has no baseline, and so it has no groups; leave --group out.`);
    return { packages: [...own.packages.values()], before: [], after: [] };
  }
  const planner = new Planner(image, repositories);
  await planner.add(baseline, asked.groups.length === 0 ? ["default"] : asked.groups, own);
  return planner.load;
};

const PREFIX = "BaselineOf";
const baselineName = (name: string): string => (name.startsWith(PREFIX) ? name : PREFIX + name);

const onlyBaseline = ({ folder, packages }: Repository): string | undefined => {
  const names = [...packages.keys()].filter((name) => name.startsWith(PREFIX));
  if (names.length > 1)
    throw new ProjectError(
      `${folder} has several baselines: ${names.map((name) => name.slice(PREFIX.length)).join(", ")}. Say which with --baseline.`,
    );
  return names[0];
};

class Planner {
  readonly #packages = new Map<string, PackageFolder>();
  readonly #before: string[] = [];
  readonly #after: string[] = [];
  readonly #loaded = new Set<string>();
  /** Baselines with the names asked of them, so that circles end. */
  readonly #seen = new Set<string>();

  constructor(
    readonly image: PlanningImage,
    readonly repositories: readonly Repository[],
  ) {}

  get load(): ProjectLoad {
    return { packages: [...this.#packages.values()], before: this.#before, after: this.#after };
  }

  async add(baseline: string, names: readonly string[], repository: Repository): Promise<void> {
    const key = [baseline, ...names].join(" ");
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    await this.#loadBaseline(baseline, repository);
    const plan = readPlan(await this.image.display(planCode(baseline, names)));
    checkNames(plan);
    this.#hook(this.#before, plan.baseline, plan.before, "");
    for (const step of plan.steps) {
      if (step.kind === "project") {
        await this.#addProject(step, baseline);
        continue;
      }
      const found = repository.packages.get(step.name);
      if (found === undefined && !step.isInImage)
        throw new ProjectError(
          `${baseline} wants the package ${step.name}, which is not in ${repository.root}. There are ${[...repository.packages.keys()].join(", ")}.`,
        );
      if (found !== undefined) this.#packages.set(found.folder, found);
      this.#hook(this.#before, baseline, step.before, step.name);
      this.#hook(this.#after, baseline, step.after, step.name);
    }
    this.#hook(this.#after, plan.baseline, plan.after, "");
  }

  async #addProject(
    { name, className, repository, loads }: PlannedProject,
    requester: string,
  ): Promise<void> {
    const found = this.repositories.find((each) => each.packages.has(className));
    if (found === undefined) {
      const from = repository === "" ? "" : ` It is said to be at ${repository}.`;
      throw new ProjectError(
        `${requester} needs the project ${name}: no package ${className} is in ${this.repositories.map((each) => each.root).join(" or ")}.${from} Fetch it, and name its folder behind the first one.`,
      );
    }
    await this.add(className, loads.length === 0 ? ["default"] : loads, found);
  }

  async #loadBaseline(baseline: string, { root, packages }: Repository): Promise<void> {
    if (this.#loaded.has(baseline)) return;
    const folder = packages.get(baseline);
    if (folder === undefined) throw new ProjectError(`there is no package ${baseline} in ${root}.`);
    await this.image.fileIn(folder.format, readPackage(folder));
    this.#loaded.add(baseline);
  }

  #hook(list: string[], baseline: string, selector: string, packageName: string): void {
    if (selector !== "")
      list.push(`${baseline} perform: #${quoted(selector)} around: ${quoted(packageName)}`);
  }
}

const checkNames = ({ baseline, unknown, groups, packages }: BaselinePlan): void => {
  if (unknown.length === 0) return;
  const missing = unknown.map(([name, requester]) =>
    requester === baseline ? name : `${name} (which ${requester} requires)`,
  );
  throw new ProjectError(
    `${baseline} does not define ${missing.join(", ")}. It has the groups ${groups.join(", ") || "(none)"} and the packages ${packages.join(", ") || "(none)"}.`,
  );
};
