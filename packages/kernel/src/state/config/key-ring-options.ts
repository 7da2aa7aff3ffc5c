import type { Clock, Random, Storage } from "@cordon/core";
import type { ScryptCost } from "./derive-key.ts";

/** Passphrases, as an operator gives them: 12 characters or more, at most 1024. */
export interface ConfigPassphrases {
  /** What new secrets are encrypted under. */
  readonly current: string;
  /** Earlier ones, for secrets that were not rotated yet. */
  readonly previous?: readonly string[];
}

/** How a ring of keys is opened. */
export interface ConfigKeyRingOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  /** Must be strong: salts, nonces and key ids come from it. */
  readonly random: Random;
  readonly passphrases: ConfigPassphrases;
  /** Of keys that are made; existing ones keep theirs. Default N 2^17, r 8, p 1: 128 MiB and about half a second. */
  readonly scrypt?: ScryptCost;
}

/** The defaults of `ConfigKeyRingOptions`. */
export const CONFIG_KEY_RING_DEFAULTS: { readonly scrypt: ScryptCost } = {
  scrypt: { cost: 131_072, blockSize: 8, parallelization: 1 },
};

/** Options that were checked. The current passphrase is the first of `passphrases`. */
export interface ResolvedKeyRingOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
  readonly passphrases: readonly string[];
  readonly scrypt: ScryptCost;
}

/** Checks the options. What it throws never holds a passphrase. */
export function resolveKeyRingOptions(options: ConfigKeyRingOptions): ResolvedKeyRingOptions {
  const { storage, clock, random, passphrases, scrypt = CONFIG_KEY_RING_DEFAULTS.scrypt } = options;
  const { current, previous = [] } = passphrases;
  const all: readonly unknown[] = [current, ...previous];
  for (const [at, passphrase] of all.entries())
    if (typeof passphrase !== "string" || passphrase.length < 12 || passphrase.length > 1024)
      throw new TypeError(`${at === 0 ? "current" : `previous[${at - 1}]`} must be a text of 12 to 1024 characters.`);
  const { cost, blockSize, parallelization } = scrypt;
  requireWhole("cost", cost, 2 ** 14, 2 ** 20);
  if (!Number.isInteger(Math.log2(cost))) throw new RangeError(`cost must be a power of 2, and is ${cost}.`);
  requireWhole("blockSize", blockSize, 8, 32);
  requireWhole("parallelization", parallelization, 1, 16);
  return {
    storage,
    clock,
    random,
    passphrases: [...new Set(all as readonly string[])],
    scrypt: { cost, blockSize, parallelization },
  };
}

function requireWhole(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new RangeError(`${name} must be a whole number from ${min} to ${max}, and is ${String(value)}.`);
}
