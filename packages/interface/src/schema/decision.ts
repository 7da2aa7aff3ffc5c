import * as z from "zod";
import type {
  DecisionHeadV1,
  DecisionListV1,
  DecisionV1,
  DecisionVerdictV1,
  RecordDecisionV1,
  VerifyDecisionsV1,
} from "../dto/decision.ts";
import { timeField } from "./fields.ts";
import { jsonField, textField } from "./plugin-fields.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const PROBLEMS = [
  "entry-changed",
  "entry-missing",
  "entry-beyond-head",
  "chain-broken",
  "head-changed",
  "index-changed",
  "index-missing",
  "anchor-mismatch",
] as const;

/** A decision to note. How many bytes its texts and values take is found out by who keeps it. */
export const recordDecisionV1: z.ZodType<RecordDecisionV1> = z.strictObject({
  action: textField(256),
  rationale: textField(4096),
  inputs: jsonField,
  output: jsonField,
  confidence: z.number().min(0).max(1),
  envelopeId: textField(256).optional(),
});

/** A decision as it is kept. */
export const decisionV1: z.ZodType<DecisionV1> = z.strictObject({
  sequence: z.int().min(1),
  at: timeField,
  actor: z.string(),
  action: z.string(),
  rationale: z.string(),
  inputs: jsonField,
  output: jsonField,
  confidence: z.number().min(0).max(1),
  envelopeId: z.string().nullable(),
  previous: hash,
  hash,
});

/** A page of decisions. */
export const decisionListV1: z.ZodType<DecisionListV1> = z.strictObject({
  items: z.array(decisionV1),
  next: z.string().nullable(),
});

/** The end of the log. */
export const decisionHeadV1: z.ZodType<DecisionHeadV1> = z.strictObject({ sequence: z.int().min(0), hash });

/** What the log is verified against. */
export const verifyDecisionsV1: z.ZodType<VerifyDecisionsV1> = z.strictObject({
  expectedHead: decisionHeadV1.optional(),
});

/** What a verification found. */
export const decisionVerdictV1: z.ZodType<DecisionVerdictV1> = z.discriminatedUnion("ok", [
  z.strictObject({ ok: z.literal(true), entries: z.int().min(0), head: decisionHeadV1 }),
  z.strictObject({ ok: z.literal(false), at: z.int().min(0), problem: z.enum(PROBLEMS) }),
]);
