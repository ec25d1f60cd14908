import { describe, expect, it } from "vitest";
import { deathReason } from "./death-reason.js";

const reason = (lastWords: string, code: number | null = null, signal: string | null = null): string =>
  deathReason({ code, signal, lastWords });

describe("the reason of a death", () => {
  it.each([
    "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory\n 1: 0xb9c1f0 node::Abort()",
    "#\n# Fatal javascript OOM in GC during deserialization\n#\n",
    "# Fatal error in , line 0\n# Fatal JavaScript invalid size error 166062484 (see crbug.com/1201626)\n#",
  ])("is memory where V8 says so", (words) => {
    expect(reason(words, null, "SIGTRAP")).toBe("out of memory");
  });

  it("is the signal or the code, with what was said last", () => {
    expect(reason("", null, "SIGKILL")).toBe("killed by SIGKILL");
    expect(reason("", 3)).toBe("it exited with code 3");
    expect(reason("node: bad option: --nonsense\n", 9)).toBe(
      "it exited with code 9: node: bad option: --nonsense",
    );
    const thrown =
      "at file.js:3\nKernelMissing: kernel.js is missing: run npm run build\n    at x\n\nNode.js v20";
    expect(reason(thrown, 1)).toBe(
      "it exited with code 1: KernelMissing: kernel.js is missing: run npm run build",
    );
    expect(reason("", null, "SIGSEGV")).toBe("its stack or memory was damaged");
  });
});
