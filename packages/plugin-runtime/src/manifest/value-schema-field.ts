import type { JsonObject, JsonValue } from "@cordon/core";
import * as z from "zod";
import { readValueSchema } from "../schema/value-schema.ts";

interface CheckContext {
  readonly value: unknown;
  readonly issues: z.core.$ZodRawIssue[];
}

/** Reports what keeps a value from being a schema of the subset, by pointers into it. */
export function valueSchemaIssues({ value, issues }: CheckContext): void {
  const read = readValueSchema(value as JsonValue);
  if (read.kind === "compiled") return;
  for (const { pointer, message } of read.issues) {
    const path = pointer
      .split("/")
      .slice(1)
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
    issues.push({ code: "custom", input: value, path, message });
  }
}

/** A schema of values. */
export const valueSchemaField: z.ZodType<JsonObject | boolean> = z
  .union([z.boolean(), z.record(z.string(), z.unknown())], { error: "must be a schema: an object, true or false" })
  .check(valueSchemaIssues) as never;
