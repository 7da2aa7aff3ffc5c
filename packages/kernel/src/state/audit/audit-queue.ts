import type { Logger } from "@cordon/core";
import { type AuditClass, auditClassOf } from "./audit-record.ts";
import type { AuditWriter } from "./audit-writer.ts";
import type { OpenRecord } from "./coalesce.ts";

/** Records that wait to be written. */
export interface AuditQueue {
  /** Takes a record; one that waits already is written once, as it then is. */
  readonly add: (open: OpenRecord) => void;
  /** Begins to write, unless nothing waits. Never throws. */
  readonly start: () => void;
  /** Resolves when nothing waits, or storage does not answer. */
  readonly drain: () => Promise<void>;
  /** Records for which there was no room. */
  readonly dropped: () => number;
}

// Two changes each, and a commit has at most 100.
const BATCH = 50;

/** Makes a queue in which so many of each class may wait: one that is full of denials still takes what people do. */
export function createAuditQueue(writer: AuditWriter, logger: Logger, maxWaiting: number): AuditQueue {
  const waiting = new Map<string, OpenRecord>();
  // Of those that are being written, which must be written again.
  const again = new Set<string>();
  const waitingOf: Record<AuditClass, number> = { admin: 0, denied: 0, publish: 0 };
  let writing: Promise<void> | undefined;
  let isStuck = false;
  let dropped = 0;

  const writeBatch = async (): Promise<boolean> => {
    const batch = waiting.values().take(BATCH).toArray();
    for (const open of batch) {
      open.changed = false;
      again.delete(open.id);
    }
    if (!(await writer.write(batch.map(({ id, record }) => ({ id, record }))))) return false;
    for (const { id, record } of batch) {
      if (again.delete(id)) continue;
      waiting.delete(id);
      waitingOf[auditClassOf(record)] -= 1;
    }
    return true;
  };
  const writeAll = async (): Promise<void> => {
    do {
      const isWritten = await writeBatch();
      // Said once: appends go on, and each tries again.
      if (!isWritten && !isStuck)
        logger.log("warn", "storage does not take the bus's records now; they wait", { waiting: waiting.size });
      isStuck = !isWritten;
    } while (waiting.size > 0 && !isStuck);
    // In the same turn in which nothing was left: what is added later begins anew.
    writing = undefined;
  };
  const write = async (): Promise<void> => {
    if (waiting.size > 0) await (writing ??= writeAll());
  };
  return {
    add(open) {
      if (waiting.has(open.id)) {
        again.add(open.id);
        return;
      }
      const auditClass = auditClassOf(open.record);
      if (waitingOf[auditClass] >= maxWaiting) {
        dropped += 1;
        return;
      }
      waitingOf[auditClass] += 1;
      waiting.set(open.id, open);
    },
    start() {
      // Not at once: what is appended in the same turn goes into the same batch.
      if (writing === undefined && waiting.size > 0) queueMicrotask(() => void write());
    },
    drain: write,
    dropped: () => dropped,
  };
}
