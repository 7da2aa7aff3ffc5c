import type { Buffer } from "node:buffer";
import { serdeError } from "../../errors.ts";
import type { SerdeLimits } from "../../limits.ts";
import { createScanStack } from "../../scan-stack.ts";
import { scanKey, scanNumber, scanText } from "../../scan-text.ts";

const FORMAT = "MessagePack";

/**
 * Makes a scanner that throws unless bytes are exactly one MessagePack value of the shared value model, within the limits.
 * The library is only ever given bytes that passed: it would preallocate what a header claims, recurse as deep as it is
 * told, and revive extension types.
 *
 * The position is kept outside the functions, which are thus made once: making them anew costs more than scanning a short value.
 */
export function createMsgpackScanner(limits: SerdeLimits): (bytes: Buffer) => void {
  const stack = createScanStack(limits, FORMAT);
  let source: Uint8Array = new Uint8Array(0);
  let at = 0;

  const text = (length: number): void => {
    const next = at + length;
    if (next > source.length) throw malformed();
    if (stack.isKey()) scanKey(source, at, length);
    stack.plain();
    scanText(source, at, next, FORMAT);
    at = next;
  };
  const whole = (width: number): void => {
    at += width;
    stack.plain();
  };
  const number = (value: number, width: number): void => {
    scanNumber(value, FORMAT);
    whole(width);
  };
  const uint = (width: number): number => {
    let value = 0;
    for (let count = 0; count < width; count += 1) value = value * 256 + (source[at + count] ?? 0);
    return value;
  };
  const sized = (width: number): number => {
    const value = uint(width);
    at += width;
    return value;
  };
  const view = (): DataView => new DataView(source.buffer, source.byteOffset, source.byteLength);

  const long = (head: number): void => {
    if (at + (WIDTHS[head - 0xc0] ?? 0) > source.length) throw malformed();
    switch (head) {
      case 0xc0:
      case 0xc2:
      case 0xc3:
        return stack.plain();
      case 0xca:
        return number(view().getFloat32(at), 4);
      case 0xcb:
        return number(view().getFloat64(at), 8);
      case 0xcc:
      case 0xd0:
        return whole(1);
      case 0xcd:
      case 0xd1:
        return whole(2);
      case 0xce:
      case 0xd2:
        return whole(4);
      case 0xcf:
        return number(Number(view().getBigUint64(at)), 8);
      case 0xd3:
        return number(Number(view().getBigInt64(at)), 8);
      case 0xd9:
        return text(sized(1));
      case 0xda:
        return text(sized(2));
      case 0xdb:
        return text(sized(4));
      case 0xdc:
      case 0xde:
        return stack.open(sized(2), head === 0xde, source.length - at);
      case 0xdd:
      case 0xdf:
        return stack.open(sized(4), head === 0xdf, source.length - at);
      default:
        // Binary, extension types, and the byte that the format never uses.
        throw malformed();
    }
  };

  return (bytes) => {
    source = bytes;
    at = 0;
    stack.reset();
    do {
      const head = source[at] ?? 0xc1;
      if (stack.isKey() && !isText(head)) throw malformed();
      at += 1;
      if (head < 0x80 || head >= 0xe0) stack.plain();
      else if (head >= 0xa0 && head < 0xc0) text(head & 0x1f);
      else if (head < 0xa0) stack.open(head & 0x0f, head < 0x90, source.length - at);
      else long(head);
    } while (!stack.isDone());
    if (at !== source.length) throw malformed();
  };
}

// Bytes that follow the heads 0xc0 to 0xdf before any contents: a length or a number.
const WIDTHS: readonly number[] = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, 0, 0, 0, 0, 0, 1, 2, 4, 2, 4, 2, 4,
];

function isText(head: number): boolean {
  return (head >= 0xa0 && head < 0xc0) || (head >= 0xd9 && head <= 0xdb);
}

function malformed(): Error {
  return serdeError("serde/malformed", { format: FORMAT });
}
