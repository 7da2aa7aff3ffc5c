import * as z from "zod";
import type {
  PluginFailureV1,
  PluginListV1,
  PluginOperationV1,
  PluginSummaryV1,
  PluginV1,
  PluginVersionV1,
} from "../dto/plugin.ts";
import { idField, timeField } from "./fields.ts";
import { pluginGrantV1, pluginStorageGrantV1 } from "./plugin-grant.ts";

const texts = z.array(z.string());

const failure: z.ZodType<PluginFailureV1> = z.strictObject({
  at: timeField,
  version: z.string(),
  code: z.string(),
  message: z.string(),
});

const operation: z.ZodType<PluginOperationV1> = z.strictObject({
  name: z.string(),
  description: z.string().nullable(),
});

const asks = z.strictObject({
  http: z.array(z.strictObject({ host: z.string(), methods: texts, paths: texts, allowHttp: z.boolean().optional() })),
  storage: pluginStorageGrantV1.nullable(),
  publish: texts,
  secrets: z.array(z.strictObject({ name: z.string(), hosts: texts })),
  config: z.boolean(),
});

const pluginVersionV1: z.ZodType<PluginVersionV1> = z.strictObject({
  version: z.string(),
  name: z.string().nullable(),
  description: z.string().nullable(),
  kind: z.enum(["wasm", "javascript", "memory"]),
  digest: z.string(),
  signedBy: z.string().nullable(),
  operations: z.array(operation),
  asks,
  installedAt: timeField,
  installedBy: z.string(),
});

const SUMMARY = {
  id: z.string(),
  state: z.enum(["installed", "configured", "active", "failed"]),
  enabled: z.boolean(),
  current: z.string(),
  failure: failure.nullable(),
} as const;

const pluginSummaryV1: z.ZodType<PluginSummaryV1> = z.strictObject(SUMMARY);

/** A plugin of a project. */
export const pluginV1: z.ZodType<PluginV1> = z.strictObject({
  ...SUMMARY,
  projectId: idField,
  previous: z.string().nullable(),
  versions: z.array(pluginVersionV1),
  granted: pluginGrantV1,
});

/** Every plugin of a project. */
export const pluginListV1: z.ZodType<PluginListV1> = z.strictObject({ items: z.array(pluginSummaryV1) });
