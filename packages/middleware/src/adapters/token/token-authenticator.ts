import { Buffer } from "node:buffer";
import { hash, timingSafeEqual } from "node:crypto";
import { type Authenticator, coreError, type Credentials, type Principal } from "@cordon/core";

/** One accepted token, known only by its digest, and whom it stands for. */
export interface TokenEntry {
  readonly principalId: string;
  /** 64 hex digits, as `digestToken` makes them. */
  readonly sha256Hex: string;
}

/** Which tokens are accepted. One principal may have several, so that a token can be replaced without a gap. */
export interface TokenAuthenticatorOptions {
  readonly tokens: readonly TokenEntry[];
}

/** The longest token that is looked at; longer ones are rejected unread. */
export const MAX_TOKEN_CHARS = 512;

interface Accepted {
  readonly digest: Buffer;
  readonly principal: Principal;
}

/**
 * Accepts bearer tokens by their SHA-256. The scheme is taken in any case. Refuses, with a `TypeError`, an empty list, an entry
 * without a name, a digest that is not 64 hex digits, and the same digest twice.
 */
export function createTokenAuthenticator(options: TokenAuthenticatorOptions): Authenticator {
  const accepted = resolveTokens(options.tokens);
  return {
    async authenticate(credentials, signal) {
      if (signal.aborted) throw coreError("core/aborted", {});
      const principal = isBearer(credentials) ? find(accepted, credentials.value) : undefined;
      if (principal === undefined) throw coreError("auth/rejected", {});
      return principal;
    },
  };
}

function isBearer({ scheme, value }: Credentials): boolean {
  return (
    typeof scheme === "string" &&
    typeof value === "string" &&
    value.length > 0 &&
    value.length <= MAX_TOKEN_CHARS &&
    scheme.length === 6 &&
    scheme.toLowerCase() === "bearer"
  );
}

// A plain digest, without salt or stretching, is right for these tokens and would be wrong for passwords: 128 random bits
// and more cannot be guessed from their digest however fast the guessing is, and no two tokens are alike.
function find(accepted: readonly Accepted[], token: string): Principal | undefined {
  const digest = hash("sha256", token, "buffer");
  let principal: Principal | undefined;
  // Every entry is compared, even after a match: the time says neither whether nor where there was one.
  for (const entry of accepted) {
    if (timingSafeEqual(entry.digest, digest)) principal = entry.principal;
  }
  return principal;
}

// Messages name the entry and never repeat its value: a token pasted where its digest belongs must not reach a log.
function resolveTokens(tokens: readonly TokenEntry[]): readonly Accepted[] {
  if (!Array.isArray(tokens) || tokens.length === 0) throw new TypeError("At least one token must be listed.");
  const seen = new Map<string, number>();
  return tokens.map(({ principalId, sha256Hex }: TokenEntry, at) => {
    if (typeof principalId !== "string" || principalId === "") {
      throw new TypeError(`tokens[${at}].principalId must be a string that is not empty.`);
    }
    if (typeof sha256Hex !== "string" || !/^[0-9a-f]{64}$/i.test(sha256Hex)) {
      throw new TypeError(`tokens[${at}].sha256Hex must be 64 hex digits. Make it with digestToken().`);
    }
    const hex = sha256Hex.toLowerCase();
    const first = seen.get(hex);
    if (first !== undefined) throw new TypeError(`tokens[${at}] has the same digest as tokens[${first}].`);
    seen.set(hex, at);
    return { digest: Buffer.from(hex, "hex"), principal: Object.freeze({ id: principalId }) };
  });
}
