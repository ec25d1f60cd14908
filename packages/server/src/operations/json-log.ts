/** The server's log as JSON, one object a line, on standard error. */
import { pino } from "pino";
import type { Log } from "./log.js";

/** @param level of pino, or `silent` */
export const openJsonLog = (level: string): Log => {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
  return {
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, fault, fields) => logger.error({ ...fields, err: fault }, event),
  };
};
