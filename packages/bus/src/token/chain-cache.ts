/** Keeps what was last used, up to a number of entries. */
export interface ChainCache<Value> {
  readonly get: (key: string) => Value | undefined;
  readonly set: (key: string, value: Value) => void;
}

/** Makes a cache that has nothing. One of size 0 keeps nothing. */
export function createChainCache<Value>(maxEntries: number): ChainCache<Value> {
  const entries = new Map<string, Value>();
  const set = (key: string, value: Value): void => {
    entries.delete(key);
    entries.set(key, value);
    // A map is in order of insertion: the first was used longest ago.
    for (const oldest of entries.keys()) {
      if (entries.size <= maxEntries) return;
      entries.delete(oldest);
    }
  };
  return {
    get(key) {
      const value = entries.get(key);
      if (value !== undefined) set(key, value);
      return value;
    },
    set,
  };
}
