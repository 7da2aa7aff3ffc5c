import { rewriteModule } from "@cordon/wasm-engine";

const PAGES = 65_536;
const ENTRIES = 10_000_000;

/** The names of what a module imports of its host. Nothing of the module runs. */
export function importsOf(module: Uint8Array): readonly string[] {
  const { summary } = rewriteModule(module, {
    maxMemoryPages: PAGES,
    maxTableEntries: ENTRIES,
    canonicalNans: true,
    detachStart: true,
    functionImportsOnly: true,
  });
  return summary.imports.map(({ name }) => name);
}
