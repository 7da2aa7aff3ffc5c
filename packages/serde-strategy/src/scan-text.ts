import { isUtf8 } from "node:buffer";
import { serdeError } from "./errors.ts";

const PROTO = Uint8Array.from("__proto__", (letter) => letter.charCodeAt(0));

/** Throws unless the bytes from `start` to `end` are UTF-8. For plain ASCII, the usual case, nothing leaves this function. */
export function scanText(bytes: Uint8Array, start: number, end: number, format: string): void {
  let seen = 0;
  for (let at = start; at < end; at += 1) seen |= bytes[at] ?? 0;
  if (seen >= 0x80 && !isUtf8(bytes.subarray(start, end))) throw serdeError("serde/malformed", { format });
}

/** Throws for the one key that must not come near an object. */
export function scanKey(bytes: Uint8Array, start: number, length: number): void {
  if (length !== PROTO.length || bytes[start] !== PROTO[0]) return;
  for (let at = 1; at < length; at += 1) if (bytes[start + at] !== PROTO[at]) return;
  throw serdeError("serde/forbidden-key", {});
}

/** Throws unless a number is one that every format carries. */
export function scanNumber(value: number, format: string): void {
  if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) throw serdeError("serde/malformed", { format });
}
