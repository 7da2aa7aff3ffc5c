import type { GrantLimits } from "./grant.ts";

/** Limits that were checked, with nothing beside them. */
export interface CheckedLimits {
  readonly expiresAt: number | undefined;
  readonly uses: number | undefined;
}

/** Reads limits, once. Throws a `RangeError` for what is none: it would limit nothing. */
export function checkLimits({ expiresAt, uses }: GrantLimits): CheckedLimits {
  if (expiresAt !== undefined && !Number.isFinite(expiresAt))
    throw new RangeError(`expiresAt must be milliseconds since 1970, not ${expiresAt}.`);
  if (uses !== undefined && !(Number.isSafeInteger(uses) && uses > 0))
    throw new RangeError(`uses must be a whole number above 0, not ${uses}.`);
  return { expiresAt, uses };
}
