const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < 64; value += 1) VALUES[ALPHABET.charCodeAt(value)] = value;

/**
 * Says why a text is no Base64 of RFC 4648. It must be padded and have no bit that decoding drops: two texts of the same bytes
 * would otherwise be two events to whoever compares or signs them.
 */
export function base64Problem(text: string): string | undefined {
  const { length } = text;
  if (length % 4 !== 0) return "must be Base64 with padding";
  if (length === 0) return undefined;
  const padding = text.charCodeAt(length - 1) !== 0x3d ? 0 : text.charCodeAt(length - 2) !== 0x3d ? 1 : 2;
  let last = 0;
  for (let at = 0; at < length - padding; at += 1) {
    last = VALUES[text.charCodeAt(at)] ?? -1;
    if (last < 0) return "must be Base64 with padding";
  }
  const dropped = padding === 2 ? 15 : padding === 1 ? 3 : 0;
  return (last & dropped) === 0 ? undefined : "must be Base64 whose last bits are zero";
}
