import { type Buffer, isUtf8 } from "node:buffer";
import { serdeError } from "./errors.ts";

const HIGH_BITS = 0x80_80_80_80 | 0;
// "__proto__" as two words of four bytes and a last byte.
const PROTO_HEAD = 0x5f_5f_70_72;
const PROTO_MIDDLE = 0x6f_74_6f_5f;
const PROTO_LENGTH = 9;

/** Throws unless the bytes from `start` to `end` are UTF-8. Plain ASCII, the usual case, is seen four bytes at a time. */
export function scanText(bytes: Buffer, view: DataView, start: number, end: number, format: string): void {
  let at = start;
  for (; at + 4 <= end; at += 4) if ((view.getInt32(at) & HIGH_BITS) !== 0) break;
  for (; at < end; at += 1) if ((bytes[at] ?? 0) >= 0x80) break;
  if (at < end && !isUtf8(bytes.subarray(start, end))) throw serdeError("serde/malformed", { format });
}

/** Throws for the one key that must not come near an object. */
export function scanKey(view: DataView, start: number, length: number): void {
  if (length !== PROTO_LENGTH || view.getInt32(start) !== PROTO_HEAD) return;
  if (view.getInt32(start + 4) === PROTO_MIDDLE && view.getUint8(start + 8) === 0x5f)
    throw serdeError("serde/forbidden-key", {});
}

/** Throws unless a number is one that every format carries. */
export function scanNumber(value: number, format: string): void {
  if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) throw serdeError("serde/malformed", { format });
}
