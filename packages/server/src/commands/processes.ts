/** The processes of sessions. */
import { ObjectNotFound, type Result } from "@stui/protocol";
import type { ProcessDescription } from "@stui/smalltalk";
import type { Session } from "../sessions/session.js";
import type { Handlers } from "./handler.js";
import type { Services } from "./services.js";

type ProcessCommand = "list_processes" | "terminate_process";
type ProcessShape = Result<"list_processes">["processes"][number];

/** A process id: its session, and its number in the image. */
const PROCESS_ID = /^(.+)\/([1-9]\d{0,14})$/;

export const processHandlers = ({ sessions }: Services): Pick<Handlers, ProcessCommand> => {
  const processesOf = async (session: Session): Promise<ProcessShape[]> => {
    const processes = await session.image.listProcesses(session.id);
    return (processes ?? []).map((process) => shapeOf(process, session.id));
  };
  return {
    list_processes: async (_, { session, speaker }) => {
      const mine =
        session === undefined ? (speaker === undefined ? [] : sessions.ofClient(speaker)) : [session];
      const processes = (await Promise.all(mine.map(processesOf))).flat();
      return { processes: processes.sort((a, b) => b.priority - a.priority) };
    },

    terminate_process: async ({ process_id }, { speaker }) => {
      const [, sessionId, number] = PROCESS_ID.exec(process_id) ?? [];
      if (sessionId === undefined || number === undefined)
        throw new ObjectNotFound(
          { object_id: process_id },
          `There is no process ${process_id}. list_processes tells the ids of those there are.`,
        );
      const session = sessions.require(sessionId, speaker);
      return { terminated: await session.image.terminateProcess(session.id, Number(number)) };
    },
  };
};

const STATES = {
  running: "running",
  ready: "runnable",
  waiting: "waiting",
  suspended: "suspended",
  terminated: "terminated",
} as const satisfies Record<ProcessDescription["state"], ProcessShape["state"]>;

const shapeOf = (
  { number, name, state, priority, runMs }: ProcessDescription,
  session_id: string,
): ProcessShape => ({
  process_id: `${session_id}/${number}`,
  session_id,
  name,
  state: STATES[state],
  priority,
  cpu_ms: runMs,
});
