/** One question about one pair, and how it was answered. */
export interface PairAnswer {
  /** What was asked: `old in next`, `next in old`, `changes in`, `changes out`, `changes`. */
  readonly question: string;
  readonly expected: string;
  readonly found: string;
  /** `unknown` where there is an answer and it was not found. */
  readonly grade: "right" | "wrong" | "unknown";
  /** The witness or the reason. */
  readonly detail: string;
}
