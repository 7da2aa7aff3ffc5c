import type { ByteCursor } from "./byte-cursor.ts";
import { OP } from "./opcodes.ts";
import { readReferenceType } from "./value-types.ts";

const CONSTANT = {
  i32: 0x41,
  i64: 0x42,
  f32: 0x43,
  f64: 0x44,
  globalGet: 0x23,
  refNull: 0xd0,
  refFunc: 0xd2,
  v128: 12,
};
const ARITHMETIC: ReadonlySet<number> = new Set([0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e]);

/** Moves past a constant expression and tells of each function that it refers to. */
export function readConstant(cursor: ByteCursor, refersTo: (functionIndex: number) => void): void {
  for (;;) {
    const opcode = cursor.byte();
    if (opcode === OP.end) return;
    if (opcode === CONSTANT.refFunc) refersTo(cursor.u32());
    else if (opcode === CONSTANT.i32 || opcode === CONSTANT.i64 || opcode === CONSTANT.globalGet) cursor.skipLeb();
    else if (opcode === CONSTANT.f32) cursor.skip(4);
    else if (opcode === CONSTANT.f64) cursor.skip(8);
    else if (opcode === CONSTANT.refNull) readReferenceType(cursor);
    else if (opcode === OP.simdPrefix && cursor.u32() === CONSTANT.v128) cursor.skip(16);
    else if (opcode === 0xfb) throw cursor.refused("gc");
    else if (!ARITHMETIC.has(opcode)) throw cursor.refused("unknown-instruction");
  }
}
