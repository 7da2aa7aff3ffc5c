import type { DecisionV1 } from "@cordon/interface";
import type { DecisionEntry } from "@cordon/kernel";
import { timeOf } from "./plugin-to-dto.ts";
import { writableValue } from "./writable.ts";

// As many as the log keeps, and what each format has to have room for around them.
const MAX_DEPTH = 64;

/** The DTO of a decision. Entries are noted by others than callers, too, so their values are as every format carries them. */
export function decisionToDto({ at, envelopeId, inputs, output, ...same }: DecisionEntry): DecisionV1 {
  const { sequence, actor, action, rationale, confidence, previous, hash } = same;
  return {
    sequence,
    at: timeOf(at),
    actor,
    action,
    rationale,
    inputs: writableValue(inputs, MAX_DEPTH),
    output: writableValue(output, MAX_DEPTH),
    confidence,
    envelopeId: envelopeId ?? null,
    previous,
    hash,
  };
}
