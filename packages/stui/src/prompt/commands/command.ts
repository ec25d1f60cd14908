/** A command of the prompt, as `:browse Foo`. */
import type { Surroundings } from "../work.js";

export interface PromptCommand {
  readonly name: string;
  /** What stands behind the name, for help; empty where nothing does. */
  readonly usage: string;
  readonly doc: string;
  /** What completion proposes for what stands behind the name. */
  readonly completes: "code" | "path" | "nothing";
  /** Whether it succeeded. Throws CommandMisused, and whatever the commands of the protocol throw. */
  run(rest: string, surroundings: Surroundings): Promise<boolean>;
}
