/** The processes that a process has started, as Linux tells. */
import { readdirSync, readFileSync } from "node:fs";

/** Process ids of the children of a process, by /proc. */
export const childrenOf = (pid: number | undefined): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => parentOf(child) === pid);

const parentOf = (pid: number): number | undefined => {
  try {
    const [, parent] = /^PPid:\s+(\d+)$/m.exec(readStatus(pid)) ?? [];
    return parent === undefined ? undefined : Number(parent);
  } catch {
    return undefined;
  }
};

const readStatus = (pid: number): string => readFileSync(`/proc/${pid}/status`, "utf8");
