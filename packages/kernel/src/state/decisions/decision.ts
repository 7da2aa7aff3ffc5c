import type { JsonValue } from "@cordon/core";

/** Something that was decided, and why. */
export interface Decision {
  /** Who decided: 1 to 256 bytes. */
  readonly actor: string;
  /** What was decided on: 1 to 256 bytes. */
  readonly action: string;
  /** Why: 1 to 4096 bytes. */
  readonly rationale: string;
  /** What it was decided from: at most 64 KiB of JSON, 64 levels. */
  readonly inputs: JsonValue;
  /** What came of it: as `inputs`. */
  readonly output: JsonValue;
  /** From 0 to 1. */
  readonly confidence: number;
  /** The message that led to it: 1 to 256 bytes. */
  readonly envelopeId?: string;
}

/** A decision as it is kept. `hash` covers everything else, and `previous` is the hash of the entry before. */
export interface DecisionEntry extends Decision {
  /** 1 for the first, and no number is left out. */
  readonly sequence: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** SHA-256, in 64 hexadecimal digits. */
  readonly previous: string;
  readonly hash: string;
}

/** The end of the chain. Kept elsewhere, it shows later whether the end was cut off. Sequence 0 is that of an empty log. */
export interface DecisionHead {
  readonly sequence: number;
  readonly hash: string;
}

/** What may be wrong with a log. */
export type DecisionProblem =
  | "entry-changed"
  | "entry-missing"
  | "entry-beyond-head"
  | "chain-broken"
  | "head-changed"
  | "index-changed"
  | "index-missing"
  | "anchor-mismatch";

/** What a verification found: all is sound, or the first problem from the newest entry downwards. */
export type DecisionVerdict =
  | { readonly ok: true; readonly entries: number; readonly head: DecisionHead }
  | { readonly ok: false; readonly at: number; readonly problem: DecisionProblem };
