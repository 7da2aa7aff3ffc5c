import type { KeptAuditRecord } from "./audit-record.ts";

/** A record on its way to storage. Its count grows while its second lasts. */
export interface OpenRecord {
  readonly id: string;
  record: KeptAuditRecord;
  /** Whether it changed since it was last written. */
  changed: boolean;
}

/** Makes one record of denials that are equal. */
export interface Coalescer {
  /** The record that now stands for a denial, and whether it is a new one. */
  readonly add: (
    record: KeptAuditRecord,
    nextId: () => string,
  ) => { readonly open: OpenRecord; readonly isNew: boolean };
  /** Records whose second is over and that were counted on since they were written. They are given out once. */
  readonly takeEnded: () => readonly OpenRecord[];
  /** As `takeEnded`, with those whose second is not over. */
  readonly takeChanged: () => readonly OpenRecord[];
}

const WINDOW_MS = 1000;
// A hostile sender chooses what it is denied. Beyond so many different ones in a second, the rest is counted in one record.
const KINDS_MAX = 8;
const OTHERS = "(others)";
const OPEN_MAX = 10_000;

interface Window {
  readonly start: number;
  readonly records: Map<string, OpenRecord>;
}

/** Coalesces by principal, action and capability, within a second of the first of a principal. Time is that of the records. */
export function createCoalescer(): Coalescer {
  const windows = new Map<string, Window>();
  const ended: OpenRecord[] = [];
  const end = (principal: string, { records }: Window): void => {
    windows.delete(principal);
    ended.push(...[...records.values()].filter(({ changed }) => changed));
  };
  const windowOf = ({ principal, at }: KeptAuditRecord): Window => {
    const found = windows.get(principal);
    // Either way: a wall clock may be set back.
    if (found !== undefined && Math.abs(at - found.start) < WINDOW_MS) return found;
    if (found !== undefined) end(principal, found);
    const [oldest] = windows;
    if (windows.size >= OPEN_MAX && oldest !== undefined) end(...oldest);
    const opened: Window = { start: at, records: new Map() };
    windows.set(principal, opened);
    return opened;
  };
  const endOver = (now: number): void => {
    // In the order in which they began, so that those that are over stand first.
    for (const [principal, window] of windows) {
      if (Math.abs(now - window.start) < WINDOW_MS) return;
      end(principal, window);
    }
  };
  return {
    add(record, nextId) {
      endOver(record.at);
      const { records } = windowOf(record);
      const own = `${record.action} ${record.capability}`;
      const isOther = !records.has(own) && records.size >= KINDS_MAX;
      const name = isOther ? `${record.action} ${OTHERS}` : own;
      const open = records.get(name);
      if (open === undefined) {
        const kept = isOther ? othersOf(record) : record;
        const added = { id: nextId(), record: kept, changed: false };
        records.set(name, added);
        return { open: added, isNew: true };
      }
      open.record = { ...open.record, count: open.record.count + 1, lastAt: record.at };
      open.changed = true;
      return { open, isNew: false };
    },
    takeEnded: () => ended.splice(0),
    takeChanged: () => [
      ...ended.splice(0),
      ...[...windows.values()].flatMap(({ records }) => [...records.values()].filter(({ changed }) => changed)),
    ],
  };
}

function othersOf({ grantId: _grantId, ...record }: KeptAuditRecord): KeptAuditRecord {
  return { ...record, capability: OTHERS };
}
