import type { ByteCursor } from "../binary/byte-cursor.ts";
import { OP } from "../binary/opcodes.ts";
import { skipBlockType } from "../binary/value-types.ts";
import { type BodyEdits, EDIT } from "./body-edits.ts";
import { type ControlFrames, FRAME } from "./control-frames.ts";
import { COSTS, FUNCTION_COST, HOST_CALL_COST, LOCALS_PER_FUEL, LOOP_COST, NUMERIC_COST, SIMD_COST } from "./costs.ts";
import { FLOAT_RESULTS, SIMD_FLOAT_RESULTS } from "./float-results.ts";
import type { HiddenFunctions } from "./hidden-functions.ts";
import { isPlain, NUMERIC, skipNumeric, skipOperands, skipSimd, skipTypedSelect } from "./skip-operands.ts";

// A straight run that costs as much pays for itself, so that a short path past it does not pay for it.
const OWN_CHARGE_FROM = 24;

/** What the scan of bodies needs to know of the module, and what it learns of it. */
export interface ScanContext {
  readonly edits: BodyEdits;
  readonly frames: ControlFrames;
  readonly hidden: HiddenFunctions;
  readonly canonicalNans: boolean;
  readonly importedFunctions: number;
  /** For each function whose callers pay for it: what it costs them. 0 for the others. */
  readonly folded: Uint16Array;
  /** Set once an instruction is met after which an instance cannot be put back to an earlier state. */
  leavesTraces: boolean;
}

/**
 * Finds out where a body must be charged and how much. The charge of a region is the longest path through it, so no path is
 * undercharged.
 */
export function scanBody(cursor: ByteCursor, locals: number, isFolded: boolean, context: ScanContext): void {
  const { edits, frames } = context;
  edits.clear();
  const entry = edits.add(cursor.at, EDIT.nothing, 0);
  frames.begin(entry);
  const run = new StraightRun(context, cursor);
  while (!frames.isEmpty) {
    const at = cursor.at;
    const opcode = cursor.byte();
    run.cost += COSTS[opcode] ?? 1;
    if (isPlain(opcode)) plain(cursor, opcode, at, context);
    else if (opcode === OP.simdPrefix) run.cost += simd(cursor, context);
    else if (opcode === OP.numericPrefix) run.cost += numeric(cursor, at, context);
    else if (opcode === OP.call || opcode === OP.returnCall) {
      const callee = cursor.u32();
      run.cost += callee < context.importedFunctions ? HOST_CALL_COST : (context.folded[callee] ?? 0);
      if (opcode === OP.returnCall) run.dies();
    } else if (opcode === OP.callIndirect || opcode === OP.returnCallIndirect) {
      cursor.skipLeb();
      cursor.skipLeb();
      if (opcode === OP.returnCallIndirect) run.dies();
    } else control(cursor, opcode, run, context);
  }
  if (cursor.at !== cursor.end) throw cursor.malformed();
  if (isFolded) return edits.dropCharges();
  const { charge } = frames.closeRegion();
  const cost = charge + FUNCTION_COST + Math.ceil(locals / LOCALS_PER_FUEL);
  edits.set(entry, EDIT.charge, cost);
}

/** What costs nothing but itself until control may leave or enter. */
class StraightRun {
  readonly #context: ScanContext;
  readonly #cursor: ByteCursor;
  #slot: number;
  cost = 0;

  constructor(context: ScanContext, cursor: ByteCursor) {
    this.#context = context;
    this.#cursor = cursor;
    this.#slot = context.edits.add(cursor.at, EDIT.nothing, 0);
  }

  /** Ends the run: it pays for itself, or the path it is on does. */
  close(): void {
    const { edits, frames } = this.#context;
    if (this.cost < OWN_CHARGE_FROM) frames.advance(this.cost);
    else edits.set(this.#slot, EDIT.charge, this.cost);
    this.cost = 0;
  }

  open(): void {
    this.#slot = this.#context.edits.add(this.#cursor.at, EDIT.nothing, 0);
  }

  /** Control does not go on behind this. */
  dies(): void {
    this.close();
    this.#context.frames.die();
    this.open();
  }
}

function plain(cursor: ByteCursor, opcode: number, at: number, context: ScanContext): void {
  if (opcode === OP.selectTyped) return skipTypedSelect(cursor);
  skipOperands(cursor, opcode);
  if (opcode === OP.tableSet) context.leavesTraces = true;
  else if (opcode === OP.memoryGrow) {
    context.edits.add(at, EDIT.call, context.hidden.use("chargePages"));
    context.edits.add(cursor.at, EDIT.call, context.hidden.use("noteGrowth"));
  } else if (context.canonicalNans) {
    const result = FLOAT_RESULTS.get(opcode);
    if (result !== undefined) context.edits.add(cursor.at, EDIT.call, context.hidden.use(result));
  }
}

function simd(cursor: ByteCursor, context: ScanContext): number {
  const result = SIMD_FLOAT_RESULTS.get(skipSimd(cursor));
  if (context.canonicalNans && result !== undefined)
    context.edits.add(cursor.at, EDIT.call, context.hidden.use(result));
  return SIMD_COST;
}

function numeric(cursor: ByteCursor, at: number, context: ScanContext): number {
  const { edits, hidden } = context;
  switch (skipNumeric(cursor)) {
    case NUMERIC.memoryInit:
    case NUMERIC.memoryCopy:
    case NUMERIC.memoryFill:
      edits.add(at, EDIT.call, hidden.use("chargeBytes"));
      break;
    case NUMERIC.tableGrow:
      context.leavesTraces = true;
      edits.add(at, EDIT.call, hidden.use("chargeGrowth"));
      edits.add(cursor.at, EDIT.call, hidden.use("noteGrowth"));
      break;
    case NUMERIC.tableInit:
    case NUMERIC.tableCopy:
    case NUMERIC.tableFill:
      context.leavesTraces = true;
      edits.add(at, EDIT.call, hidden.use("chargeEntries"));
      break;
    case NUMERIC.dataDrop:
    case NUMERIC.elemDrop:
      context.leavesTraces = true;
      break;
    default:
  }
  return NUMERIC_COST;
}

function control(cursor: ByteCursor, opcode: number, run: StraightRun, context: ScanContext): void {
  const { edits, frames } = context;
  switch (opcode) {
    case OP.block:
      skipBlockType(cursor);
      frames.push(FRAME.block);
      return;
    case OP.loop:
      run.close();
      skipBlockType(cursor);
      frames.openRegion(edits.add(cursor.at, EDIT.nothing, 0));
      frames.push(FRAME.loop);
      return run.open();
    case OP.if:
    case OP.try:
      run.close();
      skipBlockType(cursor);
      frames.push(opcode === OP.if ? FRAME.if : FRAME.try);
      return run.open();
    case OP.tryTable:
      run.close();
      skipBlockType(cursor);
      frames.push(FRAME.tryTable);
      frames.catches(readCatches(cursor));
      return run.open();
    case OP.else:
      run.close();
      frames.toElse();
      return run.open();
    case OP.catch:
    case OP.catchAll:
      run.close();
      if (frames.kind === FRAME.handler) chargeRegion(context, 0);
      if (opcode === OP.catch) cursor.skipLeb();
      frames.toHandler(edits.add(cursor.at, EDIT.nothing, 0));
      return run.open();
    case OP.delegate:
      cursor.skipLeb();
      run.close();
      frames.pop();
      return run.open();
    case OP.end:
      run.close();
      if (frames.kind === FRAME.handler) chargeRegion(context, 0);
      if (frames.kind === FRAME.loop) {
        frames.pop();
        chargeRegion(context, LOOP_COST);
      } else frames.pop();
      return run.open();
    default:
      return branch(cursor, opcode, run, frames);
  }
}

function branch(cursor: ByteCursor, opcode: number, run: StraightRun, frames: ControlFrames): void {
  switch (opcode) {
    case OP.br:
      run.close();
      frames.branch(cursor.u32());
      return run.dies();
    case OP.brIf:
      run.close();
      frames.branch(cursor.u32());
      return run.open();
    case OP.brTable:
      run.close();
      for (let left = cursor.u32() + 1; left > 0; left -= 1) frames.branch(cursor.u32());
      return run.dies();
    case OP.throw:
    case OP.rethrow:
      cursor.skipLeb();
      return run.dies();
    // What is left: unreachable, return, throw_ref.
    default:
      return run.dies();
  }
}

function chargeRegion({ edits, frames }: ScanContext, extra: number): void {
  const { slot, charge } = frames.closeRegion();
  edits.set(slot, EDIT.charge, charge + extra);
}

function readCatches(cursor: ByteCursor): readonly number[] {
  const labels: number[] = [];
  for (let left = cursor.u32(); left > 0; left -= 1) {
    const kind = cursor.byte();
    if (kind > 3) throw cursor.malformed();
    // 0 and 1 name a tag; 2 and 3 catch all.
    if (kind < 2) cursor.skipLeb();
    labels.push(cursor.u32());
  }
  return labels;
}
