/** The handlers of all commands. */
import { browsingHandlers } from "./browsing.js";
import { changingHandlers } from "./changing-code.js";
import { contextHandlers } from "./contexts.js";
import { debuggingHandlers } from "./debugging.js";
import { evaluatingHandlers } from "./evaluating.js";
import { type Handlers, notBuilt } from "./handler.js";
import { imageHandlers } from "./images.js";
import { processHandlers } from "./processes.js";
import { serverHandlers } from "./server.js";
import type { Services } from "./services.js";
import { sessionHandlers } from "./sessions.js";
import { sourceHandlers } from "./sources.js";
import { subscribingHandlers } from "./subscribing.js";

export const handlersFor = (services: Services): Handlers => ({
  ...sessionHandlers(services),
  ...contextHandlers(services),
  ...evaluatingHandlers(services),
  ...sourceHandlers(services),
  ...browsingHandlers(services),
  ...changingHandlers(services),
  ...imageHandlers(services),
  ...serverHandlers(services),
  ...subscribingHandlers(services),
  ...debuggingHandlers(services),
  list_changes: notBuilt("list_changes"),
  revert_change: notBuilt("revert_change"),
  redo_change: notBuilt("redo_change"),
  ...processHandlers(services),
});
