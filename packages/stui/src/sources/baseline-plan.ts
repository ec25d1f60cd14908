/** What a baseline wants loaded, as the image tells it: see the kernel's package Baselines. */

export interface PlannedPackage {
  readonly kind: "package";
  readonly name: string;
  /** Selectors of the baseline to be sent before and after the load; "" for none. */
  readonly before: string;
  readonly after: string;
  /** Whether the image has classes of a package of that name. */
  readonly isInImage: boolean;
}

export interface PlannedProject {
  readonly kind: "project";
  readonly name: string;
  /** Of its baseline. */
  readonly className: string;
  /** Where the baseline says it is found; "" where it does not say. */
  readonly repository: string;
  /** Groups and packages to load of it; its default where there are none. */
  readonly loads: readonly string[];
}

export interface BaselinePlan {
  readonly baseline: string;
  /** In the order of loading. */
  readonly steps: readonly (PlannedPackage | PlannedProject)[];
  /** Names that the baseline does not define, and who wants them. */
  readonly unknown: readonly (readonly [name: string, requester: string])[];
  readonly groups: readonly string[];
  readonly packages: readonly string[];
  readonly before: string;
  readonly after: string;
}

/** The code that asks the image for a plan. */
export const planCode = (baseline: string, names: readonly string[]): string =>
  `${baseline} planJsonFor: #(${names.map(quoted).join(" ")})`;

export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The image wrote it; its type is that of the writer. */
export const readPlan = (json: string): BaselinePlan => {
  const plan: BaselinePlan = JSON.parse(json);
  return plan;
};
