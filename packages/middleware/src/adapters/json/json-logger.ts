import {
  type Clock,
  type LogFields,
  type Logger,
  type LogLevel,
  plainName,
  toLogFields,
  toLogText,
} from "@cordon/core";
import { toJsonLine } from "./json-line.ts";

/** Where records go, and which. */
export interface JsonLoggerOptions {
  /** Takes one line, with its line feed. What it throws, or rejects with, loses the record and nothing else. */
  readonly write: (line: string) => void;
  readonly clock: Clock;
  /** Records below it are not written. Default `"info"`. */
  readonly minLevel?: LogLevel;
  /** More field names to redact, besides those that look like a secret. Case, `-`, `_`, `.` and space do not matter. */
  readonly redactKeys?: readonly string[];
}

/** The defaults of `JsonLoggerOptions`. */
export const JSON_LOGGER_DEFAULTS = { minLevel: "info", redactKeys: [] } as const;

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];
// A field with one of these names would pass for the logger's own word.
const RESERVED = new Set(["time", "level", "message", "dropped"]);

/**
 * Writes each record as one line of JSON: `time`, `level`, `message`, then the fields, with secrets redacted. Errors have
 * their stack at `debug` and `error`. After records were lost, the next line says how many in `dropped`.
 */
export function createJsonLogger(options: JsonLoggerOptions): Logger {
  const { write, clock, minLevel, secretNames } = resolveJsonLoggerOptions(options);
  const lowest = LEVELS.indexOf(minLevel);
  let dropped = 0;
  let busy = false;
  const toLine = (level: LogLevel, message: string, fields: LogFields | undefined): string => {
    const stacks = level === "debug" || level === "error";
    const own = { time: new Date(clock.now()).toISOString(), level, message: toLogText(message) };
    const given = toLogFields(fields, { stacks, secretNames });
    return toJsonLine(dropped > 0 ? { ...own, dropped } : own, given, RESERVED);
  };
  return {
    log(level, message, fields) {
      // A getter or a writer that logs would call itself for ever.
      if (busy || LEVELS.indexOf(level) < lowest) return;
      busy = true;
      try {
        const written: unknown = write(toLine(level, message, fields));
        dropped = 0;
        if (written instanceof Promise) written.catch(() => (dropped += 1));
      } catch {
        // The port's promise: a record that cannot be written is lost, and the work it describes goes on.
        dropped += 1;
      } finally {
        busy = false;
      }
    },
  };
}

interface Resolved {
  readonly write: (line: string) => void;
  readonly clock: Clock;
  readonly minLevel: LogLevel;
  readonly secretNames: ReadonlySet<string>;
}

function resolveJsonLoggerOptions(options: JsonLoggerOptions): Resolved {
  const { write, clock } = options;
  const minLevel = options.minLevel ?? JSON_LOGGER_DEFAULTS.minLevel;
  if (!LEVELS.includes(minLevel))
    throw new RangeError(`minLevel must be one of ${LEVELS.join(", ")}, and is "${minLevel}".`);
  if (typeof write !== "function") throw new TypeError(`write must be a function, and is ${typeof write}.`);
  const secretNames = new Set((options.redactKeys ?? JSON_LOGGER_DEFAULTS.redactKeys).map(plainName));
  return Object.freeze({ write, clock, minLevel, secretNames });
}
