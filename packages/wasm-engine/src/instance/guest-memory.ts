import type { WasmMemory } from "../wasm-platform.ts";

/** A guest's memory as bytes. The platform replaces the buffer when the memory grows, so each use asks for it. */
export class GuestMemory {
  readonly #memory: WasmMemory;
  #bytes: Uint8Array;

  constructor(memory: WasmMemory) {
    this.#memory = memory;
    this.#bytes = new Uint8Array(memory.buffer);
  }

  get bytes(): Uint8Array {
    const { buffer } = this.#memory;
    if (this.#bytes.buffer !== buffer) this.#bytes = new Uint8Array(buffer);
    return this.#bytes;
  }

  /** Whether a pointer and a length, as a guest gave them, lie in the memory. Both may be negative: they are unsigned there. */
  holds(pointer: number, length: number): boolean {
    return (pointer >>> 0) + (length >>> 0) <= this.bytes.length;
  }

  /** A copy, so that nothing the guest does later changes it. */
  read(pointer: number, length: number): Uint8Array {
    return this.bytes.slice(pointer >>> 0, (pointer >>> 0) + (length >>> 0));
  }

  write(pointer: number, bytes: Uint8Array): void {
    this.bytes.set(bytes, pointer >>> 0);
  }

  grow(pages: number): void {
    (this.#memory as WasmMemory & { grow(pages: number): number }).grow(pages);
  }
}
