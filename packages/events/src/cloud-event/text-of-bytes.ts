import { Buffer, isUtf8 } from "node:buffer";
import { eventsError } from "../errors.ts";

/** The text of some bytes, of which there may be `maxBytes`. Throws for more, and for what is not UTF-8. */
export function textOf(input: Uint8Array | string, maxBytes: number): string {
  if (typeof input === "string") {
    // No character takes more than three bytes in UTF-8, so most texts need not be measured.
    if (input.length * 3 > maxBytes && Buffer.byteLength(input) > maxBytes) throw tooManyBytes(maxBytes);
    return input;
  }
  if (input.byteLength > maxBytes) throw tooManyBytes(maxBytes);
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  const text = bytes.toString();
  // What is no UTF-8 has become U+FFFD. An honest one is rare enough to pay for a second look.
  if (text.includes("\ufffd") && !isUtf8(bytes)) throw eventsError("events/malformed", { problem: "it is not UTF-8" });
  return text;
}

/** The error for more bytes than there may be. */
export function tooManyBytes(limit: number): Error {
  return eventsError("events/too-large", { what: "bytes", limit });
}
