import * as z from "zod";
import type { PluginAuditV1 } from "../dto/plugin-audit.ts";
import type { PluginLogV1 } from "../dto/plugin-log.ts";
import type { PluginUsageV1 } from "../dto/plugin-usage.ts";
import { CALL_USAGE } from "./call-plugin.ts";
import { timeField } from "./fields.ts";
import { objectField } from "./plugin-fields.ts";

/** What a plugin logged lately. */
export const pluginLogV1: z.ZodType<PluginLogV1> = z.strictObject({
  items: z.array(
    z.strictObject({
      at: timeField,
      level: z.enum(["debug", "info", "warn", "error"]),
      message: z.string(),
      fields: objectField,
    }),
  ),
});

/** What was done with authority, or denied. */
export const pluginAuditV1: z.ZodType<PluginAuditV1> = z.strictObject({
  items: z.array(
    z.strictObject({
      at: timeField,
      pluginId: z.string(),
      actor: z.string(),
      action: z.string(),
      outcome: z.enum(["allowed", "denied", "failed"]),
      detail: objectField,
    }),
  ),
});

/** What a plugin used and keeps. */
export const pluginUsageV1: z.ZodType<PluginUsageV1> = z.strictObject({
  calls: z.int().min(0),
  ...CALL_USAGE,
  storage: z.strictObject({ bytes: z.int().min(0), keys: z.int().min(0) }),
});
