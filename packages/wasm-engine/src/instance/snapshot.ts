import { Buffer } from "node:buffer";
import type { WasmGlobal } from "../wasm-platform.ts";
import type { GuestMemory } from "./guest-memory.ts";

const PAGE_BYTES = 65_536;
// A gap of zeros this short is copied and not skipped: a guest that scatters single bytes could make putting it back slow otherwise.
const MIN_GAP = 2048;
const ZEROS = Buffer.alloc(4096);

/** Bytes that are not zero, and where. */
interface Span {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** All that a guest could have changed: its memory and its mutable globals. */
export interface Snapshot {
  readonly memoryBytes: number;
  readonly spans: readonly Span[];
  readonly globals: readonly (number | bigint)[];
}

/** What of an instance is kept in a snapshot. */
export interface SnapshotSubject {
  readonly memory: GuestMemory;
  readonly globals: readonly WasmGlobal[];
}

/** Takes down the state of an instance. */
export function takeSnapshot({ memory, globals }: SnapshotSubject): Snapshot {
  const { bytes } = memory;
  return { memoryBytes: bytes.length, spans: nonZeroSpans(bytes), globals: globals.map(({ value }) => value) };
}

/**
 * Puts an instance back to a snapshot of the same module. False if it cannot be: its memory is larger than it was, and memory never
 * shrinks.
 */
export function restoreSnapshot(snapshot: Snapshot, { memory, globals }: SnapshotSubject): boolean {
  const { bytes } = memory;
  if (bytes.length !== snapshot.memoryBytes) return false;
  let zeroFrom = 0;
  for (const { at, bytes: kept } of snapshot.spans) {
    bytes.fill(0, zeroFrom, at);
    bytes.set(kept, at);
    zeroFrom = at + kept.length;
  }
  bytes.fill(0, zeroFrom);
  for (let at = 0; at < globals.length; at += 1) {
    (globals[at] as WasmGlobal).value = snapshot.globals[at] as number | bigint;
  }
  return true;
}

/** Gives a new instance the state of a snapshot, in place of initialising it. */
export function applySnapshot(snapshot: Snapshot, subject: SnapshotSubject): void {
  const missing = snapshot.memoryBytes - subject.memory.bytes.length;
  if (missing > 0) subject.memory.grow(missing / PAGE_BYTES);
  restoreSnapshot(snapshot, subject);
}

// Most of a memory is zeros, which are passed over block by block.
function nonZeroSpans(bytes: Uint8Array): readonly Span[] {
  const spans: Span[] = [];
  let start = -1;
  let end = -1;
  for (let block = 0; block < bytes.length; block += ZEROS.length) {
    if (Buffer.compare(bytes.subarray(block, block + ZEROS.length), ZEROS) === 0) continue;
    for (let at = block; at < block + ZEROS.length; at += 1) {
      if (bytes[at] === 0) continue;
      if (start >= 0 && at - end > MIN_GAP) {
        spans.push({ at: start, bytes: bytes.slice(start, end) });
        start = -1;
      }
      if (start < 0) start = at;
      end = at + 1;
    }
  }
  if (start >= 0) spans.push({ at: start, bytes: bytes.slice(start, end) });
  return spans;
}
