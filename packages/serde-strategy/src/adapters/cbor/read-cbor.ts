import type { Buffer } from "node:buffer";
import type { JsonValue } from "@cordon/core";
import { type ByteReader, createByteReader } from "../../byte-reader.ts";
import type { SerdeLimits } from "../../limits.ts";

/**
 * Makes a decoder that takes exactly one CBOR value of the shared value model, within the limits. Tags, byte strings, indefinite
 * lengths and simple values but true, false and null are outside that model, and are refused.
 */
export function createCborDecoder(limits: SerdeLimits): (bytes: Buffer) => JsonValue {
  const reader = createByteReader(limits, "CBOR");
  return (bytes) => {
    reader.begin(bytes);
    const value = readValue(reader);
    reader.end();
    return value;
  };
}

function readValue(reader: ByteReader): JsonValue {
  reader.item();
  const head = reader.byte();
  const low = head & 0x1f;
  switch (head >> 5) {
    case 0:
      return reader.safe(readArgument(reader, low));
    case 1:
      return reader.safe(-1 - readArgument(reader, low));
    case 3:
      return reader.text(readArgument(reader, low));
    case 4:
      return readList(reader, readArgument(reader, low));
    case 5:
      return readMap(reader, readArgument(reader, low));
    case 7:
      return readSpecial(reader, head);
    default:
      throw reader.malformed();
  }
}

/** The number in a head: in its low bits, or in the 1, 2, 4 or 8 bytes that follow. */
function readArgument(reader: ByteReader, low: number): number {
  if (low < 24) return low;
  // 28 to 30 are not assigned, and 31 is an indefinite length.
  if (low > 27) throw reader.malformed();
  return reader.unsigned(1 << (low - 24));
}

function readList(reader: ByteReader, length: number): JsonValue {
  reader.enter(length);
  const list: JsonValue[] = [];
  for (let count = 0; count < length; count += 1) list.push(readValue(reader));
  reader.leave();
  return list;
}

function readMap(reader: ByteReader, entries: number): JsonValue {
  reader.enter(entries * 2);
  const map: Record<string, JsonValue> = {};
  for (let count = 0; count < entries; count += 1) {
    const key = readKey(reader);
    map[key] = readValue(reader);
  }
  reader.leave();
  return map;
}

function readKey(reader: ByteReader): string {
  const head = reader.byte();
  if (head >> 5 !== 3) throw reader.malformed();
  return reader.key(readArgument(reader, head & 0x1f));
}

function readSpecial(reader: ByteReader, head: number): JsonValue {
  switch (head) {
    case 0xf4:
      return false;
    case 0xf5:
      return true;
    case 0xf6:
      return null;
    case 0xf9:
      return reader.safe(halfFloat(reader.unsigned(2)));
    case 0xfa:
      return reader.float(4);
    case 0xfb:
      return reader.float(8);
    default:
      throw reader.malformed();
  }
}

/** A half float (RFC 8949, appendix D): one bit of sign, five of exponent, ten of fraction. */
function halfFloat(bits: number): number {
  const sign = bits >= 0x80_00 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3_ff;
  if (exponent === 0x1f) return Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (fraction + 1024) * 2 ** (exponent - 25));
}
