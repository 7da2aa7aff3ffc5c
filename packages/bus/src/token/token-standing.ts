import type { AppError, Clock } from "@cordon/core";
import type { TokenAuthority } from "./token-authority.ts";
import { tokenError } from "./token-errors.ts";

/** What says whether a token is good now. */
export interface StandingChecks {
  readonly clock: Clock;
  readonly leewayMs: number;
  readonly isRevoked: (id: string, expiresAt: number) => unknown;
}

/** What keeps a token that is truly signed from being good: not revoked until now, and valid at a time that is now at the latest. */
export function standingProblem(authority: TokenAuthority, checks: StandingChecks, at: number): AppError | undefined {
  const { notBefore, expiresAt, blocks } = authority;
  const { clock, leewayMs, isRevoked } = checks;
  const then = Math.min(clock.now(), at);
  // Both said by what must hold, so that a time that is no number makes no token valid.
  if (!(then >= notBefore - leewayMs)) return tokenError("bus/token-not-yet-valid", { notBefore });
  if (!(then < expiresAt + leewayMs)) return tokenError("bus/token-expired", { expiresAt });
  try {
    // A promise or nothing in place of an answer is no answer.
    const revoked = blocks.find((block) => isRevoked(block.id, block.expiresAt) !== false);
    return revoked && tokenError("bus/token-revoked", { id: revoked.id });
  } catch (cause) {
    return tokenError("bus/token-unchecked", {}, { cause });
  }
}
