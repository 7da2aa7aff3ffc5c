import type { RewrittenModule } from "../../metering/rewritten-module.ts";
import type { ModuleCache } from "../../ports/module-cache.ts";

/** How much is kept; the entries used longest ago go first. */
export interface MemoryModuleCacheOptions {
  /** Default 64 MiB. */
  readonly maxBytes?: number;
}

/** What holds where an option is not given. */
export const MEMORY_MODULE_CACHE_DEFAULTS: Required<MemoryModuleCacheOptions> = { maxBytes: 67_108_864 };

/** Keeps rewritten modules for as long as the process lives. */
export function createMemoryModuleCache(options: MemoryModuleCacheOptions = {}): ModuleCache {
  const { maxBytes } = { ...MEMORY_MODULE_CACHE_DEFAULTS, ...options };
  const entries = new Map<string, RewrittenModule>();
  let kept = 0;
  const drop = (key: string): void => {
    kept -= entries.get(key)?.bytes.length ?? 0;
    entries.delete(key);
  };
  return {
    async get(key) {
      const found = entries.get(key);
      if (found === undefined) return undefined;
      entries.delete(key);
      entries.set(key, found);
      return { bytes: found.bytes.slice(), summary: found.summary };
    },
    async put(key, { bytes, summary }) {
      drop(key);
      entries.set(key, { bytes: bytes.slice(), summary });
      kept += bytes.length;
      for (const oldest of entries.keys()) {
        if (kept <= maxBytes) break;
        drop(oldest);
      }
    },
  };
}
