/** A file that is no script. */
export class ScriptRefused extends Error {
  override readonly name = "ScriptRefused";
  /**
   * @param file its path
   * @param path the place in it, as `answers.evaluate[2].result`; empty for the whole
   */
  constructor(
    readonly file: string,
    readonly path: string,
    reason: string,
  ) {
    super(`${file}: ${path === "" ? "" : `${path}: `}${reason}`);
  }
}
