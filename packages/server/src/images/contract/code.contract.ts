/** Looking at code, changing and testing it. */
import type { RunTestsRequest } from "@stui/smalltalk";
import { beforeAll, describe, expect } from "vitest";
import type { Candidate } from "./candidate.contract.js";
import { nextRun } from "./requests.contract.js";

export function codePart(candidate: Candidate): void {
  describe("code", () => {
    const define = (definition: string, more: object = {}) =>
      candidate.image.defineClass(
        { workspace: candidate.workspace, definition, timeoutMs: 10_000, ...more },
        nextRun(),
      );
    const className = "ContractCounter";
    beforeAll(async () => {
      const definition = `Object << #${className} slots: { #count }; package: 'Contract-Code'`;
      expect(await define(definition)).toMatchObject({
        kind: "defined",
        description: { name: className, superclass: "Object", tag: null, instanceVariables: ["count"] },
      });
    });

    candidate.it("is defined and refused", ["keeps code"], async () => {
      expect(await define("Object subclass: #Array")).toMatchObject({ kind: "protected" });
      expect(await define("3 + 4")).toMatchObject({ kind: "notADefinition" });
      expect(await define("Object subclass:")).toMatchObject({ kind: "syntaxError" });
      expect(await define("Object subclass: #X", { workspace: "nowhere" })).toEqual({
        kind: "workspaceNotFound",
        workspace: "nowhere",
      });
    });

    candidate.it("is listed and browsed", ["keeps code"], async () => {
      expect(
        await candidate.image.code({ name: "listPackages", request: { pattern: "Contract-*" } }),
      ).toEqual([{ name: "Contract-Code", classes: 1 }]);
      const request = { package: "Contract-Code", includeSystem: true, offset: 0, limit: 10 };
      expect(await candidate.image.code({ name: "listClasses", request })).toMatchObject({
        classes: [{ name: className, isSystem: false }],
        total: 1,
      });
      const browse = (name: string) =>
        candidate.image.code({ name: "browseClass", request: { className: name, withMethods: true } });
      expect(await browse(className)).toMatchObject({
        kind: "class",
        superclasses: ["Object", "ProtoObject"],
      });
      expect(await browse("Nowhere")).toEqual({ kind: "classNotFound", className: "Nowhere" });
    });

    candidate.it("is compiled, found and removed", ["keeps code"], async () => {
      const compile = (source: string, more: object = {}) =>
        candidate.image.code({
          name: "compileMethod",
          request: { className, source, isClassMethod: false, ...more },
        });
      expect(await compile("contractSpot ^ #contractSpot", { category: "spots" })).toMatchObject({
        kind: "compiled",
        method: { selector: "contractSpot", category: "spots", arguments: [] },
      });
      expect(await compile("contractSpot ^ 1", { expectedSource: "contractSpot ^ 0" })).toEqual({
        kind: "conflict",
        actualSource: "contractSpot ^ #contractSpot",
      });
      expect(await candidate.evaluate(`${className} new contractSpot`)).toBe("#contractSpot");
      for (const kind of ["senders", "implementors", "source"] as const) {
        const request = { kind, text: "contractSpot", limit: 10 };
        expect(await candidate.image.code({ name: "find", request })).toMatchObject({
          kind: "methods",
          total: 1,
        });
      }
      const reference = { className, selector: "contractSpot", isClassMethod: false };
      expect(await candidate.image.code({ name: "getMethod", request: reference })).toMatchObject({
        kind: "method",
        method: { source: "contractSpot ^ #contractSpot" },
      });
      expect(await candidate.image.code({ name: "removeMethod", request: reference })).toEqual({
        kind: "removed",
      });
      expect(await candidate.image.code({ name: "getMethod", request: reference })).toEqual({
        kind: "methodNotFound",
        ...reference,
      });
    });

    candidate.it(
      "is completed with the workspace's variables, and laid out",
      ["runs any code", "keeps variables"],
      async () => {
        await candidate.evaluate("contracted := OrderedCollection new");
        const complete = (code: string, more: object = { workspace: candidate.workspace }) =>
          candidate.image.code({ name: "complete", request: { code, position: code.length, ...more } });
        expect((await complete("contr")).completions[0]).toMatchObject({ text: "contracted" });
        expect((await complete("contracted addF")).completions[0]).toMatchObject({
          text: "addFirst:",
          origin: "OrderedCollection",
        });
        expect((await complete("contr", {})).completions.map(({ text }) => text)).not.toContain("contracted");
        const format = (code: string) =>
          candidate.image.code({ name: "format", request: { code, kind: "expression" } });
        expect(await format("3+4")).toEqual({ kind: "formatted", code: "3 + 4" });
        expect(await format("3+")).toMatchObject({ kind: "syntaxError" });
      },
    );

    candidate.it("is renamed and removed", ["keeps code"], async () => {
      await define(`Object << #ContractOld slots: {}; package: 'Contract-Renamed'`);
      const rename = { className: "ContractOld", newName: "ContractNew" };
      expect(await candidate.image.code({ name: "renameClass", request: rename })).toMatchObject({
        kind: "renamed",
        description: { name: "ContractNew" },
      });
      const remove = { className: "ContractNew" };
      expect(await candidate.image.code({ name: "removeClass", request: remove })).toEqual({
        kind: "removed",
      });
      expect(await candidate.image.code({ name: "removeClass", request: remove })).toEqual({
        kind: "classNotFound",
        className: "ContractNew",
      });
    });

    candidate.it("is tested", ["keeps code"], async () => {
      await define("TestCase << #ContractTest slots: {}; package: 'Contract-Tests'");
      for (const source of [
        "testGood self assert: true",
        "testBad self assert: false",
        "testLoop [ true ] whileTrue",
      ])
        await candidate.image.code({
          name: "compileMethod",
          request: { className: "ContractTest", source, isClassMethod: false },
        });
      const test = (subject: RunTestsRequest["subject"], timeoutMs = 10_000, run = nextRun()) =>
        candidate.image.runTests(
          { workspace: candidate.workspace, subject, timeoutMs, maxOutputBytes: 1_000_000 },
          run,
        );
      expect(await test({ package: "Contract-Tests" }, 100)).toMatchObject({
        kind: "tested",
        run: 3,
        passed: 1,
        failed: 1,
        errors: 1,
      });
      expect(await test({ className: "ContractTest", selector: "testGood" })).toMatchObject({
        run: 1,
        passed: 1,
      });
      expect(await test({ className: "Object" })).toEqual({ kind: "notATestCase", className: "Object" });
      const run = nextRun();
      const endless = test({ className: "ContractTest", selector: "testLoop" }, 10_000, run);
      candidate.image.interrupt(run);
      expect(await endless).toMatchObject({ kind: "interrupted" });
    });
  });
}
