import { OP } from "../binary/opcodes.ts";

/**
 * What each instruction costs. One fuel is about what the cheapest instruction takes; what takes far longer costs more, so that
 * no mix of instructions gets much more time out of its fuel than another (measured: at most about 5 ns for one fuel).
 */
export const COSTS: Uint16Array = new Uint16Array(256).fill(1);

/** What the instructions after the numeric prefix cost by themselves; the bulk ones are charged by their operand as well. */
export const NUMERIC_COST = 2;

/** What an instruction on vectors costs. */
export const SIMD_COST = 2;

/** Entering a function, on top of its instructions, and each eight locals that must be zeroed for it. */
export const FUNCTION_COST = 2;
export const LOCALS_PER_FUEL = 8;

/** Going round a loop, so that even an empty one costs. */
export const LOOP_COST = 1;

/** Leaving the guest for a function of the host. */
export const HOST_CALL_COST = 100;

/** Bulk operations: a base, and what each unit costs. Growing is charged for no more than the cap lets through. */
export const BULK = { base: 16, bytesPerFuel: 8, entry: 8, growBase: 1000, page: 2048 } as const;

function cost(fuel: number, ...opcodes: readonly number[]): void {
  for (const opcode of opcodes) COSTS[opcode] = fuel;
}

// What is no instruction once the module is compiled.
cost(0, 0x01, OP.block, OP.loop, OP.else, OP.try, OP.end, OP.tryTable);
cost(4, OP.call, OP.returnCall);
cost(8, OP.callIndirect, OP.returnCallIndirect);
// Throwing takes about two microseconds, caught or not.
cost(500, OP.throw, OP.rethrow, OP.throwRef);
// Writing a reference goes through the garbage collector's barrier.
cost(4, 0x25, OP.tableSet, 0xd2);
const DIVISIONS = [0x6d, 0x6e, 0x6f, 0x70, 0x7f, 0x80, 0x81, 0x82];
const FLOAT_DIVISIONS_AND_ROOTS = [0x91, 0x95, 0x9f, 0xa3];
cost(10, ...DIVISIONS);
cost(8, ...FLOAT_DIVISIONS_AND_ROOTS);
