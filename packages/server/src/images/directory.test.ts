import { readdirSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { evaluation, textOf } from "./contract/requests.contract.js";
import {
  DEFAULT_IMAGE,
  DefaultImageKept,
  ImageDirectory,
  ImageNameRefused,
  ImageNameTaken,
  TooManyImages,
} from "./directory.js";
import { embeddedImages } from "./embedded/open-image-host.js";

/** Process ids of the images that this process has started, as Linux tells. */
const imageProcesses = (): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => isImageProcess(pid))
    .map(Number);

const isImageProcess = (pid: string): boolean => {
  try {
    const isChild = readFileSync(`/proc/${pid}/status`, "utf8").includes(`PPid:\t${process.pid}\n`);
    return isChild && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("process-entry");
  } catch {
    // It has ended.
    return false;
  }
};

describe("the directory of images", () => {
  let directory: ImageDirectory;
  afterEach(() => directory.close());

  it("opens the default image, and others by name", async () => {
    directory = await ImageDirectory.open(embeddedImages({ host: "thread" }));
    expect(directory.names).toEqual([DEFAULT_IMAGE]);
    expect(directory.find(DEFAULT_IMAGE)?.health().state).toBe("ready");
    const other = await directory.create("other");
    expect(directory.names).toEqual([DEFAULT_IMAGE, "other"]);
    expect(directory.find("other")).toBe(other);
    expect(directory.find("none")).toBeUndefined();
    await other.openWorkspace("w");
    await other.evaluate(evaluation("w", "Smalltalk at: #Only put: 3"), 1);
    await directory.find(DEFAULT_IMAGE)?.openWorkspace("w");
    const outcome = await directory
      .find(DEFAULT_IMAGE)
      ?.evaluate(evaluation("w", "Smalltalk includesKey: #Only"), 2);
    expect(outcome === undefined ? "" : textOf(outcome)).toBe("false");
    expect(await directory.closeImage("other")).toBe(true);
    expect(await directory.closeImage("other")).toBe(false);
    expect(other.health().state).toBe("closed");
    expect(directory.names).toEqual([DEFAULT_IMAGE]);
  });

  it("refuses names, those that are taken, and to close the default image", async () => {
    directory = await ImageDirectory.open(embeddedImages({ host: "thread" }));
    for (const name of ["", "a b", "../x", "é", "x".repeat(65), "a\n"])
      await expect(directory.create(name), name).rejects.toThrow(ImageNameRefused);
    await expect(directory.create(DEFAULT_IMAGE)).rejects.toThrow(ImageNameTaken);
    await expect(directory.closeImage(DEFAULT_IMAGE)).rejects.toThrow(DefaultImageKept);
    await Promise.all([
      directory.create("__proto__"),
      expect(directory.create("__proto__")).rejects.toThrow(ImageNameTaken),
    ]);
    expect(directory.find("constructor")).toBeUndefined();
  });

  it("has as many as it may, and as many private ones of a client", async () => {
    directory = await ImageDirectory.open(embeddedImages({ host: "thread" }), { max: 3, maxPrivate: 1 });
    await directory.create("ada", "ada");
    expect(directory.ownerOf("ada")).toBe("ada");
    expect(directory.ownerOf(DEFAULT_IMAGE)).toBeUndefined();
    await expect(directory.create("more", "ada")).rejects.toThrow("ada has 1 private images");
    await directory.create("common");
    await expect(directory.create("bob", "bob")).rejects.toThrow(TooManyImages);
    await directory.closeImage("common");
    await directory.create("bob", "bob");
  });

  it("tells which private ones are idle", async () => {
    directory = await ImageDirectory.open(embeddedImages({ host: "thread" }));
    const before = performance.now();
    await directory.create("own", "ada");
    await directory.create("common");
    const now = performance.now();
    expect(directory.idle(() => false, 1_000, before + 999)).toEqual([]);
    expect(directory.idle((name) => name === "own", 1_000, now + 2_000)).toEqual([]);
    expect(directory.idle(() => false, 1_000, now + 2_500)).toEqual([]);
    expect(directory.idle(() => false, 1_000, now + 3_001)).toEqual(["own"]);
  });

  it("tells everyone who asked of a death and of the start after it", async () => {
    directory = await ImageDirectory.open(embeddedImages({ host: "process" }));
    const heard: string[] = [];
    const back = new Promise<void>((resolve) => {
      directory.listen({
        died: (image, reason) => heard.push(`${image}: ${reason}`),
        started: (image) => {
          heard.push(`${image} started`);
          resolve();
        },
      });
    });
    const hear = (image: string) => heard.push(`${image} again`);
    const stop = directory.listen({ died: hear, started: hear });
    stop();
    const [child, ...others] = imageProcesses();
    expect(others).toEqual([]);
    process.kill(child ?? Number.NaN, "SIGKILL");
    await back;
    expect(heard).toEqual([`${DEFAULT_IMAGE}: killed by SIGKILL`, `${DEFAULT_IMAGE} started`]);
  });
});
