import { type FieldIssue, pointerPart } from "@cordon/core";
import type { z } from "zod";

const MAX_ISSUES = 20;

/** What zod says of a value, as pointers and words. At most 20: nobody mends more at once. */
export function zodIssues(error: z.ZodError): readonly FieldIssue[] {
  return error.issues.slice(0, MAX_ISSUES).map(({ path, message }) => ({
    pointer: path.map((part) => pointerPart(typeof part === "symbol" ? part.toString() : part)).join(""),
    message,
  }));
}
