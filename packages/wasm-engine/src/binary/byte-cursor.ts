import { wasmError } from "../errors.ts";
import type { WasmFeature } from "./features.ts";

const TEXT = new TextDecoder("utf-8", { fatal: true });

/** Reads a module's bytes in order. Never reads past `end`: whatever does not fit is `wasm/invalid-module` with its offset. */
export class ByteCursor {
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;

  constructor(bytes: Uint8Array, at: number = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  byte(): number {
    if (this.at >= this.end) throw this.malformed();
    return this.bytes[this.at++] as number;
  }

  /** An unsigned LEB128 number of at most 32 bits. */
  u32(): number {
    let value = this.byte();
    if (value < 0x80) return value;
    value &= 0x7f;
    for (let shift = 7; shift < 35; shift += 7) {
      const next = this.byte();
      if (shift === 28 && next > 0x0f) throw this.malformed();
      value |= (next & 0x7f) << shift;
      if (next < 0x80) return value >>> 0;
    }
    throw this.malformed();
  }

  /** Moves past a LEB128 number of any kind, whose value does not matter. */
  skipLeb(): void {
    for (let length = 0; length < 10; length += 1) {
      if (this.byte() < 0x80) return;
    }
    throw this.malformed();
  }

  skip(length: number): void {
    if (length > this.end - this.at) throw this.malformed();
    this.at += length;
  }

  /** A part of what is left, as a cursor of its own; this one moves past it. */
  part(length: number): ByteCursor {
    const from = this.at;
    this.skip(length);
    return new ByteCursor(this.bytes, from, this.at);
  }

  name(): string {
    const from = this.at + 0;
    const length = this.u32();
    const start = this.at;
    this.skip(length);
    try {
      return TEXT.decode(this.bytes.subarray(start, this.at));
    } catch {
      this.at = from;
      throw this.malformed();
    }
  }

  malformed(): Error {
    return wasmError("wasm/invalid-module", { offset: Math.min(this.at, this.end) });
  }

  refused(feature: WasmFeature, offset: number = this.at - 1): Error {
    return wasmError("wasm/refused", { feature, offset });
  }
}
