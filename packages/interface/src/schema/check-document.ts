import type * as z from "zod";
import { interfaceError } from "../errors.ts";
import { issuesOf } from "./issues-of.ts";

// Without code generation: zod's fast path makes functions out of text, which this project does not do.
const WITHOUT_EVAL: z.core.ParseContext<z.core.$ZodIssue> = { jitless: true };

/** Reads a document by its schema; throws `interface/invalid`, naming every field at fault. */
export function checkDocument<Dto>(schema: z.ZodType<Dto>, value: unknown): Dto {
  const result = schema.safeParse(value, WITHOUT_EVAL);
  if (result.success) return result.data;
  throw interfaceError("interface/invalid", { issues: issuesOf(result.error, value) });
}
