import { createSecretKey, hkdfSync, type KeyObject, scrypt } from "node:crypto";

/** How costly it is to guess a passphrase: scrypt's N, r and p (RFC 7914). */
export interface ScryptCost {
  /** A power of 2 from 2^14 to 2^20. */
  readonly cost: number;
  /** From 8 to 32. */
  readonly blockSize: number;
  /** From 1 to 16. */
  readonly parallelization: number;
}

/** What becomes of a passphrase. `key` encrypts; `check` is kept, and tells a wrong passphrase without telling the key. */
export interface DerivedKey {
  readonly key: KeyObject;
  readonly check: Buffer;
}

const BYTES = 32;

/** Derives the keys of a passphrase: 128 MiB and about half a second at the default cost. */
export async function deriveKey(passphrase: string, salt: Uint8Array, cost: ScryptCost): Promise<DerivedKey> {
  // People type the same letters as different code points.
  const master = await scryptOf(passphrase.normalize("NFKC"), salt, cost);
  const subkey = (purpose: string): Buffer =>
    Buffer.from(hkdfSync("sha256", master, salt, `cordon/config/v1/${purpose}`, BYTES));
  const encryption = subkey("encrypt");
  const derived = { key: createSecretKey(encryption), check: subkey("check") };
  encryption.fill(0);
  master.fill(0);
  return derived;
}

function scryptOf(
  passphrase: string,
  salt: Uint8Array,
  { cost, blockSize, parallelization }: ScryptCost,
): Promise<Buffer> {
  // Twice what RFC 7914 needs; Node refuses at its exact bound.
  const options = { N: cost, r: blockSize, p: parallelization, maxmem: 256 * cost * blockSize + 1_048_576 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, BYTES, options, (error, master) => (error === null ? resolve(master) : reject(error)));
  });
}
