// The first byte of a surrogate that an encoder wrote as if it were a character. Few honest characters begin with it.
const SURROGATE_LEAD = 0xed;
// The first byte of U+FFFD, which an encoder writes in place of a surrogate.
const REPLACEMENT_LEAD = 0xef;

// The method of typed arrays: Buffer's own goes a longer way before it searches, which short values would feel.
const { prototype } = Uint8Array;

/**
 * Whether encoded text may have held half of a surrogate pair, which msgpackr and cbor-x write as bytes that are no UTF-8, or
 * replace. Searching the bytes costs far less than asking every string.
 */
export function mayHideHalfPairs(bytes: Uint8Array): boolean {
  return prototype.includes.call(bytes, SURROGATE_LEAD) || prototype.includes.call(bytes, REPLACEMENT_LEAD);
}
