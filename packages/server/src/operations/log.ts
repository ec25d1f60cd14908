/** What the server's parts need of a log, and the one that keeps nothing. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** `event` is a fixed text, what varies goes into the fields. Secrets and code of users never go in. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** `fault` is an error of our own making: it is written with its stack. */
  error(event: string, fault: unknown, fields?: LogFields): void;
}

const nothing = (): void => undefined;
export const silentLog: Log = { info: nothing, warn: nothing, error: nothing };
