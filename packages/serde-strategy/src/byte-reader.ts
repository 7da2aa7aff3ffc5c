import { type Buffer, isUtf8 } from "node:buffer";
import { serdeError } from "./errors.ts";
import type { SerdeLimits } from "./limits.ts";

/** A key as it was read before: its text, its bytes, and the key that came after it then. */
interface KnownKey {
  readonly text: string;
  readonly bytes: Uint8Array;
  next: KnownKey | undefined;
}

/** What Buffer.toString calls once it knows the encoding; for short texts, asking for it by name costs a tenth of all decoding. */
interface SliceableBuffer extends Buffer {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
}

// Beyond this, what is known is forgotten: bytes of strangers must not fill the memory.
const MAX_KNOWN_KEYS = 512;
const MAX_KNOWN_LENGTH = 64;

/**
 * Reads bytes from front to back and keeps the limits while it does. The decoders of the binary formats stand on it: they know
 * what the heads mean, and it knows where the bytes end.
 *
 * Objects of one list have the same keys in the same order, so each key guesses the one that follows it; a guess that holds
 * costs a comparison in place of a new string.
 */
export interface ByteReader {
  /** Starts over, on these bytes. */
  begin(bytes: Buffer): void;
  /** Throws unless every byte was read. */
  end(): void;
  byte(): number;
  /** An unsigned integer of 1, 2, 4 or 8 bytes. Past 2^53 it is rounded, but never to less. */
  unsigned(width: number): number;
  /** Four or eight bytes as a number of the shared value model. */
  float(width: 4 | 8): number;
  text(length: number): string;
  key(length: number): string;
  /** Counts a value. */
  item(): void;
  /** Enters a list or map of so many tokens; throws before anyone allocates for more than there can be. */
  enter(tokens: number): void;
  leave(): void;
  /** Throws unless the number is one that every format carries. */
  safe(value: number): number;
  malformed(): Error;
}

/** Makes a reader for one serializer; one value at a time, since decoding is synchronous. */
export function createByteReader({ maxDepth, maxItems }: SerdeLimits, format: string): ByteReader {
  let source: SliceableBuffer;
  let at = 0;
  let depth = 0;
  let items = 0;
  let known = 0;
  let previous: KnownKey;
  let first: KnownKey;
  const forget = (): void => {
    first = { text: "", bytes: new Uint8Array(0), next: undefined };
    known = 0;
  };
  forget();

  const malformed = (): Error => serdeError("serde/malformed", { format });
  const take = (length: number): number => {
    const start = at;
    at += length;
    if (at > source.length) throw malformed();
    return start;
  };
  const decode = (start: number, end: number): string => {
    let seen = 0;
    for (let position = start; position < end; position += 1) seen |= source[position] ?? 0;
    if (seen < 0x80) return source.latin1Slice(start, end);
    if (!isUtf8(source.subarray(start, end))) throw malformed();
    return source.utf8Slice(start, end);
  };
  const isAt = (start: number, bytes: Uint8Array): boolean => {
    for (let position = 0; position < bytes.length; position += 1)
      if (source[start + position] !== bytes[position]) return false;
    return true;
  };
  const remember = (text: string, start: number): void => {
    if (known === MAX_KNOWN_KEYS) {
      forget();
      previous = first;
    }
    known += 1;
    const next: KnownKey = { text, bytes: Uint8Array.from(source.subarray(start, at)), next: undefined };
    previous.next = next;
    previous = next;
  };
  const safe = (value: number): number => {
    if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) throw malformed();
    return value;
  };
  return {
    begin(bytes) {
      source = bytes as SliceableBuffer;
      at = 0;
      depth = 0;
      items = 0;
      previous = first;
    },
    end() {
      if (at !== source.length) throw malformed();
    },
    byte() {
      const value = source[at];
      if (value === undefined) throw malformed();
      at += 1;
      return value;
    },
    unsigned(width) {
      let value = 0;
      for (let position = take(width); position < at; position += 1) value = value * 256 + (source[position] ?? 0);
      return value;
    },
    float(width) {
      const start = take(width);
      return safe(width === 4 ? source.readFloatBE(start) : source.readDoubleBE(start));
    },
    text(length) {
      const start = take(length);
      return decode(start, at);
    },
    key(length) {
      const start = take(length);
      const guess = previous.next;
      if (guess !== undefined && guess.bytes.length === length && isAt(start, guess.bytes)) {
        previous = guess;
        return guess.text;
      }
      const text = decode(start, at);
      if (text === "__proto__") throw serdeError("serde/forbidden-key", {});
      if (length <= MAX_KNOWN_LENGTH) remember(text, start);
      return text;
    },
    item() {
      items += 1;
      if (items > maxItems) throw serdeError("serde/too-many-items", { maxItems });
    },
    enter(tokens) {
      if (tokens > source.length - at) throw malformed();
      if (depth === maxDepth) throw serdeError("serde/too-deep", { maxDepth });
      depth += 1;
    },
    leave() {
      depth -= 1;
    },
    safe,
    malformed,
  };
}
