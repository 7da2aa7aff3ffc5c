import * as z from "zod";
import type { PluginGrantV1, PluginHttpGrantV1, PluginStorageGrantV1 } from "../dto/plugin-grant.ts";
import { textField } from "./plugin-fields.ts";

// The host checks what is granted against the plugin. These bound what it has to look at.
const MAX_LIST = 100;
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** What a plugin may keep. */
export const pluginStorageGrantV1: z.ZodType<PluginStorageGrantV1> = z.strictObject({
  maxBytes: z.int().min(1),
  maxKeys: z.int().min(1),
});

const pluginHttpGrantV1: z.ZodType<PluginHttpGrantV1> = z.strictObject({
  host: textField(253),
  methods: z.array(z.enum(METHODS)).min(1).max(METHODS.length),
  paths: list(500).min(1),
  ports: z.array(z.int().min(1).max(65_535)).min(1).max(MAX_LIST).optional(),
  allowHttp: z.boolean().optional(),
  allowPrivate: list(50).optional(),
});

/** What an operator grants. */
export const pluginGrantV1: z.ZodType<PluginGrantV1> = z.strictObject({
  http: z.array(pluginHttpGrantV1).max(MAX_LIST).optional(),
  storage: pluginStorageGrantV1.optional(),
  publish: list(200).optional(),
  secrets: list(64).optional(),
  config: z.unknown().optional(),
}) as never;

function list(maxChars: number): z.ZodArray<z.ZodType<string>> {
  return z.array(textField(maxChars)).max(MAX_LIST);
}
