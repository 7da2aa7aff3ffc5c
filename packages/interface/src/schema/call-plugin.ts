import * as z from "zod";
import type { InvokePluginV1 } from "../dto/invoke-plugin.ts";
import type { PluginResultV1 } from "../dto/plugin-result.ts";
import type { UpgradePluginV1 } from "../dto/upgrade-plugin.ts";
import { jsonField, textField } from "./plugin-fields.ts";

/** The version to go over to. */
export const upgradePluginV1: z.ZodType<UpgradePluginV1> = z.strictObject({ version: textField(100) });

/** What an operation is called with. */
export const invokePluginV1: z.ZodType<InvokePluginV1> = z.strictObject({ input: jsonField });

const count = z.int().min(0);

/** What one call used, field by field. */
export const CALL_USAGE: {
  readonly fuelUsed: z.ZodType<number>;
  readonly peakMemoryBytes: z.ZodType<number>;
  readonly wallMs: z.ZodType<number>;
} = { fuelUsed: count, peakMemoryBytes: count, wallMs: z.number().min(0) };

/** What a call came to. */
export const pluginResultV1: z.ZodType<PluginResultV1> = z.strictObject({
  callId: z.string(),
  version: z.string(),
  output: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("value"), value: jsonField }),
    z.strictObject({ kind: z.literal("refused"), reason: z.string() }),
  ]),
  usage: z.strictObject(CALL_USAGE),
});
