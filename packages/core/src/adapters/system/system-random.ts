import type { Random } from "../../ports/random.ts";

// getRandomValues refuses more in one call.
const CHUNK_BYTES = 65_536;

/** Cryptographically strong bytes from the platform. */
export function createSystemRandom(): Random {
  return {
    bytes(length) {
      const bytes = new Uint8Array(length);
      for (let start = 0; start < length; start += CHUNK_BYTES) {
        globalThis.crypto.getRandomValues(bytes.subarray(start, start + CHUNK_BYTES));
      }
      return bytes;
    },
  };
}
