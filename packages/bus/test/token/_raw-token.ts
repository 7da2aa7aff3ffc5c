import { Buffer } from "node:buffer";
import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { textOf } from "./_token-world.ts";

// A second writer of the format, after its description and not after the code under test. It writes whatever it is told to.

/** A block to write. Each part has a good default. */
export interface RawBlock {
  readonly id?: Uint8Array;
  readonly holderKey?: Uint8Array;
  readonly notBefore?: number;
  readonly ttlMs?: number;
  readonly kind?: number;
  /** Everything after the kind. */
  readonly rest?: Uint8Array;
}

export function keyOf(fill: number): KeyObject {
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.alloc(32, fill)]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

export function publicOf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
}

export function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.of(bytes.length >> 8, bytes.length & 255), bytes]);
}

export function list(...values: readonly string[]): Buffer {
  return Buffer.concat([Buffer.of(values.length), ...values.map((value) => text(value))]);
}

export function rootRest(principals: Uint8Array = list("agent"), capabilities: Uint8Array = list("llm:*")): Buffer {
  return Buffer.concat([text("bus.main"), principals, capabilities]);
}

/** Writes blocks, each signed by the key of the one before it; the key of block n is made of bytes of n + 1. */
export function rawToken(root: KeyObject, blocks: readonly RawBlock[]): string {
  let bytes = Buffer.alloc(0);
  let signer = root;
  for (const [at, block] of blocks.entries()) {
    const holder = keyOf(at + 1);
    const isRoot = at === 0;
    const times = Buffer.alloc(10);
    times.writeUIntBE(block.notBefore ?? Date.UTC(2026, 0, 1), 0, 6);
    times.writeUInt32BE(block.ttlMs ?? 60_000, 6);
    bytes = Buffer.concat([
      bytes,
      block.id ?? Buffer.alloc(16, at),
      block.holderKey ?? publicOf(holder),
      times,
      Buffer.of(block.kind ?? (isRoot ? 7 : 0)),
      block.rest ?? (isRoot ? rootRest() : Buffer.alloc(0)),
    ]);
    bytes = Buffer.concat([
      bytes,
      sign(null, Buffer.concat([Buffer.from("cordon bus token v1 block\0"), bytes]), signer),
    ]);
    signer = holder;
  }
  return textOf(bytes);
}
