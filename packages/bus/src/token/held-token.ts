import { Buffer } from "node:buffer";
import type { KeyObject } from "node:crypto";
import { inspect } from "node:util";
import type { Clock, Random } from "@cordon/core";
import { busError } from "../errors.ts";
import { KEY_BYTES, privateKeyOf, publicBytesOf, seedOf, signWith } from "./ed25519.ts";
import { authorityOf, type RevocableBlock, type TokenAuthority } from "./token-authority.ts";
import { ID_BYTES, type TokenBlock } from "./token-block.ts";
import {
  appendBlock,
  decodeBase64url,
  lastBlock,
  proofInput,
  readToken,
  type SignBytes,
  type TokenChain,
  tokenDigest,
} from "./token-chain.ts";
import { tokenError } from "./token-errors.ts";
import { TOKEN_LIMITS } from "./token-limits.ts";
import { parsePatternList, type PatternField, type PatternList } from "./token-patterns.ts";

/** What a holder needs of its host. */
export interface HolderPorts {
  readonly clock: Clock;
  /** Makes keys: must be cryptographically strong. */
  readonly random: Random;
}

/** What a narrower token is left with. What is left out stays as it is. */
export interface NarrowTokenOptions {
  readonly principals?: readonly string[];
  readonly capabilities?: readonly string[];
  readonly ttlMs?: number;
}

/**
 * A token with the key that makes it one's own. Whoever has this object can use it, narrow it and hand it on; its text alone is good for nothing.
 *
 * - `narrow` needs nobody. Throws `bus/not-narrower` naming the field, `bus/invalid-pattern`, `bus/token-expired` or `bus/token-too-large`.
 * - `prove` signs a message. The proof holds for these bytes and this token; that it is shown once only is for the message to say.
 * - The key is in no property, and in nothing that `inspect` or JSON show.
 */
export interface HeldToken {
  /** What is shown to others. */
  readonly token: string;
  /** The name of the bus that it is for. */
  readonly audience: string;
  readonly expiresAt: number;
  /** What to revoke: the last is this token, those before it are what it was narrowed from. */
  readonly blocks: readonly RevocableBlock[];
  readonly narrow: (options: NarrowTokenOptions) => HeldToken;
  readonly prove: (message: Uint8Array) => Uint8Array;
  /** Token and key in one text, for another process to `holdToken`: a secret. */
  readonly exportSecret: () => string;
}

/** What a new block says; its id and its key are made for it. */
export type TokenClaims = Omit<TokenBlock, "id" | "holderKey">;

const SECRET_PREFIX = "cordon_bts1_";
const SEED_CHARS = 43;
const TOKEN_AT = SECRET_PREFIX.length + SEED_CHARS + 1;

/** Takes a token over from `exportSecret`, or throws `bus/token-malformed`, which repeats nothing of it. */
export function holdToken(secret: string, ports: HolderPorts): HeldToken {
  if (typeof secret !== "string" || !secret.startsWith(SECRET_PREFIX) || secret[TOKEN_AT - 1] !== ".")
    throw malformed("is no exported secret");
  const chain = readToken(secret.slice(TOKEN_AT));
  const key = privateKeyOf(decodeBase64url(secret.slice(SECRET_PREFIX.length, TOKEN_AT - 1)));
  if (!publicBytesOf(key).equals(lastBlock(chain).holderKey))
    throw malformed("comes with a key that is not its holder's");
  return heldToken(chain, key, ports);
}

/** Appends a block that has a new key, and holds what comes of it. */
export function appendHeld(bytes: Uint8Array, claims: TokenClaims, sign: SignBytes, ports: HolderPorts): HeldToken {
  const key = privateKeyOf(ports.random.bytes(KEY_BYTES));
  const id = Buffer.from(ports.random.bytes(ID_BYTES)).toString("hex");
  return heldToken(appendBlock(bytes, { ...claims, id, holderKey: publicBytesOf(key) }, sign), key, ports);
}

function heldToken(chain: TokenChain, key: KeyObject, ports: HolderPorts): HeldToken {
  const { text, bytes, narrowings } = chain;
  const authority = authorityOf(chain);
  const digest = tokenDigest(text);
  return Object.freeze({
    token: text,
    audience: authority.audience,
    expiresAt: authority.expiresAt,
    blocks: authority.blocks,
    narrow(options: NarrowTokenOptions) {
      if (narrowings.length + 2 > TOKEN_LIMITS.maxBlocks)
        throw tokenError("bus/token-too-large", { limit: `${TOKEN_LIMITS.maxBlocks} blocks` });
      const claims = narrowerClaims(options, authority, ports.clock.now());
      return appendHeld(bytes, claims, (input) => signWith(key, input), ports);
    },
    prove: (message: Uint8Array) => signWith(key, proofInput(digest, message)),
    exportSecret: () => `${SECRET_PREFIX}${seedOf(key).toString("base64url")}.${text}`,
    [inspect.custom]: () => "HeldToken {}",
  });
}

function narrowerClaims(options: NarrowTokenOptions, authority: TokenAuthority, now: number): TokenClaims {
  const { notBefore, expiresAt } = authority;
  const from = Math.max(Math.floor(now), notBefore);
  if (!(from < expiresAt)) throw tokenError("bus/token-expired", { expiresAt });
  return {
    // Not from now: this clock may be ahead of the others'.
    notBefore,
    expiresAt: options.ttlMs === undefined ? expiresAt : narrowerExpiry(from, options.ttlMs, expiresAt),
    ...(options.principals && { principals: narrowerList("principals", options.principals, authority) }),
    ...(options.capabilities && { capabilities: narrowerList("capabilities", options.capabilities, authority) }),
  };
}

function narrowerExpiry(from: number, ttlMs: number, latest: number): number {
  if (!Number.isSafeInteger(ttlMs) || ttlMs < 1)
    throw new RangeError(`ttlMs must be a whole number from 1; got ${ttlMs}.`);
  if (from + ttlMs > latest) throw busError("bus/not-narrower", { field: "ttlMs" });
  return from + ttlMs;
}

function narrowerList(field: PatternField, texts: readonly string[], authority: TokenAuthority): PatternList {
  const patterns = parsePatternList(field, texts);
  if (!patterns.every((pattern) => authority.covers(field, pattern))) throw busError("bus/not-narrower", { field });
  return patterns;
}

function malformed(problem: string): Error {
  return tokenError("bus/token-malformed", { problem });
}
