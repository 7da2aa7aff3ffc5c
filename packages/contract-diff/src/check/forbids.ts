import type { Change, Level } from "../finding.ts";

/** What is held: a level, or `none` to be told of changes and only have the version held. */
export type CheckLevel = Level | "none";

/** The levels by name. */
export const CHECK_LEVELS: readonly CheckLevel[] = ["backward", "forward", "full", "none"];

/**
 * Whether a level forbids a change. One that could not be decided counts as what it may be: a check that passes on a guess is worth nothing.
 */
export function forbids(level: CheckLevel, { breaks, certainty }: Change, allowUnknown: boolean): boolean {
  if (breaks === "none" || level === "none") return false;
  if (certainty === "unknown" && allowUnknown) return false;
  return level === "full" || level === breaks;
}
