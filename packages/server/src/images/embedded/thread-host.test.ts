import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { imageContract } from "../contract/image.contract.js";
import { evaluation, textOf } from "../contract/requests.contract.js";
import type { Image } from "../image.js";
import { openThreadImage } from "./thread-host.js";

const HOST = new URL("../../../dist/images/embedded/thread-host.js", import.meta.url).href;

const unexpected = {
  onDeath: (reason: string): void => {
    throw new Error(`the image died: ${reason}`);
  },
};

imageContract("thread", () => openThreadImage(unexpected));

describe("an image in a thread", () => {
  let image: Image;
  afterEach(() => image.close());

  it("lives on when many small objects fill its heap", async () => {
    image = openThreadImage(unexpected, { heapMb: 64 });
    await image.openWorkspace("w");
    const code = "| list | list := nil. [true] whileTrue: [list := 1 -> list]";
    const filled = await image.evaluate(evaluation("w", code, { timeoutMs: 60_000 }), 1);
    expect(textOf(filled)).toBe("exhausted: memory");
    expect(textOf(await image.evaluate(evaluation("w", "3 + 4"), 2))).toBe("7");
    expect(image.health()).toMatchObject({ state: "ready", deaths: 0 });
  }, 60_000);

  it("does not keep its process alive", async () => {
    image = openThreadImage(unexpected);
    const request = JSON.stringify(evaluation("w", "3 + 4"));
    const code = `import { openThreadImage } from ${JSON.stringify(HOST)};
      const image = openThreadImage({ onDeath() {} });
      await image.openWorkspace("w");
      console.log((await image.evaluate(${request}, 1)).result);`;
    const host = spawn(process.execPath, ["--input-type=module", "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [output, [exitCode]] = await Promise.all([text(host.stdout), once(host, "exit")]);
    expect([output, exitCode]).toEqual(["7\n", 0]);
  });
});
