import { type Clock, type LogFields, type Logger, type LogLevel, toLogFields, toLogText } from "@cordon/core";

/** One record of a plugin's log. */
export interface PluginLogRecord {
  readonly at: number;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** What plugins logged lately, for their operators. In memory: what must be kept goes to the host's own log as well. */
export interface PluginLogs {
  readonly loggerOf: (scope: string, pluginId: string) => Logger;
  /** Newest first. */
  readonly recent: (scope: string, pluginId: string, limit: number) => readonly PluginLogRecord[];
  readonly forget: (scope: string, pluginId: string) => void;
}

/** What is kept, and where records go besides. */
export interface PluginLogsOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of each plugin. Default 200. */
  readonly maxRecords?: number;
}

const MAX_MESSAGE_CHARS = 2000;

/** Keeps the latest records of each plugin. A plugin's text is a stranger's: it is cut, redacted and marked as such. */
export function createPluginLogs({ clock, logger, maxRecords = 200 }: PluginLogsOptions): PluginLogs {
  const records = new Map<string, PluginLogRecord[]>();
  return {
    loggerOf: (scope, pluginId) => ({
      log(level, message, fields) {
        const text = toLogText(message).slice(0, MAX_MESSAGE_CHARS);
        const safe = toLogFields(fields, { stacks: false });
        const key = keyOf(scope, pluginId);
        const kept = records.get(key) ?? [];
        records.set(key, kept);
        kept.push({ at: clock.now(), level, message: text, fields: safe });
        if (kept.length > maxRecords) kept.shift();
        logger.log(level, "plugin says", { scope, pluginId, message: text, fields: safe });
      },
    }),
    recent: (scope, pluginId, limit) => (records.get(keyOf(scope, pluginId)) ?? []).slice(-limit).toReversed(),
    forget: (scope, pluginId) => void records.delete(keyOf(scope, pluginId)),
  };
}

function keyOf(scope: string, pluginId: string): string {
  return `${scope}/${pluginId}`;
}
