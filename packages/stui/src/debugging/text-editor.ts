/** The editor of whoever works here, for a text: what $VISUAL names, else $EDITOR. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The command of the editor; undefined where there is none. */
export const editorIn = ({ VISUAL, EDITOR }: NodeJS.ProcessEnv): string | undefined =>
  [VISUAL, EDITOR].find((each) => each !== undefined && each.trim() !== "");

/** The editor did not run, or ended with a failure. */
export class EditorFailed extends Error {
  override readonly name = "EditorFailed";
  constructor(command: string, outcome: string) {
    super(`the editor ${command} ${outcome}; the text is as it was. $VISUAL or $EDITOR names another one.`);
  }
}

/**
 * The text as it was left in the editor, which has the terminal meanwhile.
 *
 * @param command for a shell, which gets the file as one word more
 * @throws EditorFailed
 */
export const editText = async (command: string, text: string): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "stui-edit-"));
  try {
    const file = join(folder, "method.st");
    writeFileSync(file, text);
    const child = spawn("sh", ["-c", `${command} "$1"`, "sh", file], { stdio: "inherit" });
    const [code, signal] = await once(child, "exit").catch((error: unknown) => {
      throw new EditorFailed(command, `could not be started (${String(error)})`);
    });
    if (code !== 0)
      throw new EditorFailed(command, signal === null ? `ended with ${code}` : `was ended by ${signal}`);
    return readFileSync(file, "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
