import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { imageContract } from "../contract/image.contract.js";
import { evaluation, nextRun } from "../contract/requests.contract.js";
import { readScript } from "./read-script.js";
import { ScriptedImage } from "./scripted-image.js";

const SCRIPT = fileURLToPath(new URL("./contract.json", import.meta.url));

const open = () =>
  new ScriptedImage(readScript(SCRIPT), {
    onDeath: (reason): void => {
      throw new Error(`the image died: ${reason}`);
    },
  });

imageContract("scripted", open, []);

describe("what a scripted image cannot do", () => {
  it("is refused with what the script would have to say", async () => {
    const image = open();
    await image.openWorkspace("w");
    const unknown = image.evaluate(evaluation("w", "6 * 7"), nextRun());
    await expect(unknown).rejects.toMatchObject({ type: "UnsupportedOperation" });
    await expect(unknown).rejects.toThrow(
      /contract\.json, which has no rule for code "6 \* 7".*answers\.evaluate/,
    );
    const browse = { name: "browseClass", request: { className: "Object", withMethods: true } } as const;
    await expect(image.code(browse)).rejects.toThrow(
      /no rule for class_name "Object".*answers\.browse_class/,
    );
    await expect(image.code({ name: "listPackages", request: {} })).rejects.toThrow("no rule for it");
    await image.close();
  });
});
