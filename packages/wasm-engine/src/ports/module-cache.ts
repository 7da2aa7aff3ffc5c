import type { RewrittenModule } from "../metering/rewritten-module.ts";

/**
 * Keeps rewritten modules, so that a restart does not rewrite them again.
 *
 * - What `get` finds is exactly what was put under that key, whole; anything else, damaged entries included, is not found.
 * - Concurrent puts of one key leave one whole entry. A put that fails leaves the earlier entry, or none.
 * - One that fails is done without.
 * - A cache is trusted: what it returns runs without being rewritten. Nobody but the host may write to where it keeps its entries.
 */
export interface ModuleCache {
  readonly get: (key: string) => Promise<RewrittenModule | undefined>;
  readonly put: (key: string, module: RewrittenModule) => Promise<void>;
}
