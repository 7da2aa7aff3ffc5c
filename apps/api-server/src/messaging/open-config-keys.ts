import type { Clock, Logger, Random, Storage } from "@cordon/core";
import { type ConfigKeyRing, type ConfigPassphrases, type ConfigRegistry, openConfigKeyRing } from "@cordon/kernel";
import { readSecretFile } from "./read-secret-file.ts";

const MIN_CHARS = 12;
const MAX_CHARS = 1024;

/** What the keys of secret configuration are opened with. */
export interface OpenConfigKeysOptions {
  readonly file: string;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
}

/** The keys, and whether there are values that may be under an earlier one. */
export interface ConfigKeys {
  readonly keys: ConfigKeyRing;
  readonly isRotating: boolean;
}

/**
 * Opens the keys that secret configuration is encrypted with. The file has the passphrase in its first line, and below it those before it, as long as a
 * value may be under one of them. Rejects with `server/bad-config`, or `state/wrong-passphrase` where none of them is the right one.
 */
export async function openConfigKeys({ file, storage, clock, random }: OpenConfigKeysOptions): Promise<ConfigKeys> {
  const passphrases = await readSecretFile("CORDON_CONFIG_PASSPHRASE_FILE", file, passphrasesOf);
  const keys = await openConfigKeyRing({ storage, clock, random, passphrases }, new AbortController().signal);
  return { keys, isRotating: (passphrases.previous ?? []).length > 0 };
}

/** Puts all secrets under the current key. What cannot be done now is done at the next start. */
export async function rotateSecrets(config: ConfigRegistry, logger: Logger, signal: AbortSignal): Promise<void> {
  try {
    const report = await config.rotate(signal);
    logger.log("info", "secret configuration is under the current passphrase", { ...report });
  } catch (error) {
    if (!signal.aborted)
      logger.log("error", "secret configuration could not be put under the current passphrase", { error });
  }
}

function passphrasesOf(text: string): ConfigPassphrases {
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  const [current, ...previous] = lines;
  if (current === undefined || lines.some(({ length }) => length < MIN_CHARS || length > MAX_CHARS))
    throw new Error(`must have a passphrase of ${MIN_CHARS} to ${MAX_CHARS} characters in each line`);
  return { current, previous };
}
