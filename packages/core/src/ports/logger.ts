/** How much a log record matters, least first. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Values of a log record. Adapters redact what looks like a secret; callers do not put one in. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Takes structured log records. Never throws and never waits: a record that cannot be written is dropped. */
export interface Logger {
  log(level: LogLevel, message: string, fields?: LogFields): void;
}
