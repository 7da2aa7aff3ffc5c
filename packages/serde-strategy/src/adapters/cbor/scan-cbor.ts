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
  let source: Uint8Array = new Uint8Array(0);
  let at = 0;
  let hasWideIntegers = false;

  const text = (length: number): void => {
    const next = at + length;
    if (next > source.length) throw malformed();
    if (stack.isKey()) scanKey(source, at, length);
    stack.plain();
    scanText(source, at, next, FORMAT);
    at = next;
  };
  const integer = (value: number): void => {
    scanNumber(value, FORMAT);
    stack.plain();
  };
  const item = (major: number, value: number): void => {
    switch (major) {
      case 0:
        return integer(value);
      case 1:
        // A negative integer is -1 - value.
        return integer(value + 1);
      case 3:
        return text(value);
      case 4:
      case 5:
        return stack.open(value, major === 5, source.length - at);
      default:
        throw malformed();
    }
  };

  /** The number in a head: in its low bits, or in the 1, 2, 4 or 8 bytes that follow. */
  const argument = (low: number): number => {
    if (low < 24) return low;
    // 28 to 30 are not assigned, and 31 is an indefinite length.
    if (low > 27) throw malformed();
    const end = at + (1 << (low - 24));
    if (end > source.length) throw malformed();
    // Past 2^53 this rounds, but never to less, and all that matters is that it is too much.
    let value = 0;
    for (; at < end; at += 1) value = value * 256 + (source[at] ?? 0);
    if (low === 27) hasWideIntegers = true;
    return value;
  };
  const special = (head: number): void => {
    if (head === 0xf4 || head === 0xf5 || head === 0xf6) return stack.plain();
    const width = head === 0xf9 ? 2 : head === 0xfa ? 4 : head === 0xfb ? 8 : source.length;
    if (at + width > source.length) throw malformed();
    const view = new DataView(source.buffer, source.byteOffset + at, width);
    if (width === 2) finiteHalf(view.getUint16(0));
    else scanNumber(width === 4 ? view.getFloat32(0) : view.getFloat64(0), FORMAT);
    at += width;
    return stack.plain();
  };

  return (bytes) => {
    source = bytes;
    at = 0;
    hasWideIntegers = false;
    stack.reset();
    do {
      const head = source[at] ?? 0xff;
      const major = head >> 5;
      if (stack.isKey() && major !== 3) throw malformed();
      at += 1;
      if (major === 7) special(head);
      else item(major, argument(head & 0x1f));
    } while (!stack.isDone());
    if (at !== source.length) throw malformed();
    return hasWideIntegers;
  };
}

/** Half floats are small; only their NaN and infinities, with all five exponent bits set, are outside the model. */
function finiteHalf(bits: number): void {
  if ((bits & 0x7c_00) === 0x7c_00) throw malformed();
}

function malformed(): Error {
  return serdeError("serde/malformed", { format: FORMAT });
}
