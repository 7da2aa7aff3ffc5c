import type { Search } from "./verdict.ts";

/** What is asked of a string. Lengths count code points, as JSON Schema does. */
export interface StringRules {
  readonly minLength: number;
  /** May be infinite. */
  readonly maxLength: number;
  /** ECMA-262 patterns, searched for anywhere in the string. */
  readonly patterns: readonly string[];
  readonly notPatterns: readonly string[];
  /** Names of formats, only where formats are held. */
  readonly formats: readonly string[];
  readonly notFormats: readonly string[];
  readonly excluded: ReadonlySet<string>;
}

/** Finds a string for the rules, short and readable if it can, or proves that there is none. */
export type FindString = (rules: StringRules) => Search<string>;
