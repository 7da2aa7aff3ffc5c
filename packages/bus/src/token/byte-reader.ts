import type { Buffer } from "node:buffer";
import { tokenError } from "./token-errors.ts";

/** Reads bytes from their beginning. Reading past their end throws `bus/token-malformed`. */
export interface ByteReader {
  /** How many were read. */
  readonly at: () => number;
  readonly isAtEnd: () => boolean;
  /** A view, not a copy. */
  readonly take: (count: number) => Buffer;
  /** An unsigned integer of up to 6 bytes, the highest byte first. */
  readonly takeNumber: (size: number) => number;
}

/** Makes a reader. */
export function createByteReader(bytes: Buffer): ByteReader {
  let at = 0;
  const take = (count: number): Buffer => {
    if (bytes.length - at < count) throw tokenError("bus/token-malformed", { problem: "ends too early" });
    at += count;
    return bytes.subarray(at - count, at);
  };
  return {
    at: () => at,
    isAtEnd: () => at === bytes.length,
    take,
    takeNumber: (size) => take(size).readUIntBE(0, size),
  };
}
