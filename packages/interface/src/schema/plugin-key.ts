import * as z from "zod";
import type { AddPluginKeyV1, PluginKeyListV1, PluginKeyV1, RevokePluginKeyV1 } from "../dto/plugin-key.ts";
import { timeField } from "./fields.ts";
import { momentField, textField } from "./plugin-fields.ts";

const KEY_ID_CHARS = 100;
const MAX_PATTERNS = 100;

/** A key to trust. Whether it is one is found out by who adds it. */
export const addPluginKeyV1: z.ZodType<AddPluginKeyV1> = z.strictObject({
  keyId: textField(KEY_ID_CHARS),
  publicKey: textField(1000),
  plugins: z.array(textField(KEY_ID_CHARS)).min(1).max(MAX_PATTERNS),
  notBefore: momentField.optional(),
  notAfter: momentField.optional(),
});

/** Why a key is revoked. */
export const revokePluginKeyV1: z.ZodType<RevokePluginKeyV1> = z.strictObject({ reason: textField(500) });

/** A key as it stands. */
export const pluginKeyV1: z.ZodType<PluginKeyV1> = z.strictObject({
  keyId: z.string(),
  publicKey: z.string(),
  plugins: z.array(z.string()),
  notBefore: timeField.nullable(),
  notAfter: timeField.nullable(),
  revokedAt: timeField.nullable(),
  revokedReason: z.string().nullable(),
});

/** A page of keys. */
export const pluginKeyListV1: z.ZodType<PluginKeyListV1> = z.strictObject({
  items: z.array(pluginKeyV1),
  next: z.string().nullable(),
});
