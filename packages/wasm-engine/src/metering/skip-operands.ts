import type { ByteCursor } from "../binary/byte-cursor.ts";
import { FOLLOWING, FOLLOWS, OP, REFUSED_OPCODES } from "../binary/opcodes.ts";
import { readReferenceType, readValueType } from "../binary/value-types.ts";

// The bit of a memory access that says which memory follows.
const NAMES_MEMORY = 0x40;

/** Moves past what follows an opcode that is neither control nor a prefix. */
export function skipOperands(cursor: ByteCursor, opcode: number): void {
  switch (FOLLOWING[opcode]) {
    case FOLLOWS.nothing:
      return;
    case FOLLOWS.index:
    case FOLLOWS.number:
      return cursor.skipLeb();
    case FOLLOWS.memoryAccess:
      return skipMemoryAccess(cursor);
    case FOLLOWS.memoryIndex:
      return skipMemoryIndex(cursor);
    case FOLLOWS.fourBytes:
      return cursor.skip(4);
    case FOLLOWS.eightBytes:
      return cursor.skip(8);
    case FOLLOWS.heapType:
      readReferenceType(cursor);
      return;
    default:
      throw cursor.refused(REFUSED_OPCODES.get(opcode) ?? "unknown-instruction");
  }
}

export function skipTypedSelect(cursor: ByteCursor): void {
  for (let left = cursor.u32(); left > 0; left -= 1) readValueType(cursor);
}

function skipMemoryAccess(cursor: ByteCursor): void {
  const align = cursor.byte();
  if ((align & NAMES_MEMORY) !== 0) throw cursor.refused("multi-memory");
  if (align >= 0x80) cursor.skipLeb();
  cursor.skipLeb();
}

function skipMemoryIndex(cursor: ByteCursor): void {
  if (cursor.u32() !== 0) throw cursor.refused("multi-memory");
}

/** The instruction after a prefix, with what follows it. Returns its number. */
export function skipNumeric(cursor: ByteCursor): number {
  const offset = cursor.at;
  const sub = cursor.u32();
  if (sub < 8) return sub;
  if (sub > 0x11) throw cursor.refused(sub <= 0x16 ? "wide-arithmetic" : "unknown-instruction", offset);
  const isMemory = sub === NUMERIC.memoryInit || sub === NUMERIC.memoryCopy || sub === NUMERIC.memoryFill;
  if (sub === NUMERIC.memoryInit) cursor.skipLeb();
  if (sub === NUMERIC.memoryCopy) skipMemoryIndex(cursor);
  if (isMemory) {
    skipMemoryIndex(cursor);
    return sub;
  }
  cursor.skipLeb();
  if (sub === NUMERIC.tableInit || sub === NUMERIC.tableCopy) cursor.skipLeb();
  return sub;
}

/** Like `skipNumeric`, for instructions on vectors. */
export function skipSimd(cursor: ByteCursor): number {
  const offset = cursor.at;
  const sub = cursor.u32();
  if (sub > 0xff) throw cursor.refused("relaxed-simd", offset);
  if (sub <= SIMD.lastAccess || sub === SIMD.load32Zero || sub === SIMD.load64Zero) skipMemoryAccess(cursor);
  else if (sub === SIMD.constant || sub === SIMD.shuffle) cursor.skip(16);
  else if (sub >= SIMD.firstLane && sub <= SIMD.lastLane) cursor.skip(1);
  else if (sub >= SIMD.firstLaneAccess && sub <= SIMD.lastLaneAccess) {
    skipMemoryAccess(cursor);
    cursor.skip(1);
  }
  return sub;
}

export const NUMERIC = {
  memoryInit: 0x08,
  dataDrop: 0x09,
  memoryCopy: 0x0a,
  memoryFill: 0x0b,
  tableInit: 0x0c,
  elemDrop: 0x0d,
  tableCopy: 0x0e,
  tableGrow: 0x0f,
  tableSize: 0x10,
  tableFill: 0x11,
} as const;

const SIMD = {
  lastAccess: 0x0b,
  constant: 0x0c,
  shuffle: 0x0d,
  firstLane: 0x15,
  lastLane: 0x22,
  firstLaneAccess: 0x54,
  lastLaneAccess: 0x5b,
  load32Zero: 0x5c,
  load64Zero: 0x5d,
} as const;

/** What the scan does not treat itself. */
export function isPlain(opcode: number): boolean {
  return FOLLOWING[opcode] !== FOLLOWS.special || opcode === OP.selectTyped;
}
