import {
  type FieldIssue,
  LABEL_KEY_PATTERN,
  LABEL_VALUE_MAX_LENGTH,
  labelIssues,
  LABELS_MAX_COUNT,
  PROJECT_ID_PATTERN,
  PROJECT_NAME_MAX_LENGTH,
  projectNameIssue,
} from "@cordon/core";
import * as z from "zod";

// The rules themselves are the domain's. What JSON Schema can say of them is said beside each, for those who read contracts.
const NAME_PATTERN = "^(?!\\s)[^\\p{Cc}\\p{Zl}\\p{Zp}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]+(?<!\\s)$";

/** A project's name, under whatever name a version has for it. */
export const nameField: z.ZodType<string> = z
  .string()
  .check((context) => report(context, [projectNameIssue(context.value, "")]))
  .meta({ minLength: 1, maxLength: PROJECT_NAME_MAX_LENGTH, pattern: NAME_PATTERN });

/** A project's labels. */
export const labelsField: z.ZodType<Readonly<Record<string, string>>> = z
  .record(z.string(), z.string())
  .check((context) => report(context, labelIssues(context.value, "")))
  .meta({
    maxProperties: LABELS_MAX_COUNT,
    propertyNames: { pattern: LABEL_KEY_PATTERN.source },
    additionalProperties: { type: "string", maxLength: LABEL_VALUE_MAX_LENGTH, pattern: "^[^\\p{Cc}]*$" },
  });

/** A project's id. */
export const idField: z.ZodType<string> = z.string().regex(PROJECT_ID_PATTERN);

/** A moment, to the millisecond and in UTC. */
export const timeField: z.ZodType<string> = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  .meta({ format: "date-time" });

/** A revision: 1 or more. */
export const revisionField: z.ZodType<number> = z.int().min(1);

interface CheckContext {
  readonly value: unknown;
  readonly issues: z.core.$ZodRawIssue[];
}

function report({ value, issues }: CheckContext, found: readonly (FieldIssue | undefined)[]): void {
  for (const issue of found) {
    if (issue === undefined) continue;
    const path = issue.pointer
      .split("/")
      .slice(1)
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
    issues.push({ code: "custom", input: value, path, message: issue.message });
  }
}
