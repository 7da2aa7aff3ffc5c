import { ByteCursor } from "../binary/byte-cursor.ts";
import { ByteSink } from "../binary/byte-sink.ts";
import { type ModuleShape, SECTION } from "../binary/module-shape.ts";
import { type Limits, readLimits } from "../binary/read-module.ts";
import { EXTERNAL_KINDS } from "../binary/module-shape.ts";
import { I32, I64, readReferenceType } from "../binary/value-types.ts";
import { wasmError } from "../errors.ts";
import type { HiddenFunctions } from "./hidden-functions.ts";
import { HIDDEN } from "./hidden-names.ts";
import type { RewriteOptions } from "./rewrite-options.ts";

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const KIND = { function: 0, table: 1, memory: 2, global: 3 } as const;
// funcref, one entry.
const WARM_TABLE = [0x70, 0x01, 1, 1];

/** Writes the module around its rewritten code. `code` holds the bodies, those of the hidden functions last. */
export function writeAround(
  shape: ModuleShape,
  hidden: HiddenFunctions,
  code: ByteSink,
  options: RewriteOptions,
): Uint8Array {
  hidden.use("warm");
  const sink = new ByteSink(code.length + shape.bytes.length + 1024);
  sink.raw(...HEADER);
  const bodies = shape.functionTypes.length - shape.imported.function;
  const append = (id: number, count: number, write: () => void): void => appendTo(sink, shape, id, count, write);
  const keep = (id: number): void => appendTo(sink, shape, id, 0, () => {});
  append(SECTION.type, hidden.typeCount, () => hidden.writeTypes(sink));
  keep(SECTION.import);
  append(SECTION.function, hidden.count, () => hidden.writeDeclarations(sink));
  writeLimits(sink, shape, SECTION.table, options.maxTableEntries, WARM_TABLE);
  writeLimits(sink, shape, SECTION.memory, options.maxMemoryPages, []);
  keep(SECTION.tag);
  append(SECTION.global, 2, () => sink.raw(I64, 1, 0x42, 0, 0x0b, I32, 1, 0x41, 0, 0x0b));
  const exported = hiddenExports(shape, hidden, options);
  append(SECTION.export, exported.length, () => {
    for (const { name, kind, index } of exported) {
      sink.name(name);
      sink.byte(kind);
      sink.u32(index);
    }
  });
  if (!options.detachStart) keep(SECTION.start);
  append(SECTION.element, 1, () => writeAllFunctions(sink, shape));
  keep(SECTION.dataCount);
  if (bodies + hidden.count > 0) {
    sink.byte(SECTION.code);
    sink.sized(() => {
      sink.u32(bodies + hidden.count);
      sink.copy(code.written, 0, code.length);
    });
  }
  keep(SECTION.data);
  if (shape.names !== undefined) copySection(sink, shape, SECTION.custom, shape.names.start, shape.names.end);
  return sink.written;
}

function appendTo(sink: ByteSink, shape: ModuleShape, id: number, added: number, write: () => void): void {
  const section = shape.sections.get(id);
  if (section === undefined && added === 0) return;
  if (added === 0 && section !== undefined) return copySection(sink, shape, id, section.start, section.end);
  const cursor = new ByteCursor(shape.bytes, section?.start ?? 0, section?.end ?? 0);
  const count = section === undefined ? 0 : cursor.u32();
  sink.byte(id);
  sink.sized(() => {
    sink.u32(count + added);
    sink.copy(shape.bytes, cursor.at, cursor.end);
    write();
  });
}

function copySection(sink: ByteSink, { bytes }: ModuleShape, id: number, start: number, end: number): void {
  sink.byte(id);
  sink.u32(end - start);
  sink.copy(bytes, start, end);
}

// A passive segment of the module's own functions, from which the hidden table gets one at a time.
function writeAllFunctions(sink: ByteSink, shape: ModuleShape): void {
  sink.raw(1, 0);
  sink.u32(shape.functionTypes.length - shape.imported.function);
  for (let index = shape.imported.function; index < shape.functionTypes.length; index += 1) sink.u32(index);
}

/** Writes tables or memories with a maximum that is no higher than the cap, and what the engine adds to them. */
function writeLimits(sink: ByteSink, shape: ModuleShape, id: number, cap: number, added: readonly number[]): void {
  const section = shape.sections.get(id);
  if (section === undefined && added.length === 0) return;
  const cursor = new ByteCursor(shape.bytes, section?.start ?? 0, section?.end ?? 0);
  sink.byte(id);
  sink.sized(() => {
    const count = section === undefined ? 0 : cursor.u32();
    sink.u32(count + (added.length === 0 ? 0 : 1));
    for (let at = 0; at < count; at += 1) {
      if (id === SECTION.table) sink.byte(readReferenceType(cursor));
      writeCapped(
        sink,
        readLimits(cursor),
        cap,
        id === SECTION.table ? "table entries at its start" : "pages of memory at its start",
      );
    }
    sink.raw(...added);
  });
}

function writeCapped(sink: ByteSink, { min, max }: Limits, cap: number, limit: string): void {
  if (min > cap) throw wasmError("wasm/limit", { limit, found: min, max: cap });
  sink.byte(1);
  sink.u32(min);
  sink.u32(Math.min(max ?? cap, cap));
}

function hiddenExports(
  shape: ModuleShape,
  hidden: HiddenFunctions,
  { detachStart }: RewriteOptions,
): readonly { readonly name: string; readonly kind: number; readonly index: number }[] {
  const { fuelGlobal, deniedGlobal } = hidden.names;
  const exported: { readonly name: string; readonly kind: number; readonly index: number }[] = [
    { name: HIDDEN.fuel, kind: KIND.global, index: fuelGlobal },
    { name: HIDDEN.denied, kind: KIND.global, index: deniedGlobal },
    { name: HIDDEN.warm, kind: KIND.function, index: hidden.use("warm") },
    { name: HIDDEN.warmTable, kind: KIND.table, index: hidden.names.warmTable },
  ];
  shape.globals.forEach(({ mutable, type }, at) => {
    if (!mutable || type === "v128" || type === "reference") return;
    exported.push({ name: `${HIDDEN.global}${at}`, kind: KIND.global, index: shape.imported.global + at });
  });
  const showsMemory = shape.exports.some(({ kind }) => kind === EXTERNAL_KINDS[KIND.memory]);
  if (shape.memoryPages !== undefined && !showsMemory)
    exported.push({ name: HIDDEN.memory, kind: KIND.memory, index: 0 });
  if (detachStart && shape.startFunction !== undefined)
    exported.push({ name: HIDDEN.start, kind: KIND.function, index: shape.startFunction });
  return exported;
}
