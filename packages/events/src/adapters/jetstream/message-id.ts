import { createHash } from "node:crypto";

const LONGEST = 200;

/**
 * The id under which the broker recognises an event: its source and id, or their SHA-256 where they are long or have characters that a
 * header does not carry unchanged. The one has a space in it and the other has not.
 */
export function messageIdOf(key: string): string {
  return key.length <= LONGEST && isPlain(key) ? key : `sha256:${createHash("sha256").update(key).digest("hex")}`;
}

// The client trims values, so a space may only be the one between the two.
function isPlain(key: string): boolean {
  let spaces = 0;
  for (let at = 0; at < key.length; at += 1) {
    const unit = key.charCodeAt(at);
    if (unit === 0x20) spaces += 1;
    else if (unit < 0x21 || unit > 0x7e) return false;
  }
  return spaces === 1 && !key.endsWith(" ");
}
