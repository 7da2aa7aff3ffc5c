import type { Breaks } from "../finding.ts";

/** What `contract-diff explain` says about one kind of change. */
export interface Rule {
  readonly title: string;
  /** Who is let down, and how. */
  readonly why: string;
  /** What to do instead. */
  readonly instead: string;
  /** Whom it can break. */
  readonly breaks: readonly Breaks[];
}

/** Rules by their ids, which are `area/name` and never change. */
export type RuleCatalogue = Readonly<Record<string, Rule>>;
