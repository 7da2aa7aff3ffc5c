import { type FieldIssue, type JsonValue, redactText } from "@cordon/core";
import { fieldsOf, readJson, refuse, textIssues } from "../field-checks.ts";
import { redactJson } from "../redact-json.ts";
import type { Decision } from "./decision.ts";

/** A decision that may be kept, and how much memory it takes while it waits. */
export interface CheckedDecision {
  readonly decision: Decision;
  readonly bytes: number;
}

const FIELDS = ["actor", "action", "rationale", "inputs", "output", "confidence", "envelopeId"];
const NAME_MAX_BYTES = 256;
const RATIONALE_MAX_BYTES = 4096;

/** Checks and copies a decision, without what looks like a secret. Throws `state/invalid` with every field at fault. */
export function checkDecision(request: unknown): CheckedDecision {
  const { actor, action, rationale, inputs, output, confidence, envelopeId } = fieldsOf(request, FIELDS);
  const [readInputs, readOutput] = [readJson(inputs, "/inputs"), readJson(output, "/output")];
  refuse([
    ...textIssues(actor, "/actor", NAME_MAX_BYTES),
    ...textIssues(action, "/action", NAME_MAX_BYTES),
    ...textIssues(rationale, "/rationale", RATIONALE_MAX_BYTES),
    ...readInputs.issues,
    ...readOutput.issues,
    ...confidenceIssues(confidence),
    ...(envelopeId === undefined ? [] : textIssues(envelopeId, "/envelopeId", NAME_MAX_BYTES)),
  ]);
  const decision = {
    actor: actor as string,
    action: action as string,
    rationale: redactText(rationale as string),
    inputs: redactJson(readInputs.value),
    output: redactJson(readOutput.value),
    // Minus zero is kept as zero by some storage, and must not make a difference.
    confidence: (confidence as number) + 0,
    ...(envelopeId === undefined ? {} : { envelopeId: envelopeId as string }),
  } satisfies Readonly<Record<string, JsonValue>>;
  return { decision, bytes: 1024 + readInputs.bytes + readOutput.bytes + (rationale as string).length };
}

function confidenceIssues(value: unknown): readonly FieldIssue[] {
  if (typeof value === "number" && value >= 0 && value <= 1) return [];
  return [{ pointer: "/confidence", message: "must be a number from 0 to 1" }];
}
