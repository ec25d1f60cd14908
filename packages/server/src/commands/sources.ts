/** Loading source files, and writing classes and packages as such. */
import { ClassNotFound, type Limits, type StuiError } from "@stui/protocol";
import type { FailedLoad } from "@stui/smalltalk";
import type { ImageFault } from "../images/image.js";
import { type Handlers, inSession } from "./handler.js";
import { failureError } from "./outcomes.js";
import { type Services, sharedImage } from "./services.js";
import { watchOf } from "./watching.js";

type SourceCommand = "file_in" | "file_out";

export const sourceHandlers = ({ limits, images, sessions }: Services): Pick<Handlers, SourceCommand> => ({
  file_in: inSession(async ({ source, files, format }, session, call) => {
    const timeoutMs = limits.evaluation_timeout_ms;
    const texts = source === undefined ? files : { source };
    const outcome = await session.image.fileIn(
      { workspace: session.id, files: texts, format, timeoutMs },
      call.run,
      watchOf(session, sessions.audience, call, "file_in"),
    );
    session.lastModified = Date.now();
    if (outcome.kind !== "loaded") throw loadError(outcome, timeoutMs, limits);
    const { packages, classes, methods, kept, output } = outcome;
    return {
      loaded: { packages: packages.length, classes: classes.length, methods },
      kept: [...kept],
      output,
    };
  }),

  file_out: async ({ class_name, package: packageName, format }, { session }) => {
    const image = session?.image ?? sharedImage({ images });
    const subject = class_name === undefined ? { package: packageName } : { className: class_name };
    const outcome = await image.fileOut({ subject, format });
    switch (outcome.kind) {
      case "written":
        return { files: { ...outcome.files } };
      case "classNotFound":
        throw new ClassNotFound({ class_name: outcome.className });
      case "packageNotFound":
        throw new ClassNotFound(
          { class_name: outcome.package },
          `There is no package ${outcome.package}. Find one with list_packages.`,
        );
    }
  },
});

/** The failure, with the class whose `initialize` it was. */
const loadError = (outcome: FailedLoad, timeoutMs: number, limits: Limits): StuiError | ImageFault => {
  const error = failureError(outcome, { timeoutMs, limits });
  const { initializing, path } = outcome;
  if (initializing === undefined) return error;
  const where = path === undefined ? "" : ` (${path})`;
  error.message = `${initializing} class>>initialize${where} failed: ${error.message.replace(/\.$/, "")}. Nothing was loaded: classes, methods and globals are as they were before. Mend it and load again.`;
  return error;
};
