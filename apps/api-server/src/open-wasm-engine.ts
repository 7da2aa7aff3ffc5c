import { join } from "node:path";
import type { Clock } from "@cordon/core";
import { createWasmEngine, type WasmEngine } from "@cordon/wasm-engine";
import { createFileModuleCache } from "@cordon/wasm-engine/file";

/** Opens the engine that plugins and modules share, so that they share its workers and its memory, too. It keeps rewritten modules in the data folder. */
export function openWasmEngine({ dataDir, clock }: { readonly dataDir: string; readonly clock: Clock }): WasmEngine {
  return createWasmEngine({ clock, cache: createFileModuleCache({ dir: join(dataDir, "wasm-cache") }) });
}
