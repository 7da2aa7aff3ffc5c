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
 */
export function createMsgpackScanner(limits: SerdeLimits): (bytes: Buffer) => void {
  const stack = createScanStack(limits, FORMAT);
  return (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = bytes.length;
    let at = 0;
    stack.reset();

    const text = (length: number): void => {
      const next = at + length;
      if (next > end) throw malformed();
      if (stack.isKey()) scanKey(view, at, length);
      stack.plain();
      scanText(bytes, view, at, next, FORMAT);
      at = next;
    };
    const number = (value: number, width: number): void => {
      scanNumber(value, FORMAT);
      at += width;
      stack.plain();
    };
    do {
      const head = bytes[at] ?? 0xc1;
      if (stack.isKey() && !isText(head)) throw malformed();
      at += 1;
      if (head < 0x80 || head >= 0xe0) stack.plain();
      else if (head >= 0xa0 && head < 0xc0) text(head & 0x1f);
      else if (head < 0x90) stack.open(head & 0x0f, true, end - at);
      else if (head < 0xa0) stack.open(head & 0x0f, false, end - at);
      else long(head);
    } while (!stack.isDone());
    if (at !== end) throw malformed();

    function long(head: number): void {
      if (at + (WIDTHS[head - 0xc0] ?? 0) > end) throw malformed();
      switch (head) {
        case 0xc0:
        case 0xc2:
        case 0xc3:
          return stack.plain();
        case 0xca:
          return number(view.getFloat32(at), 4);
        case 0xcb:
          return number(view.getFloat64(at), 8);
        case 0xcc:
        case 0xd0:
          return number(0, 1);
        case 0xcd:
        case 0xd1:
          return number(0, 2);
        case 0xce:
        case 0xd2:
          return number(0, 4);
        case 0xcf:
          return number(Number(view.getBigUint64(at)), 8);
        case 0xd3:
          return number(Number(view.getBigInt64(at)), 8);
        case 0xd9:
          at += 1;
          return text(view.getUint8(at - 1));
        case 0xda:
          at += 2;
          return text(view.getUint16(at - 2));
        case 0xdb:
          at += 4;
          return text(view.getUint32(at - 4));
        case 0xdc:
        case 0xde:
          at += 2;
          return stack.open(view.getUint16(at - 2), head === 0xde, end - at);
        case 0xdd:
        case 0xdf:
          at += 4;
          return stack.open(view.getUint32(at - 4), head === 0xdf, end - at);
        default:
          // Binary, extension types, and the byte that the format never uses.
          throw malformed();
      }
    }
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
