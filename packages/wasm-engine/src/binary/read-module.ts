import { ByteCursor } from "./byte-cursor.ts";
import { markElements } from "./element-section.ts";
import { readConstant } from "./constant.ts";
import {
  EXTERNAL_KINDS,
  type ExportShape,
  type FunctionType,
  type GlobalShape,
  type ImportShape,
  type ModuleShape,
  SECTION,
  type Section,
} from "./module-shape.ts";
import { nameOfType, readReferenceType, readValueType } from "./value-types.ts";

const LIMITS = { hasMax: 0x01, shared: 0x02, wide: 0x04, pageSize: 0x08 } as const;
const FUNCTION_TYPE = 0x60;
const TABLE_WITH_INITIALISER = 0x40;
const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const COMPONENT_LAYER = 1;
// Larger ones only slow a trap down.
const NAMES_MAX_BYTES = 262_144;

/** A minimum and, where the module gives one, a maximum: of pages, or of entries. */
export interface Limits {
  readonly min: number;
  readonly max: number | undefined;
}

/** Reads what a module is made of, and refuses what guests may not use. The module has been validated before. */
export function readModule(bytes: Uint8Array): ModuleShape {
  const { sections, names } = readSections(bytes);
  const within = (id: number): ByteCursor => {
    const section = sections.get(id) ?? { start: 0, end: 0 };
    return new ByteCursor(bytes, section.start, section.end);
  };
  const types = readVector(within(SECTION.type), readFunctionType);
  const imported = { function: 0, table: 0, memory: 0, global: 0, tag: 0 };
  const imports = readVector(within(SECTION.import), readImport);
  for (const { kind } of imports) imported[kind] += 1;
  const functionTypes = imports.flatMap(({ type }) => (type === undefined ? [] : [type]));
  readVector(within(SECTION.function), (cursor) => functionTypes.push(cursor.u32()));
  const tables = readVector(within(SECTION.table), readTable).length;
  const memories = readVector(within(SECTION.memory), readLimits);
  if (memories.length + imported.memory > 1)
    throw within(SECTION.memory).refused("multi-memory", sections.get(SECTION.memory)?.start ?? 0);
  const isPrivate = new Uint8Array(functionTypes.length).fill(1).fill(0, 0, imported.function);
  const expose = (index: number): void => {
    isPrivate[index] = 0;
  };
  const globals = readVector(within(SECTION.global), (cursor) => readGlobal(cursor, expose));
  const exports = readVector(within(SECTION.export), readExport);
  for (const each of exports) if (each.kind === "function") expose(each.index);
  const startFunction = sections.has(SECTION.start) ? within(SECTION.start).u32() : undefined;
  if (startFunction !== undefined) expose(startFunction);
  const elements = markElements(within(SECTION.element), expose);
  return {
    bytes,
    sections,
    names,
    types,
    imports,
    functionTypes,
    imported,
    tables: tables + imported.table,
    elements,
    memoryPages: memories[0]?.min,
    globals,
    exports,
    startFunction,
    isPrivate,
  };
}

/** Reads the limits of a memory or a table. Lengths past 32 bits, shared and resized pages are refused. */
export function readLimits(cursor: ByteCursor): Limits {
  const flags = cursor.byte();
  if ((flags & LIMITS.shared) !== 0) throw cursor.refused("shared-memory");
  if ((flags & LIMITS.wide) !== 0) throw cursor.refused("memory64");
  if ((flags & LIMITS.pageSize) !== 0) throw cursor.refused("custom-page-sizes");
  if (flags > LIMITS.hasMax) throw cursor.malformed();
  const min = cursor.u32();
  return { min, max: flags === LIMITS.hasMax ? cursor.u32() : undefined };
}

function readSections(bytes: Uint8Array): Pick<ModuleShape, "sections" | "names"> {
  const cursor = new ByteCursor(bytes);
  for (const [at, expected] of MAGIC.entries()) {
    if (cursor.byte() === expected) continue;
    cursor.at = at;
    throw cursor.malformed();
  }
  const version = cursor.byte() | (cursor.byte() << 8);
  const layer = cursor.byte() | (cursor.byte() << 8);
  if (layer === COMPONENT_LAYER) throw cursor.refused("component", 6);
  if (version !== 1 || layer !== 0) throw cursor.malformed();
  const sections = new Map<number, Section>();
  let names: Section | undefined;
  while (cursor.at < cursor.end) {
    const id = cursor.byte();
    if (id > SECTION.tag) throw cursor.refused("unknown-section");
    const content = cursor.part(cursor.u32());
    const section = { start: content.at, end: content.end };
    if (id !== SECTION.custom) sections.set(id, section);
    else if (content.name() === "name" && section.end - section.start <= NAMES_MAX_BYTES) names = section;
  }
  return { sections, names };
}

function readVector<Item>(cursor: ByteCursor, read: (cursor: ByteCursor) => Item): readonly Item[] {
  if (cursor.at === cursor.end) return [];
  const count = cursor.u32();
  const items: Item[] = [];
  for (let at = 0; at < count; at += 1) items.push(read(cursor));
  return items;
}

function readFunctionType(cursor: ByteCursor): FunctionType {
  if (cursor.byte() !== FUNCTION_TYPE) throw cursor.refused("gc");
  return { params: readVector(cursor, readValueType), results: readVector(cursor, readValueType) };
}

function readImport(cursor: ByteCursor): ImportShape {
  const module = cursor.name();
  const name = cursor.name();
  const kind = EXTERNAL_KINDS[cursor.byte()];
  if (kind === undefined) throw cursor.malformed();
  if (kind === "function") return { module, name, kind, type: cursor.u32() };
  if (kind === "table") readTable(cursor);
  else if (kind === "memory") readLimits(cursor);
  else if (kind === "tag") readTag(cursor);
  else {
    readValueType(cursor);
    cursor.skip(1);
  }
  return { module, name, kind, type: undefined };
}

function readTable(cursor: ByteCursor): Limits {
  if (cursor.bytes[cursor.at] === TABLE_WITH_INITIALISER) throw cursor.refused("table-initialiser", cursor.at);
  readReferenceType(cursor);
  return readLimits(cursor);
}

function readTag(cursor: ByteCursor): void {
  cursor.skip(1);
  cursor.u32();
}

function readGlobal(cursor: ByteCursor, expose: (index: number) => void): GlobalShape {
  const type = nameOfType(readValueType(cursor));
  const mutable = cursor.byte() === 1;
  readConstant(cursor, expose);
  return { type, mutable };
}

function readExport(cursor: ByteCursor): ExportShape {
  const name = cursor.name();
  const kind = EXTERNAL_KINDS[cursor.byte()];
  if (kind === undefined) throw cursor.malformed();
  return { name, kind, index: cursor.u32() };
}
