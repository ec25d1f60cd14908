/** What is asked of an image, as the parameters that rules ask for. */
import type {
  EvaluateRequest,
  FileInRequest,
  FileOutRequest,
  InspectRequest,
  RunTestsRequest,
} from "@stui/smalltalk";
import type { Asked } from "./script.js";

type Value = string | number | boolean;

const asked = (parameters: Readonly<Record<string, Value | undefined>>): Asked => {
  const given = new Map<string, Value>();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) given.set(name, value);
  return given;
};

export const askedOfEvaluation = ({ code, mode, tool }: EvaluateRequest): Asked =>
  asked({ code, evaluation_mode: mode, tool_id: tool });

export const askedOfInspection = (subject: ScriptedSubject): Asked =>
  "objectId" in subject ? asked({ object_id: subject.objectId }) : asked({ target: subject.expression });

/** What a script can tell of. */
export type ScriptedSubject = Exclude<InspectRequest["subject"], { readonly debuggerId: string }>;

/** The files' texts count as one. */
export const askedOfLoad = ({ files, format }: FileInRequest): Asked =>
  asked({ source: Object.values(files).join("\n"), format });

export const askedOfFileOut = ({ subject, format }: FileOutRequest): Asked =>
  asked(
    "className" in subject ? { class_name: subject.className, format } : { package: subject.package, format },
  );

export const askedOfTests = ({ subject }: RunTestsRequest): Asked =>
  asked(
    "className" in subject
      ? { class_name: subject.className, selector: subject.selector }
      : { package: subject.package },
  );

/** A question about code has the protocol's parameters under the engine's names. */
export const askedOfCode = (request: object): Asked =>
  asked(
    Object.fromEntries(
      Object.entries(request)
        .filter(([, value]) => isValue(value))
        .map(([name, value]) => [protocolName(name), value]),
    ),
  );

const isValue = (value: unknown): value is Value =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

const protocolName = (name: string): string =>
  name === "selector" ? "method_name" : name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
