import type { BusGrantRecord } from "./messaging-parts.ts";

/** Whether a grant has not expired, and all that it was narrowed from is there: what is narrowed ends with what it comes from. */
export function isStanding(record: BusGrantRecord, byId: ReadonlyMap<string, BusGrantRecord>, now: number): boolean {
  // Not by recursion: how deep the tree is was decided by whoever narrowed.
  for (let each: BusGrantRecord | undefined = record; each !== undefined; each = byId.get(each.parentId ?? "")) {
    if (each.expiresAt !== undefined && each.expiresAt <= now) return false;
    if (each.parentId === undefined) return true;
  }
  return false;
}

/** The ids of all that was narrowed from a grant, and from that. */
export function descendantsOf(id: string, all: readonly BusGrantRecord[]): readonly string[] {
  const found = new Set([id]);
  // A set that grows while it is gone through: each of them may have some of its own.
  for (const each of found) for (const record of all) if (record.parentId === each) found.add(record.id);
  found.delete(id);
  return [...found];
}
