/** Why a child process ended, for a person. */

export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last of what it wrote to standard error. */
  readonly lastWords: string;
}

/** What V8 says of a heap that is full, and of an array or string that outgrew what it can hold. */
const OUT_OF_MEMORY = /out of memory|\bOOM\b|allocation failed|invalid size error/i;

export function deathReason({ code, signal, lastWords }: Ending): string {
  if (OUT_OF_MEMORY.test(lastWords)) return "out of memory";
  if (signal === "SIGSEGV" || signal === "SIGBUS") return "its stack or memory was damaged";
  const how = signal === null ? `it exited with code ${code ?? "unknown"}` : `killed by ${signal}`;
  const line = tellingLine(lastWords);
  return line === undefined ? how : `${how}: ${line}`;
}

/** The line that names an error, else the last one that says anything. */
function tellingLine(text: string): string | undefined {
  const lines = text.split("\n").map((line) => line.replace(/^[#\s]+/, "").trim());
  const naming = /^(\w*Error|KernelMissing|EngineOpenAlready|Fatal)\b/;
  return lines.findLast((line) => naming.test(line)) ?? lines.findLast((line) => line !== "");
}
