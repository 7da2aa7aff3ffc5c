import type { Breaks } from "../finding.ts";
import type { Rule } from "../rules/rule.ts";

/** Lets nobody down. */
export const NOBODY: readonly Breaks[] = ["none"];
/** Lets down those that know the old contract. */
export const OLD: readonly Breaks[] = ["backward"];
/** Lets down those that know the new contract. */
export const NEW: readonly Breaks[] = ["forward"];
/** One or the other, by which way the message goes, or both. */
export const EITHER: readonly Breaks[] = ["backward", "forward"];
/** The same, or nobody. */
export const ANY: readonly Breaks[] = ["none", "backward", "forward"];

/** A rule in one line for each of its parts. */
export function openApiRule(title: string, breaks: readonly Breaks[], why: string, instead: string): Rule {
  return { title, why, instead, breaks };
}
