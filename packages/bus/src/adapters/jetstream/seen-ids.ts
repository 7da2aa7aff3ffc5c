const MAX_IDS = 100_000;

/** The ids of the latest messages. */
export interface SeenIds {
  /** Whether it is a new one. */
  readonly add: (id: string) => boolean;
}

/** Remembers a hundred thousand ids: more than come while a sealed message is in time. */
export function createSeenIds(maxIds: number = MAX_IDS): SeenIds {
  const ids = new Set<string>();
  return {
    add(id) {
      if (ids.has(id)) return false;
      ids.add(id);
      // A set is in order of insertion.
      for (const oldest of ids) {
        if (ids.size <= maxIds) break;
        ids.delete(oldest);
      }
      return true;
    },
  };
}
