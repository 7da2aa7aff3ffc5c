import { checkName } from "../pattern/name-pattern.ts";
import type { BusKey } from "./bus-key.ts";
import { appendHeld, type HeldToken, type HolderPorts } from "./held-token.ts";
import { TOKEN_LIMITS } from "./token-limits.ts";
import { parsePatternList } from "./token-patterns.ts";

/** Options of `createTokenIssuer`. */
export interface TokenIssuerOptions extends HolderPorts {
  readonly key: BusKey;
  /** The longest that a token may be asked for. Default 15 minutes, at most a day. */
  readonly maxTtlMs?: number;
}

/** A token to issue. */
export interface IssueToken {
  /** Patterns of the names that its holder may speak as: parts with dots between them, `*` for any one, a last `>` for the rest. */
  readonly principals: readonly string[];
  /** Patterns of what may be done: parts with `:` between them, `*` for any one, a last `*` for the rest. */
  readonly capabilities: readonly string[];
  /** The name of the bus that it is for. No other takes it. */
  readonly audience: string;
  readonly ttlMs: number;
}

/** Issues tokens. Whoever has this object can give anybody any right on any bus that trusts its key. */
export interface TokenIssuer {
  /** Throws `bus/invalid-pattern` or `bus/token-too-large`, and a `RangeError` for a time to live that may not be asked for. */
  readonly issue: (request: IssueToken) => HeldToken;
}

/** The defaults of an issuer. */
export const TOKEN_ISSUER_DEFAULTS: Required<Pick<TokenIssuerOptions, "maxTtlMs">> = Object.freeze({
  maxTtlMs: 900_000,
});

/** Makes an issuer. */
export function createTokenIssuer(options: TokenIssuerOptions): TokenIssuer {
  const { key, clock, random } = options;
  const maxTtlMs = checkTtl("maxTtlMs", options.maxTtlMs ?? TOKEN_ISSUER_DEFAULTS.maxTtlMs, TOKEN_LIMITS.maxTtlMs);
  return Object.freeze({
    issue({ principals, capabilities, audience, ttlMs }: IssueToken) {
      const notBefore = Math.floor(clock.now());
      const claims = {
        notBefore,
        expiresAt: notBefore + checkTtl("ttlMs", ttlMs, maxTtlMs),
        audience: checkName(audience, "audience"),
        principals: parsePatternList("principals", principals),
        capabilities: parsePatternList("capabilities", capabilities),
      };
      return appendHeld(new Uint8Array(), claims, (bytes) => key.sign(bytes), { clock, random });
    },
  });
}

function checkTtl(name: string, ttlMs: number, max: number): number {
  if (Number.isSafeInteger(ttlMs) && ttlMs >= 1 && ttlMs <= max) return ttlMs;
  throw new RangeError(`${name} must be a whole number from 1 to ${max}; got ${ttlMs}.`);
}
