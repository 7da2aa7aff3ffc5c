import type { Buffer } from "node:buffer";
import { serdeError } from "../../errors.ts";
import type { SerdeLimits } from "../../limits.ts";
import { createScanStack } from "../../scan-stack.ts";
import { scanKey, scanNumber, scanText } from "../../scan-text.ts";

const FORMAT = "CBOR";

/**
 * Makes a scanner that throws unless bytes are exactly one CBOR value of the shared value model, within the limits. Tags, byte
 * strings, indefinite lengths and simple values but true, false and null are outside that model. It answers whether there
 * are integers in eight bytes.
 */
export function createCborScanner(limits: SerdeLimits): (bytes: Buffer) => boolean {
  const stack = createScanStack(limits, FORMAT);
  return (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = bytes.length;
    let at = 0;
    let hasWideIntegers = false;
    stack.reset();
    do {
      const head = bytes[at] ?? 0xff;
      const major = head >> 5;
      if (stack.isKey() && major !== 3) throw malformed();
      at += 1;
      if (major === 7) special(head);
      else item(major, argument(head & 0x1f));
    } while (!stack.isDone());
    if (at !== end) throw malformed();
    return hasWideIntegers;

    function item(major: number, value: number): void {
      switch (major) {
        case 0:
        case 1:
          // A negative integer is -1 - value.
          scanNumber(major === 0 ? value : value + 1, FORMAT);
          return stack.plain();
        case 3:
          return text(value);
        case 4:
        case 5:
          return stack.open(value, major === 5, end - at);
        default:
          throw malformed();
      }
    }

    function text(length: number): void {
      const next = at + length;
      if (next > end) throw malformed();
      if (stack.isKey()) scanKey(view, at, length);
      stack.plain();
      scanText(bytes, view, at, next, FORMAT);
      at = next;
    }

    /** The number in a head: in its low bits, or in the 1, 2, 4 or 8 bytes that follow. */
    function argument(low: number): number {
      if (low < 24) return low;
      // 28 to 30 are not assigned, and 31 is an indefinite length.
      if (low > 27) throw malformed();
      const width = 1 << (low - 24);
      if (at + width > end) throw malformed();
      at += width;
      if (low === 24) return view.getUint8(at - 1);
      if (low === 25) return view.getUint16(at - 2);
      if (low === 27) hasWideIntegers = true;
      return low === 26 ? view.getUint32(at - 4) : Number(view.getBigUint64(at - 8));
    }

    function special(head: number): void {
      if (head === 0xf4 || head === 0xf5 || head === 0xf6) return stack.plain();
      const width = head === 0xf9 ? 2 : head === 0xfa ? 4 : head === 0xfb ? 8 : end;
      if (at + width > end) throw malformed();
      if (width === 2) finiteHalf(view.getUint16(at));
      else scanNumber(width === 4 ? view.getFloat32(at) : view.getFloat64(at), FORMAT);
      at += width;
      return stack.plain();
    }
  };
}

/** Half floats are small; only their NaN and infinities, with all five exponent bits set, are outside the model. */
function finiteHalf(bits: number): void {
  if ((bits & 0x7c_00) === 0x7c_00) throw malformed();
}

function malformed(): Error {
  return serdeError("serde/malformed", { format: FORMAT });
}
