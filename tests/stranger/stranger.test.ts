/**
 * A client in Python that shares nothing with us drives every built command. It needs Debian's python3-zmq; where that is
 * missing the test is skipped, unless STUI_STRANGER=required says that it must run.
 */
import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { ServerProcess } from "../wire/server-process.js";

const SCRIPT = fileURLToPath(new URL("stranger.py", import.meta.url));
/** Where Debian puts it; another Python would not find Debian's packages. */
const PYTHON = "/usr/bin/python3";
const MISSING = "/usr/bin/python3 has no zmq; install it with: apt-get install python3-zmq";

const required = process.env.STUI_STRANGER === "required";
const present = spawnSync(PYTHON, ["-c", "import zmq"]).status === 0;

interface Report {
  readonly commands: Readonly<Record<string, object>>;
  readonly described: readonly string[];
  readonly not_built: readonly string[];
  readonly failures: readonly string[];
}

const isReport = (value: unknown): value is Report =>
  typeof value === "object" &&
  value !== null &&
  ["described", "not_built", "failures"].every((name) => Array.isArray(Reflect.get(value, name)));

/** What the script printed, whatever its exit code; throws with what it wrote where it printed no report. */
const visited = async (endpoint: string): Promise<Report> => {
  const { stdout, stderr } = await promisify(execFile)(PYTHON, ["-B", SCRIPT, endpoint]).catch(
    (failed: unknown) => {
      if (failed instanceof Error && "stdout" in failed && "stderr" in failed)
        return { stdout: String(failed.stdout), stderr: String(failed.stderr) };
      throw failed;
    },
  );
  const report: unknown = stdout === "" ? undefined : JSON.parse(stdout);
  if (!isReport(report)) throw new Error(`the stranger reported nothing:\n${stderr}`);
  return report;
};

test.skipIf(!present && !required)(
  present || required ? "a stranger drives every built command" : `a stranger (skipped: ${MISSING})`,
  async () => {
    expect(present, MISSING).toBe(true);
    const server = await ServerProcess.start("--set", "limits.session_creations=1000");
    try {
      const report = await visited(server.endpoint);
      expect(report.failures).toEqual([]);
      const built = report.described.filter((name) => !report.not_built.includes(name));
      expect(built.length).toBeGreaterThan(30);
      for (const name of built)
        expect(report.commands[name], name).toMatchObject({
          flat: { answered: expect.any(Number) },
          envelope: { answered: expect.any(Number) },
        });
      expect(server.log).not.toContain('"level":50');
    } finally {
      expect(await server.stop()).toEqual({ code: 0, signal: null });
    }
  },
  60_000,
);
