import type { Buffer } from "node:buffer";
import type { JsonValue } from "@cordon/core";
import { type ByteReader, createByteReader } from "../../byte-reader.ts";
import type { SerdeLimits } from "../../limits.ts";

/**
 * Makes a decoder that takes exactly one MessagePack value of the shared value model, within the limits. What it does not know,
 * extension types among it, it refuses; nothing is revived.
 */
export function createMsgpackDecoder(limits: SerdeLimits): (bytes: Buffer) => JsonValue {
  const reader = createByteReader(limits, "MessagePack");
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
  if (head < 0x80) return head;
  if (head < 0x90) return readMap(reader, head & 0x0f);
  if (head < 0xa0) return readList(reader, head & 0x0f);
  if (head < 0xc0) return reader.text(head & 0x1f);
  if (head >= 0xe0) return head - 0x1_00;
  switch (head) {
    case 0xc0:
      return null;
    case 0xc2:
      return false;
    case 0xc3:
      return true;
    case 0xca:
      return reader.float(4);
    case 0xcb:
      return reader.float(8);
    case 0xcc:
    case 0xcd:
    case 0xce:
    case 0xcf:
      return reader.safe(reader.unsigned(1 << (head - 0xcc)));
    case 0xd0:
      return signed(reader.unsigned(1), 2 ** 8);
    case 0xd1:
      return signed(reader.unsigned(2), 2 ** 16);
    case 0xd2:
      return signed(reader.unsigned(4), 2 ** 32);
    case 0xd3:
      return readSigned64(reader);
    case 0xd9:
    case 0xda:
    case 0xdb:
      return reader.text(reader.unsigned(1 << (head - 0xd9)));
    case 0xdc:
    case 0xdd:
      return readList(reader, reader.unsigned(2 << (head - 0xdc)));
    case 0xde:
    case 0xdf:
      return readMap(reader, reader.unsigned(2 << (head - 0xde)));
    default:
      // Binary, extension types, and the byte that the format never uses.
      throw reader.malformed();
  }
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
  if (head >= 0xa0 && head < 0xc0) return reader.key(head & 0x1f);
  if (head >= 0xd9 && head <= 0xdb) return reader.key(reader.unsigned(1 << (head - 0xd9)));
  throw reader.malformed();
}

function signed(value: number, range: number): number {
  return value < range / 2 ? value : value - range;
}

/** The high half decides: whatever it says, the low half adds less than 2^32 to it, and no sum of safe size is rounded. */
function readSigned64(reader: ByteReader): number {
  const high = signed(reader.unsigned(4), 2 ** 32);
  return reader.safe(high * 2 ** 32 + reader.unsigned(4));
}
