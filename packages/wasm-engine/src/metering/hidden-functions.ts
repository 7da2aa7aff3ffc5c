import type { ByteSink } from "../binary/byte-sink.ts";
import { F32, F64, I32, V128 } from "../binary/value-types.ts";
import { BULK } from "./costs.ts";
import type { FloatResult } from "./float-results.ts";

/** A function that the engine adds to a module: it takes one operand from the stack and leaves it, charged or corrected. */
export type HiddenFunction =
  | "chargeBytes"
  | "chargeEntries"
  | "chargePages"
  | "chargeGrowth"
  | "noteGrowth"
  | "warm"
  | FloatResult;

/** The indexes of what the engine adds to a module, and the caps it writes into it. */
export interface HiddenNames {
  readonly fuelGlobal: number;
  readonly deniedGlobal: number;
  readonly firstFunction: number;
  readonly firstType: number;
  readonly warmTable: number;
  readonly warmSegment: number;
  readonly maxPages: number;
  readonly maxTableEntries: number;
}

const TYPES: Readonly<Record<HiddenFunction, number>> = {
  chargeBytes: I32,
  chargeEntries: I32,
  chargePages: I32,
  chargeGrowth: I32,
  noteGrowth: I32,
  warm: I32,
  f32: F32,
  f64: F64,
  f32x4: V128,
  f64x2: V128,
};
const TYPE_ORDER = [I32, F32, F64, V128];
const FUNCTION_TYPE = 0x60;

/** The functions that a module's edits call. They come behind all others, so that no index of the module's own changes. */
export class HiddenFunctions {
  readonly names: HiddenNames;
  readonly #used = new Map<HiddenFunction, number>();

  constructor(names: HiddenNames) {
    this.names = names;
  }

  get count(): number {
    return this.#used.size;
  }

  /** The index of a hidden function; from now on it is part of the module. */
  use(name: HiddenFunction): number {
    const known = this.#used.get(name);
    if (known !== undefined) return known;
    const index = this.names.firstFunction + this.#used.size;
    this.#used.set(name, index);
    return index;
  }

  /** How many types `writeTypes` adds. */
  get typeCount(): number {
    return TYPE_ORDER.length;
  }

  writeTypes(sink: ByteSink): void {
    for (const type of TYPE_ORDER) sink.raw(FUNCTION_TYPE, 1, type, 1, type);
  }

  writeDeclarations(sink: ByteSink): void {
    for (const name of this.#used.keys()) sink.u32(this.names.firstType + TYPE_ORDER.indexOf(TYPES[name]));
  }

  writeBodies(sink: ByteSink): void {
    for (const name of this.#used.keys()) sink.sized(() => writeBody(sink, name, this.names));
  }
}

/** Takes fuel, and stops the guest where there is none left. */
export function writeCharge(sink: ByteSink, fuelGlobal: number, fuel: number): void {
  sink.byte(0x23);
  sink.u32(fuelGlobal);
  sink.byte(0x42);
  sink.signed(fuel);
  sink.byte(0x7d);
  sink.byte(0x24);
  sink.u32(fuelGlobal);
  writeCheck(sink, fuelGlobal);
}

// global.get fuel; i64.const 0; i64.lt_s; if; unreachable; end. Nothing in a guest can catch a trap.
function writeCheck(sink: ByteSink, fuelGlobal: number): void {
  sink.byte(0x23);
  sink.u32(fuelGlobal);
  sink.raw(0x42, 0x00, 0x53, 0x04, 0x40, 0x00, 0x0b);
}

function writeBody(sink: ByteSink, name: HiddenFunction, names: HiddenNames): void {
  sink.byte(0);
  switch (name) {
    case "chargeBytes":
      writeOperandCharge(sink, names.fuelGlobal, BULK.base, () => sink.raw(0x42, 3, 0x88));
      break;
    case "chargeEntries":
      writeOperandCharge(sink, names.fuelGlobal, BULK.base, () => writeTimes(sink, BULK.entry));
      break;
    case "chargePages":
      writeGrowthCharge(sink, names.fuelGlobal, names.maxPages, BULK.page);
      break;
    case "chargeGrowth":
      writeGrowthCharge(sink, names.fuelGlobal, names.maxTableEntries, BULK.entry);
      break;
    case "noteGrowth":
      // denied = denied | (result == -1)
      sink.byte(0x23);
      sink.u32(names.deniedGlobal);
      sink.raw(0x20, 0, 0x41, 0x7f, 0x46, 0x72, 0x24);
      sink.u32(names.deniedGlobal);
      break;
    case "warm":
      // table.init of one function, the operand's, into the hidden table.
      sink.raw(0x41, 0, 0x20, 0, 0x41, 1, 0xfc, 0x0c);
      sink.u32(names.warmSegment);
      sink.u32(names.warmTable);
      break;
    default:
      return writeCanonical(sink, name);
  }
  sink.raw(0x20, 0, 0x0b);
}

// fuel = fuel - (base + cost(operand as u64)); check
function writeOperandCharge(sink: ByteSink, fuelGlobal: number, base: number, writeCost: () => void): void {
  sink.byte(0x23);
  sink.u32(fuelGlobal);
  sink.raw(0x20, 0, 0xad);
  writeCost();
  sink.byte(0x42);
  sink.signed(base);
  sink.raw(0x7c, 0x7d, 0x24);
  sink.u32(fuelGlobal);
  writeCheck(sink, fuelGlobal);
}

// Growth past the cap does no work, so no more than the cap is charged: asking for too much is answered, not punished.
function writeGrowthCharge(sink: ByteSink, fuelGlobal: number, cap: number, perUnit: number): void {
  writeOperandCharge(sink, fuelGlobal, BULK.growBase, () => {
    sink.byte(0x42);
    sink.signed(cap);
    sink.raw(0x20, 0, 0xad, 0x42);
    sink.signed(cap);
    sink.raw(0x54, 0x1b);
    writeTimes(sink, perUnit);
  });
}

function writeTimes(sink: ByteSink, factor: number): void {
  sink.byte(0x42);
  sink.signed(factor);
  sink.byte(0x7e);
}

// The operand where it equals itself, else the one NaN that all processors then agree on.
function writeCanonical(sink: ByteSink, type: FloatResult): void {
  if (type === "f32") sink.raw(0x20, 0, 0x43, 0, 0, 0xc0, 0x7f, 0x20, 0, 0x20, 0, 0x5b, 0x1b);
  else if (type === "f64") sink.raw(0x20, 0, 0x44, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f, 0x20, 0, 0x20, 0, 0x61, 0x1b);
  else {
    const lane = type === "f32x4" ? [0, 0, 0xc0, 0x7f, 0, 0, 0xc0, 0x7f] : [0, 0, 0, 0, 0, 0, 0xf8, 0x7f];
    sink.raw(0x20, 0, 0xfd, 0x0c, ...lane, ...lane, 0x20, 0, 0x20, 0);
    // f32x4.eq or f64x2.eq, then v128.bitselect.
    sink.raw(0xfd, type === "f32x4" ? 0x41 : 0x47, 0xfd, 0x52);
  }
  sink.byte(0x0b);
}
