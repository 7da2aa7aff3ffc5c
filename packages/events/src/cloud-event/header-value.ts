import { Buffer } from "node:buffer";

/** Writes the text of an attribute as the value of a header: percent-encoded where it is not printable ASCII, a space, `"` or `%`. */
export function encodeHeaderValue(text: string): string {
  let plain = 0;
  let encoded = "";
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 0x20 && unit < 0x7f && unit !== 0x22 && unit !== 0x25) continue;
    const width = unit >= 0xd800 && unit < 0xdc00 ? 2 : 1;
    encoded += text.slice(plain, at);
    for (const byte of Buffer.from(text.slice(at, at + width)))
      encoded += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    at += width - 1;
    plain = at + 1;
  }
  return plain === 0 ? text : encoded + text.slice(plain);
}

/**
 * Reads the value of a header as the HTTP binding says: a value in quotes is taken out of them, then percent-escapes are decoded, once.
 * `undefined` for what cannot be read: an escape that is none or whose bytes are not UTF-8, or a character that no header may have.
 */
export function decodeHeaderValue(value: string): string | undefined {
  const trimmed = value.trim();
  const text = trimmed.startsWith('"') ? unquote(trimmed) : trimmed;
  if (text === undefined) return undefined;
  let isEscaped = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if ((unit < 0x20 && unit !== 0x09) || unit > 0x7e) return undefined;
    if (unit === 0x25) isEscaped = true;
  }
  if (!isEscaped) return text;
  try {
    // It does just that: refuses escapes that are none, overlong forms and surrogates.
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function unquote(value: string): string | undefined {
  let text = "";
  for (let at = 1; at < value.length; at += 1) {
    const character = value.charAt(at);
    if (character === '"') return at === value.length - 1 ? text : undefined;
    if (character === "\\") at += 1;
    text += value.charAt(at);
  }
  return undefined;
}
