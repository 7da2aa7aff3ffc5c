import type { Buffer } from "node:buffer";
import type { KeyObject } from "node:crypto";
import { isUint8Array } from "node:util/types";
import type { Clock } from "@cordon/core";
import { isName } from "../pattern/name-pattern.ts";
import { rootKeyFrom } from "./bus-key.ts";
import { createChainCache } from "./chain-cache.ts";
import { isSigned } from "./ed25519.ts";
import { authorityOf, type RevocableBlock, type TokenAuthority } from "./token-authority.ts";
import { proofInput, readToken, tokenDigest } from "./token-chain.ts";
import { tokenError } from "./token-errors.ts";
import { TOKEN_LIMITS } from "./token-limits.ts";
import { type StandingChecks, standingProblem } from "./token-standing.ts";
import { verifyChain } from "./verify-chain.ts";

/** Options of `createTokenVerifier`. */
export interface TokenVerifierOptions {
  /** Public keys of the issuers: 1 to 16, so that a new one may be trusted before the old one is not. */
  readonly rootKeys: readonly string[];
  readonly clock: Clock;
  /** The name of this bus. */
  readonly audience: string;
  /** Asked for each block at each use, as `RevocationList.isRevoked` is. Anything but `false` is a refusal. */
  readonly isRevoked: (id: string, expiresAt: number) => boolean;
  /** How far the clocks of servers may be apart. Default 5,000, at most 60,000. */
  readonly leewayMs?: number;
  /** Tokens whose signatures are remembered as verified. Default 1,000. */
  readonly cacheSize?: number;
}

/** A token as it came, with a message and the proof that the holder of the token signed it. */
export interface PresentedToken {
  readonly token: string;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  /**
   * When the message was taken, by the word of somebody who is trusted for it and never of its sender: whether the token is valid is judged as of
   * then. One in the future counts as now, and what is revoked is always judged as of now.
   */
  readonly at?: number;
}

/** A token that is good. It is no secret, and no authority by itself: it says what the sender of that one message may do. */
export interface VerifiedToken {
  /** Whether the sender may do this in that name. False from the moment that the token is over, but where `at` was given, or revoked. */
  readonly allows: (principal: string, capability: string) => boolean;
  readonly expiresAt: number;
  /** The blocks, the issuer's first. */
  readonly blocks: readonly RevocableBlock[];
}

/** Says what the sender of a message may do. */
export interface TokenVerifier {
  /**
   * Throws `bus/token-malformed`, `bus/token-untrusted`, `bus/token-wrong-audience`, `bus/token-not-yet-valid`, `bus/token-expired`,
   * `bus/token-revoked`, `bus/token-unchecked` or `bus/token-proof`, by the first of them that is true. Signatures of blocks are verified once and
   * remembered; everything else is looked at each time.
   */
  readonly verify: (presented: PresentedToken) => VerifiedToken;
}

/** The defaults of a verifier. */
export const TOKEN_VERIFIER_DEFAULTS: Required<Pick<TokenVerifierOptions, "leewayMs" | "cacheSize">> = Object.freeze({
  leewayMs: 5000,
  cacheSize: 1000,
});

const MAX_ROOT_KEYS = 16;
const MAX_CACHE_SIZE = 100_000;

interface TrustedChain {
  readonly authority: TokenAuthority;
  readonly holderKey: KeyObject;
}

/** Makes a verifier. It trusts the same keys as long as it lives: to trust others, make another. */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { cacheSize, audience, ...checks } = resolveOptions(options);
  const rootKeys = checkRootKeys(options.rootKeys);
  const trusted = createChainCache<TrustedChain>(cacheSize);
  const trustedChain = (token: string, digest: Buffer): TrustedChain => {
    const cacheKey = digest.toString("base64");
    const known = trusted.get(cacheKey);
    if (known !== undefined) return known;
    const chain = readToken(token);
    const fresh = { holderKey: verifyChain(chain, rootKeys), authority: authorityOf(chain) };
    trusted.set(cacheKey, fresh);
    return fresh;
  };
  return Object.freeze({
    verify({ token, message, signature, at = Infinity }: PresentedToken) {
      const digest = tokenDigest(token);
      const { authority, holderKey } = trustedChain(token, digest);
      if (authority.audience !== audience) throw tokenError("bus/token-wrong-audience", { audience });
      const problem = standingProblem(authority, checks, at);
      if (problem !== undefined) throw problem;
      if (!isProof({ message, signature }, digest, holderKey)) throw tokenError("bus/token-proof", {});
      const { expiresAt, blocks } = authority;
      return Object.freeze({
        expiresAt,
        blocks,
        allows: (principal: string, capability: string) =>
          standingProblem(authority, checks, at) === undefined && authority.allows(principal, capability),
      });
    },
  });
}

function isProof(
  { message, signature }: Pick<PresentedToken, "message" | "signature">,
  digest: Buffer,
  key: KeyObject,
): boolean {
  // Whatever came over a wire in their place is no proof, and no reason for the platform's own errors.
  if (!isUint8Array(message) || !isUint8Array(signature)) return false;
  return isSigned(proofInput(digest, message), signature, key);
}

function resolveOptions(
  options: TokenVerifierOptions,
): StandingChecks & { readonly audience: string; readonly cacheSize: number } {
  const { leewayMs = TOKEN_VERIFIER_DEFAULTS.leewayMs, cacheSize = TOKEN_VERIFIER_DEFAULTS.cacheSize } = options;
  checkNumber("leewayMs", leewayMs, TOKEN_LIMITS.maxLeewayMs);
  checkNumber("cacheSize", cacheSize, MAX_CACHE_SIZE);
  const { audience, clock, isRevoked } = options;
  if (!isName(audience)) throw new TypeError("audience must be the name of the bus.");
  // Without it nothing could be revoked, and nobody would notice.
  if (typeof isRevoked !== "function") throw new TypeError("isRevoked must be a function.");
  return { audience, cacheSize, clock, leewayMs, isRevoked };
}

function checkRootKeys(texts: readonly string[]): readonly KeyObject[] {
  if (texts.length >= 1 && texts.length <= MAX_ROOT_KEYS) return texts.map((text) => rootKeyFrom(text));
  throw new RangeError(`rootKeys must have 1 to ${MAX_ROOT_KEYS} keys; got ${texts.length}.`);
}

function checkNumber(name: string, value: number, max: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > max)
    throw new RangeError(`${name} must be a whole number from 0 to ${max}; got ${value}.`);
}
