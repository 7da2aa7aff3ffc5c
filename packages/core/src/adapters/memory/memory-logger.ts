import type { JsonObject } from "../../json-value.ts";
import { toLogFields, toLogText } from "../../log-value.ts";
import type { Logger, LogLevel } from "../../ports/logger.ts";

/** One record as it was kept: already redacted. */
export interface LogRecord {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: JsonObject;
}

/** A logger whose records can be read back, oldest first. */
export interface MemoryLogger extends Logger {
  readonly records: readonly LogRecord[];
}

/** How much a memory logger keeps. */
export interface MemoryLoggerOptions {
  /** Records kept; older ones are dropped. Default 1000. */
  readonly maxRecords?: number;
}

/** The defaults of `MemoryLoggerOptions`. */
export const MEMORY_LOGGER_DEFAULTS = { maxRecords: 1000 } as const;

/** Keeps log records of every level in memory. */
export function createMemoryLogger(options: MemoryLoggerOptions = {}): MemoryLogger {
  const { maxRecords = MEMORY_LOGGER_DEFAULTS.maxRecords } = options;
  const records: LogRecord[] = [];
  return {
    records,
    log(level, message, fields) {
      records.push({ level, message: toLogText(message), fields: toLogFields(fields, { stacks: false }) });
      if (records.length > maxRecords) records.shift();
    },
  };
}
