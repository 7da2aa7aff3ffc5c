import * as z from "zod";
import { capabilitiesSchema } from "./capabilities-schema.ts";
import {
  descriptionField,
  digestField,
  fileField,
  idField,
  keyIdField,
  nameField,
  operationNameField,
  rangeField,
  signatureValueField,
  versionField,
} from "./fields.ts";
import type { AskedLimits, ManifestSignature, PluginEntry, PluginManifest, PluginOperation } from "./manifest.ts";
import { MEMORY_PAGE_BYTES, PLUGIN_LIMIT_MAXIMA } from "./plugin-limits.ts";
import { valueSchemaField } from "./value-schema-field.ts";

const MAX_OPERATIONS = 64;

const entry: z.ZodType<PluginEntry> = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("wasm"), file: fileField, digest: digestField }),
    z.strictObject({ kind: z.literal("javascript"), file: fileField, digest: digestField }),
    z.strictObject({ kind: z.literal("memory"), name: idField }),
  ],
  { error: 'must be "wasm", "javascript" or "memory"' },
);

const operation: z.ZodType<PluginOperation> = z.strictObject({
  description: descriptionField.optional(),
  input: valueSchemaField,
  output: valueSchemaField,
}) as never;

const operations: z.ZodType<Readonly<Record<string, PluginOperation>>> = z
  .record(operationNameField, operation)
  .refine((named) => Object.keys(named).length >= 1 && Object.keys(named).length <= MAX_OPERATIONS, {
    error: `must have 1 to ${MAX_OPERATIONS} operations`,
  })
  .meta({ minProperties: 1, maxProperties: MAX_OPERATIONS });

const limits: z.ZodType<AskedLimits> = z.strictObject({
  fuel: limit("fuel"),
  memoryBytes: z
    .int()
    .min(MEMORY_PAGE_BYTES)
    .max(PLUGIN_LIMIT_MAXIMA.memoryBytes)
    .multipleOf(MEMORY_PAGE_BYTES)
    .optional(),
  timeoutMs: limit("timeoutMs"),
  inputBytes: limit("inputBytes"),
  outputBytes: limit("outputBytes"),
  hostCalls: limit("hostCalls"),
  logRecords: limit("logRecords"),
}) as never;

const signature: z.ZodType<ManifestSignature> = z.strictObject({
  algorithm: z.literal("ed25519"),
  keyId: keyIdField,
  value: signatureValueField,
});

/** What one field at a time can say of a manifest. `parseManifest` adds what takes several. */
export const manifestSchema: z.ZodType<PluginManifest> = z.strictObject({
  manifestVersion: z.literal(1),
  id: idField,
  version: versionField,
  name: nameField.optional(),
  description: descriptionField.optional(),
  apiVersion: rangeField,
  entry,
  operations,
  capabilities: capabilitiesSchema.optional(),
  limits: limits.optional(),
  health: z.strictObject({ operation: operationNameField, input: z.unknown() }).optional(),
  signature: signature.optional(),
}) as never;

function limit(name: keyof AskedLimits): z.ZodType<number | undefined> {
  return z.int().min(1).max(PLUGIN_LIMIT_MAXIMA[name]).optional();
}
