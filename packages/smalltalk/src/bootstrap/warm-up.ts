/** Opens the kernel, runs everyday code, and writes V8's code cache of the kernel's script to standard output. */
import { emptyCache, loadKernel, markedAs } from "../image/kernel-files.js";
import { openImage } from "../image/open-image.js";
import type { EvaluateRequest } from "../tools/index.js";

const EVERYDAY = [
  "3 + 4",
  "(1 to: 10) collect: [:e | e squared]",
  "100 factorial / 98 factorial",
  "(1/3) + (2/3)",
  "1.5 * 2 printString size",
  "#(3 1 2) asSortedCollection asArray, (OrderedCollection with: 1)",
  "(Dictionary new) at: #a put: 1; yourself",
  "'hello world' substrings reversed",
  "(Set withAll: #(1 2 3)) includes: 2",
  "[:x | x foo] value: 3",
  "[nil foo] on: Error do: [:e | e messageText]",
  "[1/0] ensure: [Transcript show: 'x'; cr]",
  "#(1 $a #b 'c' 2.5) printString",
  "Object new printString",
  "3 zork",
];

// An engine sets flags once it is open, and reads its kernel before.
const underNoFlags = emptyCache();
const kernel = loadKernel();
const image = openImage({ kernel });
image.openWorkspace("warm");
for (const code of EVERYDAY) {
  const request: EvaluateRequest = {
    workspace: "warm",
    code,
    mode: "display",
    timeoutMs: 1000,
    maxPrint: 1000,
    maxOutputBytes: 1000,
    maxKept: 10,
  };
  image.evaluate(request, () => undefined);
}
process.stdout.write(markedAs(kernel.script.createCachedData(), underNoFlags));
