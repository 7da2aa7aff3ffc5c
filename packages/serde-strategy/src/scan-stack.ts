import { serdeError } from "./errors.ts";
import type { SerdeLimits } from "./limits.ts";

/**
 * Keeps count while a scanner goes over binary bytes: how many entries each open list and map still lacks, how deep it is, how
 * many values there have been. A scanner tells it of each token before it skips the token's bytes.
 */
export interface ScanStack {
  /** Starts over. */
  reset(): void;
  /** True when the next token must be a map's key. */
  isKey(): boolean;
  /** A token that opens nothing: a key or a plain value. */
  plain(): void;
  /** A list or map of `entries`, in `available` further bytes. */
  open(entries: number, isMap: boolean, available: number): void;
  /** True when the outermost value is complete. */
  isDone(): boolean;
}

/** Makes a stack for one serializer; a scan at a time, since decoding is synchronous. */
export function createScanStack({ maxDepth, maxItems }: SerdeLimits, format: string): ScanStack {
  // For each open level around the innermost, the tokens that it still lacks. A map lacks two for an entry, so that at a key
  // the count is even.
  const outerLacking = new Float64Array(maxDepth + 1);
  const outerMaps = new Uint8Array(maxDepth + 1);
  let lacking = 1;
  let inMap = false;
  let depth = 0;
  let items = 0;

  const take = (): void => {
    if (!inMap || lacking % 2 === 1) {
      items += 1;
      if (items > maxItems) throw serdeError("serde/too-many-items", { maxItems });
    }
    lacking -= 1;
  };
  const close = (): void => {
    while (lacking === 0 && depth > 0) {
      depth -= 1;
      lacking = outerLacking[depth] ?? 0;
      inMap = outerMaps[depth] === 1;
    }
  };
  return {
    reset() {
      depth = 0;
      items = 0;
      lacking = 1;
      inMap = false;
    },
    isKey: () => inMap && lacking % 2 === 0,
    plain() {
      take();
      close();
    },
    open(entries, isMap, available) {
      take();
      const tokens = isMap ? entries * 2 : entries;
      // Each token takes a byte at the least: a claim beyond that is refused before anyone allocates for it.
      if (tokens > available) throw serdeError("serde/malformed", { format });
      if (entries > maxItems - items) throw serdeError("serde/too-many-items", { maxItems });
      if (depth === maxDepth) throw serdeError("serde/too-deep", { maxDepth });
      outerLacking[depth] = lacking;
      outerMaps[depth] = inMap ? 1 : 0;
      depth += 1;
      lacking = tokens;
      inMap = isMap;
      close();
    },
    isDone: () => lacking === 0 && depth === 0,
  };
}
