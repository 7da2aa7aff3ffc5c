import type { Random } from "../../ports/random.ts";

// getRandomValues refuses more in one call.
const CHUNK_BYTES = 65_536;
const POOL_BYTES = 4096;
const MAX_POOLED_BYTES = 64;

/**
 * Cryptographically strong bytes from the platform. Few bytes come out of a pool, as asking the platform costs more than a hundred of them;
 * what was given out is wiped from it.
 */
export function createSystemRandom(): Random {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return {
    bytes(length) {
      if (!(length >= 0 && length <= MAX_POOLED_BYTES)) return fresh(length);
      if (used + length > POOL_BYTES) {
        globalThis.crypto.getRandomValues(pool);
        used = 0;
      }
      const bytes = pool.slice(used, used + length);
      pool.fill(0, used, used + length);
      used += length;
      return bytes;
    },
  };
}

function fresh(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let start = 0; start < length; start += CHUNK_BYTES) {
    globalThis.crypto.getRandomValues(bytes.subarray(start, start + CHUNK_BYTES));
  }
  return bytes;
}
