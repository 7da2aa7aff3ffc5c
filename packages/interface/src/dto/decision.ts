import type { JsonValue } from "@cordon/core";

/** A decision to note. Who decided is whoever calls, and cannot be said. */
export interface RecordDecisionV1 {
  /** What was decided on: 256 bytes at most. */
  readonly action: string;
  /** Why: 4096 bytes at most. */
  readonly rationale: string;
  /** What it was decided from: 64 KiB at most. */
  readonly inputs: JsonValue;
  /** What came of it: as `inputs`. */
  readonly output: JsonValue;
  /** From 0 to 1. */
  readonly confidence: number;
  /** The message that led to it. */
  readonly envelopeId?: string | undefined;
}

/** A decision as it is kept. What looked like a secret was left out. */
export interface DecisionV1 {
  /** 1 for the first, and no number is left out. */
  readonly sequence: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly rationale: string;
  readonly inputs: JsonValue;
  readonly output: JsonValue;
  readonly confidence: number;
  readonly envelopeId: string | null;
  /** The hash of the entry before. */
  readonly previous: string;
  /** SHA-256 over everything else of the entry. */
  readonly hash: string;
}

/** A page of decisions, newest first, and the cursor of the next one where there is one. */
export interface DecisionListV1 {
  readonly items: readonly DecisionV1[];
  readonly next: string | null;
}

/** The end of the log. Kept elsewhere, it shows later whether the end was cut off. */
export interface DecisionHeadV1 {
  /** 0 is that of an empty log. */
  readonly sequence: number;
  readonly hash: string;
}

/** What the log is verified against. */
export interface VerifyDecisionsV1 {
  /** A head that was kept elsewhere. Without one, entries that were cut off at the end are not missed. */
  readonly expectedHead?: DecisionHeadV1 | undefined;
}

/** What may be wrong with the log. */
export type DecisionProblemV1 =
  | "entry-changed"
  | "entry-missing"
  | "entry-beyond-head"
  | "chain-broken"
  | "head-changed"
  | "index-changed"
  | "index-missing"
  | "anchor-mismatch";

/** What a verification found: all is sound, or the first problem from the newest entry downwards. */
export type DecisionVerdictV1 =
  | { readonly ok: true; readonly entries: number; readonly head: DecisionHeadV1 }
  | { readonly ok: false; readonly at: number; readonly problem: DecisionProblemV1 };
