import type { ByteSink } from "../binary/byte-sink.ts";
import { type BodyEdits, EDIT } from "./body-edits.ts";
import { writeCharge } from "./hidden-functions.ts";

const CALL = 0x10;

/** Copies `bytes[start, end)` with the edits put in at their places. */
export function writeBody(
  sink: ByteSink,
  bytes: Uint8Array,
  start: number,
  end: number,
  edits: BodyEdits,
  fuelGlobal: number,
): void {
  let at = start;
  for (let slot = 0; slot < edits.count; slot += 1) {
    const kind = edits.kinds[slot];
    if (kind === EDIT.nothing) continue;
    const place = edits.places[slot] as number;
    const value = edits.values[slot] as number;
    sink.copy(bytes, at, place);
    at = place;
    if (kind === EDIT.call) {
      sink.byte(CALL);
      sink.u32(value);
    } else writeCharge(sink, fuelGlobal, value);
  }
  sink.copy(bytes, at, end);
}
