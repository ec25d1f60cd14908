/** `:sessions`: who works on the server. */
import type { PromptCommand } from "./command.js";

export const sessionsCommand: PromptCommand = {
  name: "sessions",
  usage: "",
  doc: "This session, and how many others there are on the server.",
  completes: "nothing",
  run: async (_rest, { caller, session, console }) => {
    const own = await caller.call("list_client_sessions", { client_id: session.clientId });
    const all = await caller.call("get_session_statistics", {});
    const { bold, dim } = console.colours;
    console.out(
      own.sessions
        .map(
          ({ session_id, image, created_at, evaluation_count, busy }) =>
            `${bold(session_id)}${session_id === session.id ? " (this one)" : ""}\n    ${dim(
              `image ${image}, since ${created_at}, ${evaluation_count} evaluations${busy ? ", at work" : ""}`,
            )}`,
        )
        .join("\n"),
    );
    console.out(
      `${all.total_sessions} ${all.total_sessions === 1 ? "session" : "sessions"} of ${all.active_clients} ${all.active_clients === 1 ? "client" : "clients"} in all.`,
    );
    return true;
  },
};
