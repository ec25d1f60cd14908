/** The seven commands of sessions. */
import { PermissionDenied, SessionError, UnsupportedOperation } from "@stui/protocol";
import { ImageDied } from "../images/image.js";
import type { Session } from "../sessions/session.js";
import { debuggersOf } from "./debugging.js";
import { type Handlers, inSession } from "./handler.js";
import { summaryResult } from "./outcomes.js";
import type { Services } from "./services.js";

/** The name under which a context is saved where none is given. */
const LATEST = "latest";

type SessionCommand =
  | "create_session"
  | "restore_session"
  | "update_session_state"
  | "close_session"
  | "get_session_info"
  | "list_client_sessions"
  | "get_session_statistics";

export const sessionHandlers = ({
  sessions,
  images,
  limits,
  startedAt,
  counts,
}: Services): Pick<Handlers, SessionCommand> => {
  const info = (session: Session) => session.describe(sessions.now());
  const own = (clientId: string, speaker: string | undefined): void => {
    if (speaker !== undefined && speaker !== clientId)
      throw new PermissionDenied({ reason: `this connection speaks for ${speaker}, not for ${clientId}` });
  };
  const identity = (session: Session) => {
    const { session_id, client_id, name, image, created_at, timeout, is_active, durable } = info(session);
    return { session_id, client_id, name, image, created_at, timeout, is_active, durable };
  };

  return {
    create_session: async ({ client_id, name, timeout, image, durable }, { speaker }) => {
      own(client_id, speaker);
      if (durable === "always")
        throw new UnsupportedOperation({
          operation: "durable: always",
          reason: "sessions are not kept on disk yet; leave durable out, or say never",
        });
      return identity(await sessions.create({ clientId: client_id, name, timeout, image }));
    },

    restore_session: inSession(async ({ client_id }, session) => {
      if (client_id !== undefined && client_id !== session.clientId)
        throw new PermissionDenied({
          reason: "the session belongs to another client",
          session_id: session.id,
        });
      const summary = await session.image.summarize(session.id, limits.max_history);
      if (summary === undefined)
        throw new SessionError({ session_id: session.id, reason: "its workspace is gone" });
      const context = summaryResult(summary);
      return {
        ...identity(session),
        last_modified: info(session).last_modified,
        session_state: session.state,
        workspace_context: { variables: context.variables, history: context.history },
        inspector_state: context.inspector_state,
        object_registry: context.object_registry,
        evaluation_count: session.evaluations,
        debuggers: await debuggersOf(session),
      };
    }),

    update_session_state: inSession(({ state_data }, session) => {
      session.merge(state_data, limits.max_session_state_bytes);
      return {
        session_id: session.id,
        last_modified: info(session).last_modified,
        session_state: session.state,
        update_successful: true,
      };
    }),

    close_session: inSession(async ({ save_state }, session) => {
      try {
        if (save_state === true) {
          await session.image.saveContext(session.id, LATEST);
          await sessions.sleep(session);
        } else await sessions.close(session);
      } catch (error) {
        if (!(error instanceof ImageDied)) throw error;
        // The workspace went with the image: there is nothing left to close.
      }
      return { session_id: session.id, closed: true };
    }),

    get_session_info: inSession((_, session) => info(session)),

    list_client_sessions: ({ client_id }, { speaker }) => {
      own(client_id, speaker);
      sessions.sweep();
      const found = sessions.ofClient(client_id).map(info);
      return { client_id, session_count: found.length, sessions: found };
    },

    get_session_statistics: () => {
      sessions.sweep();
      return {
        total_sessions: sessions.size,
        active_clients: sessions.clients,
        max_sessions_per_client: limits.max_sessions_per_client,
        default_timeout: limits.session_timeout_s,
        cleanup_interval: limits.cleanup_interval_s,
        evaluations: counts.evaluations,
        images: images.names.length,
        uptime: (sessions.now() - startedAt) / 1_000,
      };
    },
  };
};
