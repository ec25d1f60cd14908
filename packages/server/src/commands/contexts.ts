/** The four commands of contexts. They are kept in the image's memory. */
import { ContextNotFound, PermissionDenied, SessionError } from "@stui/protocol";
import type { Session } from "../sessions/session.js";
import { type Handlers, inSession } from "./handler.js";
import { summaryResult } from "./outcomes.js";
import type { Services } from "./services.js";

type ContextCommand = "save_context" | "load_context" | "get_context_summary" | "clear_context";

const LATEST = "latest";
const DEFAULT_ENTRIES = 100;

export const contextHandlers = ({ sessions, limits }: Services): Pick<Handlers, ContextCommand> => {
  const summary = async (session: Session, limit: number) => {
    const found = await session.image.summarize(session.id, limit);
    if (found === undefined) throw workspaceGone(session);
    return summaryResult(found);
  };

  return {
    save_context: inSession(async ({ name = LATEST }, session) => {
      const saved = await session.image.saveContext(session.id, name);
      if (saved === undefined) throw workspaceGone(session);
      const { savedAt, bytes, variables, objects, evaluations, skipped } = saved;
      const named = skipped.map(({ name: what, reason }) => ({ name: what, reason }));
      return {
        session_id: session.id,
        name,
        saved_at: savedAt,
        bytes,
        variables,
        objects,
        evaluations,
        skipped: named,
      };
    }),

    load_context: inSession(async ({ name = LATEST, from_session_id }, session, { speaker }) => {
      const from = from_session_id === undefined ? session : sessions.withContexts(from_session_id, speaker);
      if (from.clientId !== session.clientId)
        throw new PermissionDenied({
          reason: "a context can be loaded from sessions of the same client only",
          session_id: from.id,
        });
      if (from.image !== session.image)
        throw new SessionError({ session_id: from.id, reason: "the session is in another image" });
      const loaded = await session.image.loadContext(session.id, name, from.id);
      if (loaded === "noSuchContext") throw new ContextNotFound({ session_id: from.id, name });
      if (loaded === "noSuchWorkspace") throw workspaceGone(session);
      session.lastModified = Date.now();
      return {
        session_id: session.id,
        name,
        loaded: {
          variables: loaded.variables,
          objects: loaded.objects,
          evaluations: loaded.evaluations,
        },
        context: await summary(session, limits.max_history),
      };
    }),

    get_context_summary: inSession(({ limit = DEFAULT_ENTRIES }, session) => summary(session, limit)),

    clear_context: inSession(async ({ scope = "all" }, session) => {
      const cleared = await session.image.clear(session.id, scope);
      if (cleared === undefined) throw workspaceGone(session);
      session.lastModified = Date.now();
      return { session_id: session.id, cleared };
    }),
  };
};

const workspaceGone = (session: Session): SessionError =>
  new SessionError({ session_id: session.id, reason: "its workspace is gone; send the request again" });
