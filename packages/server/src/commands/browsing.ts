/** Looking at code, finding in it, completing and laying it out. */
import type { CodeQuestion } from "@stui/smalltalk";
import { classResult, hindranceError, methodResult } from "./code-results.js";
import type { Call, Handlers } from "./handler.js";
import { type Services, sharedImage } from "./services.js";

type BrowsingCommand =
  | "list_packages"
  | "list_classes"
  | "browse_class"
  | "get_method"
  | "find"
  | "complete"
  | "format";

/** What is answered of a long list where the request does not say. */
const DEFAULT_LIMIT = 100;

export const browsingHandlers = (services: Services): Pick<Handlers, BrowsingCommand> => {
  const ask = <Q extends CodeQuestion>({ session }: Call, question: Q) =>
    (session?.image ?? sharedImage(services)).code(question);

  return {
    list_packages: async ({ pattern }, call) => {
      const packages = await ask(call, {
        name: "listPackages",
        request: pattern === undefined ? {} : { pattern },
      });
      return { packages: packages.map(({ name, classes }) => ({ name, class_count: classes })) };
    },

    list_classes: async (parameters, call) => {
      const { pattern, package: packageName, offset = 0, limit = DEFAULT_LIMIT } = parameters;
      const request = {
        ...(pattern === undefined ? {} : { pattern }),
        ...(packageName === undefined ? {} : { package: packageName }),
        includeSystem: parameters.include_system ?? true,
        offset,
        limit,
      };
      const { classes, total } = await ask(call, { name: "listClasses", request });
      return { classes: classes.map(classResult), total_count: total };
    },

    browse_class: async (
      { class_name, include_methods = true, include_instance_vars = true, include_class_vars = true },
      call,
    ) => {
      const request = { className: class_name, withMethods: include_methods };
      const found = await ask(call, { name: "browseClass", request });
      if (found.kind !== "class") throw hindranceError(found);
      const { description, superclasses, subclasses } = found;
      return {
        class_info: classResult(description),
        instance_methods: found.instanceMethods.map(methodResult),
        class_methods: found.classMethods.map(methodResult),
        instance_vars: include_instance_vars ? [...description.instanceVariables] : [],
        class_vars: include_class_vars ? [...description.classVariables] : [],
        superclasses: [...superclasses],
        subclasses: [...subclasses],
      };
    },

    get_method: async ({ class_name, method_name, is_class_method = false }, call) => {
      const request = { className: class_name, selector: method_name, isClassMethod: is_class_method };
      const found = await ask(call, { name: "getMethod", request });
      if (found.kind !== "method") throw hindranceError(found);
      return { method: methodResult(found.method) };
    },

    find: async ({ kind, text, limit = DEFAULT_LIMIT }, call) => {
      const found = await ask(call, { name: "find", request: { kind, text, limit } });
      return found.kind === "methods"
        ? { methods: found.methods.map(methodResult), total_count: found.total }
        : { classes: found.classes.map(classResult), total_count: found.total };
    },

    complete: async ({ code, position }, { session }) => {
      const image = session?.image ?? sharedImage(services);
      const request = { code, position, ...(session === undefined ? {} : { workspace: session.id }) };
      const { from, to, completions } = await image.code({ name: "complete", request });
      return {
        replace_from: from,
        replace_to: to,
        completions: completions.map(({ text, kind, signature, origin }) => ({
          text,
          kind: KINDS[kind],
          signature,
          origin,
        })),
      };
    },

    format: async ({ code, kind = "expression" }, call) => {
      const outcome = await ask(call, { name: "format", request: { code, kind } });
      if (outcome.kind !== "formatted") throw hindranceError(outcome);
      return { code: outcome.code };
    },
  };
};

const KINDS = {
  variable: "variable",
  instanceVariable: "instance_variable",
  classVariable: "class_variable",
  class: "class",
  global: "global",
  selector: "selector",
} as const;
