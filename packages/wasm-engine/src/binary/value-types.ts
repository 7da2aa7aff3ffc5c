import type { ByteCursor } from "./byte-cursor.ts";
import type { GlobalShape } from "./module-shape.ts";

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;
export const FUNCREF = 0x70;
const EXTERNREF = 0x6f;
export const EXNREF = 0x69;

const NAMES: ReadonlyMap<number, GlobalShape["type"]> = new Map([
  [I32, "i32"],
  [I64, "i64"],
  [F32, "f32"],
  [F64, "f64"],
  [V128, "v128"],
  [FUNCREF, "reference"],
  [EXTERNREF, "reference"],
  [EXNREF, "reference"],
]);

// (ref null ht) and (ref ht), and the heap types of the garbage-collection proposal.
const TYPED_REFERENCES: ReadonlySet<number> = new Set([0x63, 0x64]);
const GC_REFERENCES: ReadonlySet<number> = new Set([
  0x65, 0x66, 0x67, 0x68, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x71, 0x72, 0x73, 0x74,
]);

/** Reads a value type that guests may use. */
export function readValueType(cursor: ByteCursor): number {
  const type = cursor.byte();
  if (NAMES.has(type)) return type;
  if (TYPED_REFERENCES.has(type)) throw cursor.refused("function-references");
  if (GC_REFERENCES.has(type)) throw cursor.refused("gc");
  throw cursor.refused("unknown-type");
}

/** Reads the type that a reference, a table or `ref.null` has. */
export function readReferenceType(cursor: ByteCursor): number {
  const offset = cursor.at;
  const type = readValueType(cursor);
  if (NAMES.get(type) !== "reference") throw cursor.refused("unknown-type", offset);
  return type;
}

/** Reads what follows `block`, `loop` and their like. */
export function skipBlockType(cursor: ByteCursor): void {
  const first = cursor.bytes[cursor.at] ?? 0;
  // Negative numbers of one byte are value types; the others are indexes of types. 0x40 is no value at all.
  if (first === 0x40) cursor.at += 1;
  else if (first < 0x80 && first >= 0x40) readValueType(cursor);
  else cursor.skipLeb();
}

export function nameOfType(type: number): GlobalShape["type"] {
  return NAMES.get(type) ?? "reference";
}
