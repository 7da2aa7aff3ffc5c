import type { JsonObject } from "@cordon/core";
import * as z from "zod";
import { hostField, pathField, secretNameField, topicField, uniqueList } from "./fields.ts";
import type { AskedCapabilities } from "./manifest.ts";
import { valueSchemaIssues } from "./value-schema-field.ts";

const MAX_HTTP = 64;
const MAX_HOSTS = 32;
const MAX_PATHS = 64;
const MAX_TOPICS = 64;
const MAX_SECRETS = 32;
const MAX_STORAGE_BYTES = 1_073_741_824;
const MAX_STORAGE_KEYS = 1_000_000;

const method = z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

const http = z.strictObject({
  host: hostField,
  methods: uniqueList(method, 7),
  paths: uniqueList(pathField, MAX_PATHS),
  allowHttp: z.boolean().optional(),
});

const secret = z.strictObject({ name: secretNameField, hosts: uniqueList(hostField, MAX_HOSTS) });

const secrets = z
  .array(secret)
  .min(1)
  .max(MAX_SECRETS)
  .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, {
    error: "must not have a name twice",
  });

const config: z.ZodType<JsonObject> = z.record(z.string(), z.unknown()).check(valueSchemaIssues) as never;

/** What a plugin may ask for. */
export const capabilitiesSchema: z.ZodType<AskedCapabilities> = z.strictObject({
  http: z.array(http).min(1).max(MAX_HTTP).optional(),
  storage: z
    .strictObject({ maxBytes: z.int().min(1).max(MAX_STORAGE_BYTES), maxKeys: z.int().min(1).max(MAX_STORAGE_KEYS) })
    .optional(),
  events: z.strictObject({ publish: uniqueList(topicField, MAX_TOPICS) }).optional(),
  secrets: secrets.optional(),
  config: config.optional(),
}) as never;
