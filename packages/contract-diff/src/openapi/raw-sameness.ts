import type { OpenApiSide } from "./open-api-side.ts";
import type { RawPair } from "./raw-pair.ts";
import type { ShapeName } from "./raw-shapes.ts";
import { placeKey, type Spot } from "./spot.ts";
import { walkRawPair, type WalkContext } from "./walk-raw-pair.ts";

/** Tells cheaply what need not be compared, because both documents say the same in it and in all that it refers to. */
export interface RawSameness {
  /** True if nothing but words differs. False says nothing: it may mean the same in other words. */
  same(old: Spot, next: Spot, shape: ShapeName): boolean;
  /** All pairs that were looked at so far, in the order they were met. */
  pairs(): readonly RawPair[];
  /** How many schemas stand in them. */
  schemas(): number;
}

// Each pair costs some hundred bytes. Honest documents have as many as they have operations and components.
const MAX_PAIRS = 1_000_000;

/**
 * `same` of a pair is decided with all that it refers to, and is kept:
 *
 *   pair -> walk (no $ref followed) -> pairs it uses -> walk ... -> what differs makes all different that use it
 *
 * Both halves go by lists, so that a chain of 100,000 `$ref`s is no deep stack. Pairs that use each other and do not differ are the same.
 */
export function createRawSameness(old: OpenApiSide, next: OpenApiSide): RawSameness {
  const known = new Map<ShapeName, Map<unknown, Map<unknown, RawPair>>>();
  const all: RawPair[] = [];
  let schemas = 0;

  const pairOf = (ours: Spot, theirs: Spot, shape: ShapeName): RawPair | undefined => {
    // Objects stand for their places, since no two places of a parsed document share one; `true` and `false` are told by pointers.
    const [ourKey, theirKey] = [keyOf(ours), keyOf(theirs)];
    const rows = rowOf(known, shape);
    const row = rowOf(rows, ourKey);
    const found = row.get(theirKey);
    if (found !== undefined) return found;
    if (all.length >= MAX_PAIRS) return undefined;
    const pair: RawPair = {
      old: ours,
      next: theirs,
      shape,
      differs: false,
      settled: false,
      words: undefined,
      uses: [],
    };
    row.set(theirKey, pair);
    all.push(pair);
    return pair;
  };
  const context: WalkContext = {
    old,
    next,
    pairOf,
    onSchema: () => {
      schemas++;
    },
  };

  return {
    same(ours, theirs, shape) {
      const pair = pairOf(ours, theirs, shape);
      if (pair === undefined) return false;
      if (!pair.settled) settle(pair, context);
      return !pair.differs;
    },
    pairs: () => all,
    schemas: () => schemas,
  };
}

function rowOf<Key, Inner, Value>(rows: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  const row = rows.get(key) ?? new Map<Inner, Value>();
  rows.set(key, row);
  return row;
}

function keyOf(spot: Spot): unknown {
  return typeof spot.value === "object" && spot.value !== null ? spot.value : placeKey(spot);
}

function settle(first: RawPair, context: WalkContext): void {
  const fresh = new Set<RawPair>([first]);
  const usedBy = new Map<RawPair, RawPair[]>();
  for (const pair of fresh) {
    walkRawPair(pair, context);
    for (const used of pair.uses) {
      if (used.settled) pair.differs ||= used.differs;
      else {
        fresh.add(used);
        const users = usedBy.get(used) ?? [];
        users.push(pair);
        usedBy.set(used, users);
      }
    }
  }
  const dirty = [...fresh].filter(({ differs }) => differs);
  for (let pair = dirty.pop(); pair !== undefined; pair = dirty.pop()) {
    for (const user of usedBy.get(pair) ?? []) {
      if (!user.differs) {
        user.differs = true;
        dirty.push(user);
      }
    }
  }
  for (const pair of fresh) pair.settled = true;
}
