import { ByteCursor } from "../binary/byte-cursor.ts";
import { ByteSink } from "../binary/byte-sink.ts";
import { type GlobalShape, type ModuleShape, SECTION } from "../binary/module-shape.ts";
import { readModule } from "../binary/read-module.ts";
import { EXNREF, FUNCREF, nameOfType, V128 } from "../binary/value-types.ts";
import { wasmError } from "../errors.ts";
import { BodyEdits } from "./body-edits.ts";
import { ControlFrames } from "./control-frames.ts";
import { foldedCosts, readLocals } from "./foldable.ts";
import { HiddenFunctions } from "./hidden-functions.ts";
import { scanBody, type ScanContext } from "./scan-body.ts";
import { writeBody } from "./write-body.ts";
import { HIDDEN } from "./hidden-names.ts";
import type { RewriteOptions } from "./rewrite-options.ts";
import type { RewrittenModule, Signature } from "./rewritten-module.ts";
import { writeAround } from "./write-sections.ts";

/** Changes with every change of what the rewriter writes: what an older one wrote is not used any more. */
export const REWRITER_VERSION = 2;

/** Rewrites a module that the platform found valid. Throws `wasm/refused` or `wasm/limit` where guests may not have what it has. */
export function rewriteModule(bytes: Uint8Array, options: RewriteOptions): RewrittenModule {
  const shape = readModule(bytes);
  checkCaps(shape, options);
  const firstGlobal = shape.imported.global + shape.globals.length;
  const hidden = new HiddenFunctions({
    fuelGlobal: firstGlobal,
    deniedGlobal: firstGlobal + 1,
    firstFunction: shape.functionTypes.length,
    firstType: shape.types.length,
    warmTable: shape.tables,
    warmSegment: shape.elements.segments,
    maxPages: options.maxMemoryPages,
    maxTableEntries: options.maxTableEntries,
  });
  const context: ScanContext = {
    edits: new BodyEdits(),
    frames: new ControlFrames(),
    hidden,
    canonicalNans: options.canonicalNans,
    importedFunctions: shape.imported.function,
    folded: foldedCosts(shape),
    leavesTraces: false,
  };
  const code = new ByteSink(Math.ceil(bytes.length * 1.25) + 1024);
  writeBodies(code, shape, context);
  hidden.use("warm");
  hidden.writeBodies(code);
  const isRestorable = !context.leavesTraces && shape.globals.every(isRestorableGlobal) && hasOwnState(shape);
  const summary = {
    imports: shape.imports.map(({ module, name, kind, type }) =>
      type === undefined ? { module, name, kind } : { module, name, kind, signature: signature(shape, type) },
    ),
    functions: exportedFunctions(shape),
    isRestorable,
    mutableGlobals: isRestorable ? mutableGlobals(shape) : [],
    memory: memoryName(shape),
    startFunction: options.detachStart && shape.startFunction !== undefined ? HIDDEN.start : undefined,
    ownFunctions: shape.functionTypes.length - shape.imported.function,
    hasColdCode: shape.functionTypes.slice(shape.imported.function).some((type) => isCold(shape, type)),
  };
  return { bytes: writeAround(shape, hidden, code, options), summary };
}

function exportedFunctions(shape: ModuleShape): Readonly<Record<string, Signature>> {
  const functions: Record<string, Signature> = Object.create(null) as Record<string, Signature>;
  for (const { name, kind, index } of shape.exports) {
    if (kind === "function") functions[name] = signature(shape, shape.functionTypes[index] ?? 0);
  }
  return functions;
}

function signature({ types }: ModuleShape, index: number): Signature {
  const { params = [], results = [] } = types[index] ?? {};
  return { params: params.map(nameOfType), results: results.map(nameOfType) };
}

// The host has no values of these types to call a function with.
function isCold({ types }: ModuleShape, index: number): boolean {
  const { params = [], results = [] } = types[index] ?? {};
  return params.includes(FUNCREF) || [...params, ...results].some((type) => type === V128 || type === EXNREF);
}

function writeBodies(code: ByteSink, shape: ModuleShape, context: ScanContext): void {
  const section = shape.sections.get(SECTION.code);
  if (section === undefined) return;
  const cursor = new ByteCursor(shape.bytes, section.start, section.end);
  const count = cursor.u32();
  for (let at = 0; at < count; at += 1) {
    const body = cursor.part(cursor.u32());
    const { at: start, end } = body;
    const locals = readLocals(body);
    scanBody(body, locals, (context.folded[shape.imported.function + at] ?? 0) > 0, context);
    const { fuelGlobal } = context.hidden.names;
    code.sized(() => writeBody(code, shape.bytes, start, end, context.edits, fuelGlobal));
  }
}

// What an instance is made of takes time and memory that no fuel pays for: tables most of all, as each may be as large as its cap.
const SHAPE_LIMITS = [
  { count: "imports", limit: "imports", max: 1000 },
  { count: "exports", limit: "exports", max: 10_000 },
  { count: "globals", limit: "globals", max: 10_000 },
  { count: "tables", limit: "tables", max: 10 },
  { count: "entries", limit: "table entries in segments", max: 100_000 },
] as const;
const IMPORTED = {
  function: "unknown-type",
  table: "imported-table",
  memory: "imported-memory",
  global: "imported-global",
  tag: "imported-tag",
} as const;

function checkCaps(shape: ModuleShape, options: RewriteOptions): void {
  const { memoryPages = 0, imports, exports, globals, tables, elements } = shape;
  const { maxMemoryPages, functionImportsOnly } = options;
  const counts = {
    imports: imports.length,
    exports: exports.length,
    globals: globals.length,
    tables,
    entries: elements.entries,
  };
  for (const { limit, count, max } of SHAPE_LIMITS) {
    if (counts[count] > max) throw wasmError("wasm/limit", { limit, found: counts[count], max });
  }
  const foreign = functionImportsOnly ? imports.find(({ kind }) => kind !== "function") : undefined;
  if (foreign !== undefined) throw wasmError("wasm/refused", { feature: IMPORTED[foreign.kind], offset: 0 });
  if (memoryPages > maxMemoryPages)
    throw wasmError("wasm/limit", { limit: "pages of memory at its start", found: memoryPages, max: maxMemoryPages });
  for (const { name } of exports) {
    if (name.startsWith(HIDDEN.prefix)) throw wasmError("wasm/refused", { feature: "reserved-export-name", offset: 0 });
  }
}

// The platform shows no vectors, and an identity of references that it shows cannot be put back without holding on to them.
function isRestorableGlobal({ type, mutable }: GlobalShape): boolean {
  return !mutable || (type !== "v128" && type !== "reference");
}

// Whatever is shared with others, or handed out, may change behind the engine's back.
function hasOwnState({ imported, exports }: ModuleShape): boolean {
  const shared = imported.memory + imported.table + imported.global + imported.tag;
  return shared === 0 && exports.every(({ kind }) => kind !== "table");
}

function mutableGlobals(shape: ModuleShape): readonly string[] {
  return shape.globals.flatMap(({ mutable }, at) => (mutable ? [`${HIDDEN.global}${at}`] : []));
}

function memoryName(shape: ModuleShape): string | undefined {
  if (shape.memoryPages === undefined) return undefined;
  return shape.exports.find(({ kind }) => kind === "memory")?.name ?? HIDDEN.memory;
}
