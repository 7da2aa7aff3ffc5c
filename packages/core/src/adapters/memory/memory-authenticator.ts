import { coreError } from "../../errors.ts";
import type { Authenticator, Principal } from "../../ports/authenticator.ts";

/** Which credentials are accepted, in clear. */
export interface MemoryAuthenticatorOptions {
  /** Bearer tokens, each with the id of the principal that it stands for. */
  readonly tokens: Readonly<Record<string, string>>;
}

/** Accepts bearer tokens that it holds in clear: for tests and examples, where there is nothing to protect. */
export function createMemoryAuthenticator({ tokens }: MemoryAuthenticatorOptions): Authenticator {
  const accepted = Object.entries(tokens);
  return {
    async authenticate({ scheme, value }, signal) {
      if (signal.aborted) throw coreError("core/aborted", {});
      // The types do not hold at run time: what is presented comes from outside.
      if (typeof scheme !== "string" || typeof value !== "string") throw coreError("auth/rejected", {});
      let principal: Principal | undefined;
      for (const [token, id] of accepted) {
        if (sameText(value, token)) principal = { id };
      }
      if (principal === undefined || scheme.toLowerCase() !== "bearer") throw coreError("auth/rejected", {});
      return principal;
    },
  };
}

// Looks at every character of what was presented, so that the time taken is the presenter's own doing.
function sameText(presented: string, token: string): boolean {
  let difference = presented.length ^ token.length;
  for (let at = 0; at < presented.length; at += 1) difference |= presented.charCodeAt(at) ^ token.charCodeAt(at);
  return difference === 0;
}
