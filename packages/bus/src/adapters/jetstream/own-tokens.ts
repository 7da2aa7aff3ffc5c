import { createChainCache } from "../../token/chain-cache.ts";
import { createTokenIssuer } from "../../token/create-token-issuer.ts";
import type { HeldToken } from "../../token/held-token.ts";
import type { ResolvedBridgeOptions } from "./bridge-options.ts";
import { TOKEN_TTL_MS } from "./times.ts";

const MAX_TOKENS = 1000;

/** Gives the token that a server speaks with in a name and with a right. Throws where its own authority does not reach so far. */
export type TokenFor = (source: string, capability: string) => HeldToken;

/** Makes tokens for each name and right that is spoken with, and again when half of their time is over. */
export function createOwnTokens(options: ResolvedBridgeOptions): TokenFor {
  const { authority, clock, random, name } = options;
  const tokens = createChainCache<HeldToken>(MAX_TOKENS);
  const issue = (source: string, capability: string): HeldToken => {
    const wanted = { principals: [source], capabilities: [capability] };
    if (!("narrow" in authority)) {
      const issuer = createTokenIssuer({ key: authority, clock, random });
      return issuer.issue({ ...wanted, audience: name, ttlMs: TOKEN_TTL_MS });
    }
    const left = Math.floor(authority.expiresAt - clock.now());
    // One that is over is refused by `narrow` itself, which says so.
    return authority.narrow({ ...wanted, ttlMs: Math.max(1, Math.min(TOKEN_TTL_MS, left)) });
  };
  // What ends with the authority cannot be had for longer by making it again.
  const isFresh = ({ expiresAt }: HeldToken): boolean => {
    const left = expiresAt - clock.now();
    return left > TOKEN_TTL_MS / 2 || (left > 0 && "narrow" in authority && expiresAt >= authority.expiresAt - 1);
  };
  return (source, capability) => {
    // Neither a name nor a capability has a space.
    const key = `${source} ${capability}`;
    const known = tokens.get(key);
    if (known !== undefined && isFresh(known)) return known;
    const made = issue(source, capability);
    tokens.set(key, made);
    return made;
  };
}
