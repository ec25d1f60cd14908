/** Text, whole whatever it holds, and files. */
import { describe, expect } from "vitest";
import type { Candidate } from "./candidate.contract.js";
import { evaluation, nextRun, textOf } from "./requests.contract.js";

export function textPart(candidate: Candidate): void {
  describe("text", () => {
    candidate.it("goes both ways whole", [], async () => {
      for (const text of [
        "häßlich",
        "日本語",
        "𝒳🙂",
        "\u2028\u2029\0\u007f",
        "\ud800",
        "a\udc00b",
        "__proto__",
      ])
        expect(await candidate.evaluate(`'${text}'`), JSON.stringify(text)).toBe(`'${text}'`);
      expect(await candidate.evaluate("'🙂' size")).toBe("1");
    });

    candidate.it("may name anything", [], async () => {
      for (const name of ["__proto__", "constructor", "then", "hasOwnProperty", "\ud800"]) {
        await candidate.image.openWorkspace(name);
        expect(
          textOf(await candidate.image.evaluate(evaluation(name, "3 + 4", { tool: name }), nextRun())),
        ).toBe("7");
        expect(await candidate.image.saveContext(name, name)).toMatchObject({ name });
        expect(await candidate.image.loadContext(name, name)).toMatchObject({ skipped: [] });
        expect(await candidate.image.closeWorkspace(name)).toBe(true);
      }
      expect(await candidate.evaluate("__proto__ := 3. constructor := 4. __proto__ + constructor")).toBe("7");
    });

    candidate.it("may be the path of a file", ["keeps code"], async () => {
      const files = JSON.parse('{"__proto__": "3 zork", "b.st": "4"}');
      const outcome = await candidate.image.fileIn(
        { workspace: candidate.workspace, files, format: "script", timeoutMs: 1_000 },
        nextRun(),
      );
      expect(outcome).toMatchObject({ kind: "error", path: "__proto__" });
    });
  });

  describe("files", () => {
    candidate.it("are loaded", ["keeps code"], async () => {
      const files = {
        "Adder.class.st":
          "Class { #name : #Adder, #superclass : #Object, #category : #Contract }\n\nAdder >> add: a to: b [\n\t^ a + b\n]\n",
      };
      expect(
        await candidate.image.fileIn(
          { workspace: candidate.workspace, files, format: "tonel", timeoutMs: 1_000 },
          nextRun(),
        ),
      ).toMatchObject({ kind: "loaded", classes: ["Adder"], methods: 1, kept: [], output: "" });
      expect(await candidate.evaluate("Adder new add: 3 to: 4")).toBe("7");
      expect(
        await candidate.image.fileOut({ subject: { className: "Adder" }, format: "tonel" }),
      ).toMatchObject({
        kind: "written",
        files: {
          "Contract/Adder.class.st": expect.stringContaining("Adder >> add: a to: b [\n\t^ a + b\n]"),
        },
      });
      expect(await candidate.image.fileOut({ subject: { package: "Nowhere" }, format: "chunk" })).toEqual({
        kind: "packageNotFound",
        package: "Nowhere",
      });
    });

    candidate.it("end at their time limit", ["keeps code"], async () => {
      const request = {
        workspace: candidate.workspace,
        files: { "a.st": "[true] whileTrue" },
        format: "script",
      } as const;
      const outcome = await candidate.image.fileIn({ ...request, timeoutMs: 50 }, nextRun());
      expect(outcome).toMatchObject({ kind: "timeout", path: "a.st" });
    });
  });
}
