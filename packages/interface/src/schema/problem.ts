import * as z from "zod";
import type { Problem } from "../dto/problem.ts";

/** A problem document. It has one version: RFC 9457 lets members be added, and readers must pass over what they do not know. */
export const problem: z.ZodType<Problem> = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  code: z.string(),
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  retryable: z.boolean(),
  issues: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
});
