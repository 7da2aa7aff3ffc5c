const FIRST_CAPACITY = 1024;
const LENGTH_BYTES = 5;

/** Grows as it is written to. Lengths that are known only afterwards are put in front by `sized`. */
export class ByteSink {
  #bytes: Uint8Array;
  #at = 0;

  constructor(capacity: number = FIRST_CAPACITY) {
    this.#bytes = new Uint8Array(capacity);
  }

  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }

  get length(): number {
    return this.#at;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
  }

  raw(...values: readonly number[]): void {
    for (const value of values) this.byte(value);
  }

  u32(value: number): void {
    this.#reserve(LENGTH_BYTES);
    this.#at = writeU32(this.#bytes, this.#at, value);
  }

  /** A signed LEB128 number. Takes any whole number that a double holds exactly. */
  signed(value: number): void {
    this.#reserve(10);
    let left = value;
    for (;;) {
      const low = ((left % 128) + 128) % 128;
      left = (left - low) / 128;
      if ((left === 0 && low < 0x40) || (left === -1 && low >= 0x40)) {
        this.#bytes[this.#at++] = low;
        return;
      }
      this.#bytes[this.#at++] = low | 0x80;
    }
  }

  /** Copies `from[start, end)`. Short spans, which are most, are cheaper by hand than through a view of them. */
  copy(from: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.#reserve(length);
    if (length < 48) {
      for (let at = start; at < end; at += 1) this.#bytes[this.#at++] = from[at] as number;
      return;
    }
    this.#bytes.set(from.subarray(start, end), this.#at);
    this.#at += length;
  }

  name(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.u32(bytes.length);
    this.copy(bytes, 0, bytes.length);
  }

  /** Writes what `write` writes, with its length in front. */
  sized(write: () => void): void {
    const start = this.#at;
    this.#reserve(LENGTH_BYTES);
    this.#at += LENGTH_BYTES;
    write();
    const body = start + LENGTH_BYTES;
    const length = this.#at - body;
    const afterLength = writeU32(this.#bytes, start, length);
    this.#bytes.copyWithin(afterLength, body, this.#at);
    this.#at = afterLength + length;
  }

  #reserve(length: number): void {
    if (this.#at + length <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + length));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

function writeU32(bytes: Uint8Array, at: number, value: number): number {
  let left = value;
  let to = at;
  while (left >= 0x80) {
    bytes[to++] = (left & 0x7f) | 0x80;
    left >>>= 7;
  }
  bytes[to++] = left;
  return to;
}
