import { ByteCursor } from "../binary/byte-cursor.ts";
import { type ModuleShape, SECTION } from "../binary/module-shape.ts";
import { OP } from "../binary/opcodes.ts";
import { skipBlockType } from "../binary/value-types.ts";
import { COSTS, NUMERIC_COST, SIMD_COST } from "./costs.ts";
import { isPlain, NUMERIC, skipNumeric, skipOperands, skipSimd, skipTypedSelect } from "./skip-operands.ts";

// What costs more pays for itself: charging callers for all of it would overcharge the short ways through it.
const FOLD_MAX_COST = 40;
const FOLD_MAX_LOCALS = 16;
const FOLDABLE_CONTROL: ReadonlySet<number> = new Set([OP.unreachable, OP.else, OP.end, OP.return]);

/**
 * What each private, small function that neither calls nor loops costs at most. Its callers pay that with their own charge, so it
 * needs none, and the compiler can inline it as if there were no metering.
 */
export function foldedCosts(shape: ModuleShape): Uint16Array {
  const folded = new Uint16Array(shape.functionTypes.length);
  const section = shape.sections.get(SECTION.code);
  if (section === undefined) return folded;
  const cursor = new ByteCursor(shape.bytes, section.start, section.end);
  const count = cursor.u32();
  for (let at = 0; at < count; at += 1) {
    const index = shape.imported.function + at;
    const body = cursor.part(cursor.u32());
    if (shape.isPrivate[index] === 1) folded[index] = costOf(body);
  }
  return folded;
}

/** Moves past the declarations of locals; returns how many there are. */
export function readLocals(body: ByteCursor): number {
  let locals = 0;
  for (let groups = body.u32(); groups > 0; groups -= 1) {
    locals += body.u32();
    body.skip(1);
  }
  return locals;
}

/** The cost of all instructions together, or 0 where the function cannot be folded. Stops at the first sign that it cannot. */
function costOf(body: ByteCursor): number {
  if (readLocals(body) > FOLD_MAX_LOCALS) return 0;
  let cost = 1;
  while (body.at < body.end && cost <= FOLD_MAX_COST) {
    const opcode = body.byte();
    cost += COSTS[opcode] ?? 1;
    if (opcode === OP.memoryGrow) return 0;
    if (opcode === OP.selectTyped) skipTypedSelect(body);
    else if (isPlain(opcode)) skipOperands(body, opcode);
    else if (opcode === OP.block || opcode === OP.if) skipBlockType(body);
    else if (opcode === OP.br || opcode === OP.brIf) body.skipLeb();
    else if (opcode === OP.simdPrefix) {
      cost += SIMD_COST;
      skipSimd(body);
    } else if (opcode === OP.numericPrefix) {
      cost += NUMERIC_COST;
      if (skipNumeric(body) > NUMERIC.memoryInit - 1) return 0;
    } else if (!FOLDABLE_CONTROL.has(opcode)) return 0;
  }
  return cost <= FOLD_MAX_COST ? cost : 0;
}
