import type { JsonObject } from "@cordon/core";

/** One record of a plugin's log. Message and fields are the plugin's own words: shortened, and with secrets taken out. */
export interface PluginLogRecordV1 {
  readonly at: string;
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: JsonObject;
}

/** What a plugin logged lately, newest first. */
export interface PluginLogV1 {
  readonly items: readonly PluginLogRecordV1[];
}
