import type { ResolvedLimits } from "./limits.ts";
import type { RewriteOptions } from "./metering/rewrite-options.ts";

const PAGE_BYTES = 65_536;

/** How the modules of a guest are rewritten. Only those of one guest may share more than functions with one another. */
export function rewriteOptionsOf(limits: ResolvedLimits, functionImportsOnly: boolean): RewriteOptions {
  const { maxMemoryBytes, maxTableEntries } = limits;
  const maxMemoryPages = maxMemoryBytes / PAGE_BYTES;
  return { maxMemoryPages, maxTableEntries, canonicalNans: true, detachStart: true, functionImportsOnly };
}
