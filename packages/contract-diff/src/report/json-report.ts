import type { JsonObject } from "@cordon/core";
import { z } from "zod";
import type { CheckRun, Comparison } from "../check/comparison.ts";
import { summaryOf } from "../check/summary.ts";
import type { Finding } from "../finding.ts";
import { plainJson } from "./plain-text.ts";

// Of the report's shape. It goes up with a change that lets a reader down.
const REPORT_VERSION = 1;

const bump = z.enum(["none", "patch", "minor", "major"]);
const side = z.enum(["old", "new"]);
const count = z.int().min(0);

const place = z.strictObject({ file: z.string(), pointer: z.string(), line: z.int().min(1).optional() });

const findingSchema = z.strictObject({
  contract: z.string(),
  rule: z.string(),
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
  fails: z.boolean(),
  breaks: z.enum(["backward", "forward", "none"]),
  bump,
  certainty: z.enum(["proven", "unknown"]),
  subject: z.string(),
  path: z.string(),
  message: z.string(),
  old: place.optional(),
  new: place.optional(),
  witness: z.strictObject({ document: z.unknown(), acceptedBy: side, refusedBy: side, reason: z.string() }).optional(),
  alsoAt: z.array(z.string()).optional(),
  waived: z.string().optional(),
});

const contractSchema = z.strictObject({
  contract: z.string(),
  kind: z.enum(["json-schema", "openapi", "asyncapi", "event-type", "wit"]),
  level: z.enum(["backward", "forward", "full", "none"]),
  oldFile: z.string().optional(),
  newFile: z.string().optional(),
  bump,
  declared: z
    .strictObject({
      bump,
      source: z.enum(["contract", "package", "option"]),
      from: z.string().optional(),
      to: z.string().optional(),
    })
    .optional(),
  bumpIsEnough: z.boolean(),
  examined: count,
  hint: z.string().optional(),
  findings: z.array(findingSchema),
});

const reportShape = z.strictObject({
  version: z.literal(REPORT_VERSION),
  tool: z.strictObject({ name: z.literal("contract-diff"), version: z.string() }),
  against: z.string(),
  passes: z.boolean(),
  bump,
  counts: z.strictObject({
    contracts: count,
    failedContracts: count,
    failing: count,
    waived: count,
    unknown: count,
    others: count,
  }),
  contracts: z.array(contractSchema),
  notes: z.array(findingSchema),
});

type Report = z.input<typeof reportShape>;

/** The report for programs: all that was found, in the shape that `reportSchema` describes. */
export function jsonReport(run: CheckRun): string {
  const { passes, bump: asked, ...counts } = summaryOf(run);
  const report: Report = {
    version: REPORT_VERSION,
    tool: { name: "contract-diff", version: run.toolVersion },
    against: run.against,
    passes,
    bump: asked,
    counts,
    contracts: run.comparisons.map(contractOf),
    notes: run.notes.map(findingOf),
  };
  return `${plainJson(report, 2)}\n`;
}

/** The JSON Schema of what `jsonReport` writes. */
export function reportSchema(): JsonObject {
  return z.toJSONSchema(reportShape) as JsonObject;
}

function contractOf({ findings, ...rest }: Comparison): Report["contracts"][number] {
  return { ...rest, findings: findings.map(findingOf) };
}

function findingOf({ alsoAt, ...rest }: Finding): Report["notes"][number] {
  return { ...rest, ...(alsoAt === undefined ? {} : { alsoAt: [...alsoAt] }) };
}
