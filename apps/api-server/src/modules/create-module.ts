import { createWasmModule, kernelError, type Module, type ModuleManifest } from "@cordon/kernel";
import type { OpenModulesOptions } from "./open-modules-options.ts";
import { createHostedModule } from "./create-hosted-module.ts";

/** Makes what a manifest describes. Throws `kernel/load-failed` for what this server does not have. */
export function createModule(
  manifest: ModuleManifest,
  code: Uint8Array | undefined,
  { engine, host, nativeModules }: Pick<OpenModulesOptions, "engine" | "host" | "nativeModules">,
): Module {
  const { id, kind, entry, limits } = manifest;
  switch (kind) {
    case "wasm":
      if (code === undefined) throw refused(id, "it has no code");
      return createWasmModule({ id, engine, bytes: code, ...(limits === undefined ? {} : { limits }) });
    case "plugin":
      return createHostedModule({ id, entry, host });
    case "native": {
      const native = Object.hasOwn(nativeModules, entry) ? nativeModules[entry] : undefined;
      if (native === undefined) throw refused(id, "the server was started with no native module of this name");
      return native;
    }
    default:
      throw refused(id, "it is of a kind that this server does not run");
  }
}

function refused(moduleId: string, problem: string): Error {
  return kernelError("kernel/load-failed", { moduleId, problem });
}
