/** Why a child process ended, for a person. */

export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last of what it wrote to standard error. */
  readonly lastWords: string;
}

const OUT_OF_MEMORY = /out of memory|allocation failed|invalid (array|table|string) (length|size)/i;

export function deathReason({ code, signal, lastWords }: Ending): string {
  if (OUT_OF_MEMORY.test(lastWords)) return "out of memory";
  if (signal === "SIGSEGV" || signal === "SIGBUS") return "its stack or memory was damaged";
  const how = signal === null ? `it exited with code ${code ?? "unknown"}` : `killed by ${signal}`;
  const line = errorLine(lastWords);
  return line === undefined ? how : `${how}: ${line}`;
}

/** The line that names an error, else the last one that says anything. */
function errorLine(text: string): string | undefined {
  const lines = text.split("\n").map((line) => line.trim());
  return (
    lines.findLast((line) => /^(\w*Error|KernelMissing|EngineOpenAlready)\b/.test(line)) ??
    lines.findLast((line) => line !== "")
  );
}
