/** Which things of two versions are the same thing. Orders are those of the versions. */
export interface Matched<Item> {
  readonly pairs: readonly {
    readonly key: string;
    readonly nextKey: string;
    readonly old: Item;
    readonly next: Item;
  }[];
  readonly removed: readonly (readonly [string, Item])[];
  readonly added: readonly (readonly [string, Item])[];
}

/**
 * Matches by key. What is left is matched by each sign in turn, such as a name or an address, where exactly one of each version bears it:
 * keys are for whoever reads the contract, and do not travel.
 */
export function matchItems<Item>(
  old: ReadonlyMap<string, Item>,
  next: ReadonlyMap<string, Item>,
  signs: readonly ((item: Item) => string | undefined)[],
): Matched<Item> {
  const partners = new Map<string, string>();
  for (const key of old.keys()) if (next.has(key)) partners.set(key, key);
  const taken = new Set(partners.values());
  for (const sign of signs) {
    const before = bearers(old, (key) => partners.has(key), sign);
    const after = bearers(next, (key) => taken.has(key), sign);
    for (const [mark, key] of before) {
      const nextKey = after.get(mark);
      if (key === undefined || nextKey === undefined) continue;
      partners.set(key, nextKey);
      taken.add(nextKey);
    }
  }
  const pairs = [...old].flatMap(([key, item]) => {
    const nextKey = partners.get(key);
    const partner = nextKey === undefined ? undefined : next.get(nextKey);
    return nextKey === undefined || partner === undefined ? [] : [{ key, nextKey, old: item, next: partner }];
  });
  const removed = [...old].filter(([key]) => !partners.has(key));
  return { pairs, removed, added: [...next].filter(([key]) => !taken.has(key)) };
}

/** The one key that bears each sign; `undefined` where there are several. */
function bearers<Item>(
  items: ReadonlyMap<string, Item>,
  isMatched: (key: string) => boolean,
  sign: (item: Item) => string | undefined,
): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const [key, item] of items) {
    const mark = isMatched(key) ? undefined : sign(item);
    if (mark !== undefined) found.set(mark, found.has(mark) ? undefined : key);
  }
  return found;
}
