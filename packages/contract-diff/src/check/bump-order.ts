import type { Bump } from "../finding.ts";

/** The parts of a version, from the smallest to the greatest. */
export const BUMPS: readonly Bump[] = ["none", "patch", "minor", "major"];

/** Whether `bump` is at least as much as `demanded`. */
export function isEnough(bump: Bump, demanded: Bump): boolean {
  return BUMPS.indexOf(bump) >= BUMPS.indexOf(demanded);
}

/** The greatest of them; `none` of none. */
export function greatestBump(bumps: Iterable<Bump>): Bump {
  let greatest: Bump = "none";
  for (const bump of bumps) if (isEnough(bump, greatest)) greatest = bump;
  return greatest;
}
