import type { Random, Storage } from "@cordon/core";
import { createSystemRandom } from "@cordon/core/system";
import { createManualClock, type ManualClock } from "@cordon/core/testing";
import { type ConfigRegistry, createConfigRegistry } from "../../src/state/config-registry.ts";
import { type ConfigKeyRing, openConfigKeyRing } from "../../src/state/config/config-key-ring.ts";
import { never } from "./_storages.ts";

export const PASSPHRASE = "correct horse battery";
export const NEXT_PASSPHRASE = "staple of the next year";
/** The cheapest that is allowed: tests derive many keys. */
export const CHEAP = { cost: 16_384, blockSize: 8, parallelization: 1 };

export interface OpenedConfig {
  readonly ring: ConfigKeyRing;
  readonly config: ConfigRegistry;
  readonly clock: ManualClock;
}

/** Opens the configuration of a storage with passphrases: the current one, then previous ones. */
export async function openConfig(
  storage: Storage,
  [current = PASSPHRASE, ...previous]: readonly string[] = [],
  random: Random = createSystemRandom(),
): Promise<OpenedConfig> {
  const clock = createManualClock();
  const options = { storage, clock, random, passphrases: { current, previous }, scrypt: CHEAP };
  const ring = await openConfigKeyRing(options, never);
  return { ring, config: createConfigRegistry({ storage, clock, keys: ring }), clock };
}
