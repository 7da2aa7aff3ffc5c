import type { EgressLimits } from "./limits.ts";
import type { EgressRequest, EgressResponse } from "./request/egress-request.ts";
import type { EgressRule } from "./rules/egress-rule.ts";
import type { EgressSecret } from "./secrets/egress-secret.ts";

/**
 * The right to send some requests: who has the handle has the right, and there is no other way to get one.
 *
 * - `send` resolves with the whole answer, any status. It rejects only with `AppError`, `core/aborted` soon after `signal` aborts
 *   included, and then nothing of the request goes on.
 * - `narrow` makes a handle that sends what both this one and the given rules allow. Whatever rules it is given, it allows no
 *   more than this one.
 * - `revoke` ends this handle and all that were narrowed from it, with their requests under way, at once and for ever. The
 *   handle that it was narrowed from stays.
 */
export interface Egress {
  readonly send: (request: EgressRequest, signal: AbortSignal) => Promise<EgressResponse>;
  readonly narrow: (rules: readonly EgressRule[]) => Egress;
  readonly revoke: () => void;
}

/** What a grant allows. */
export interface GrantOptions {
  readonly rules: readonly EgressRule[];
  readonly secrets?: readonly EgressSecret[];
  /** Whether redirects are followed, and how many. Each is checked like a request. Default `"refuse"`. */
  readonly redirects?: "refuse" | { readonly max: number };
  /** Lower limits than the host's. */
  readonly limits?: EgressLimits;
  /**
   * Who it is for, in events: 1 to 128 printable ASCII characters without space. Grants of one owner share rate limits and
   * circuits; default: the grant has its own. No owner can use up what others have.
   */
  readonly owner?: string;
}

/** Makes grants. Keep it from guests: who has it can grant anything. */
export interface EgressHost {
  readonly grant: (options: GrantOptions) => Egress;
}
