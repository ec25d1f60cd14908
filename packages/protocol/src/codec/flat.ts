/** The flat encoding, as a server reads and writes it. */
import { commandNames, isCommandName } from "../commands/table.js";
import { InvalidRequest } from "../errors/request.js";
import type { StuiError } from "../errors/stui-error.js";
import { describeValue } from "../schema/check.js";
import { type Members, readableId, readCommand, readHead, refuse, unknownCommand } from "./head.js";
import type { DecodedRequest } from "./request.js";

const NO_PARAMETERS = Object.freeze({});

export const decodeFlat = (members: Members): DecodedRequest => {
  const head = readHead(members, "flat", "current");
  if (head instanceof InvalidRequest) return refuse(readableId(members), "flat", head);
  const { command, parameters = NO_PARAMETERS } = members;
  if (typeof command !== "string") {
    const wrong = new InvalidRequest({
      path: "command",
      expected: "a string",
      found: describeValue(command),
    });
    return refuse(head.id, "flat", wrong);
  }
  if (!isCommandName(command)) return refuse(head.id, "flat", unknownCommand(command, commandNames));
  return readCommand(head, command, parameters, "parameters");
};

export const flatResult = (id: string, result: string, timestamp: string): string =>
  `{"id":${JSON.stringify(id)},"status":"success","result":${result},"timestamp":"${timestamp}"}`;

export const flatError = (id: string | null, error: StuiError, timestamp: string): string =>
  `{"id":${JSON.stringify(id)},"status":"error","error":${JSON.stringify(error.message)},"error_type":"${error.type}","details":${JSON.stringify(error.details)},"timestamp":"${timestamp}"}`;
