/** The greatest number that has a key. */
export const LAST_SEQUENCE = 999_999_999_999_999;

const DIGITS = 15;

/** A key under which greater numbers come first, as storage lists in ascending order. */
export function keyOfSequence(sequence: number): string {
  return String(LAST_SEQUENCE - sequence).padStart(DIGITS, "0");
}

/** The number of such a key, or `undefined` for any other text. */
export function sequenceOfKey(key: string): number | undefined {
  return /^\d{15}$/.test(key) ? LAST_SEQUENCE - Number(key) : undefined;
}

/** A key under which later ids come first: each of their digits is turned round. */
export function keyOfId(id: string): string {
  return Array.from(id, (digit) => (35 - Number.parseInt(digit, 36)).toString(36)).join("");
}
