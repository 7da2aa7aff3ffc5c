import * as z from "zod";
import type { ConfigEntryV1, ConfigListV1, SetConfigV1 } from "../dto/config-entry.ts";
import { timeField } from "./fields.ts";
import { jsonField } from "./plugin-fields.ts";

/** A value to keep. */
export const setConfigV1: z.ZodType<SetConfigV1> = z.strictObject({
  value: jsonField,
  secret: z.boolean().optional(),
  expectedRevision: z.int().min(0).optional(),
});

/** An entry. */
export const configEntryV1: z.ZodType<ConfigEntryV1> = z.strictObject({
  key: z.string(),
  secret: z.boolean(),
  value: jsonField.optional(),
  revision: z.int().min(1),
  updatedAt: timeField,
});

/** A page of entries. */
export const configListV1: z.ZodType<ConfigListV1> = z.strictObject({
  items: z.array(configEntryV1),
  next: z.string().nullable(),
});
