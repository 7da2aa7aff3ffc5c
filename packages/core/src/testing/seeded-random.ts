import type { Random } from "../ports/random.ts";

/** Bytes that are the same for the same seed (xorshift32): for tests only, since anyone can foresee them. */
export function createSeededRandom(seed: number): Random {
  // Zero is the one state that xorshift never leaves.
  let state = seed >>> 0 || 1;
  return {
    bytes(length) {
      return Uint8Array.from({ length }, () => {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return (state >>> 8) & 0xff;
      });
    },
  };
}
