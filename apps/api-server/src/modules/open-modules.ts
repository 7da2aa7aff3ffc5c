import { loadModules } from "./load-modules.ts";
import type { OpenModulesOptions } from "./open-modules-options.ts";
import { startWantedModules } from "./start-wanted-modules.ts";

/**
 * Loads the modules of a folder into the kernel, and begins to start those that ran when the server last stopped:
 *
 *   CORDON_MODULE_DIR -> module.json, code -> kernel -> which of them are wanted? -> started, each after those that it depends on
 *
 * The server does not wait for them. Disposing gives up what has not started yet; the modules themselves are the kernel's, and end with it. Dispose
 * of the kernel before the engine. Rejects only where the folder cannot be read.
 */
export async function openModules(options: OpenModulesOptions): Promise<AsyncDisposable> {
  const { kernel, logger } = options;
  await loadModules(options);
  const stopped = new AbortController();
  const starting = startWantedModules({ kernel, logger }, stopped.signal);
  return {
    async [Symbol.asyncDispose]() {
      stopped.abort();
      await starting;
    },
  };
}
