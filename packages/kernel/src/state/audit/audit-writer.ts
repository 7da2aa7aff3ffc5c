import { AppError, type Logger, type Storage } from "@cordon/core";
import { keyOfId } from "../newest-first.ts";
import { auditCollections, auditValue, type KeptAuditRecord } from "./audit-record.ts";
import { pruneAudit } from "./prune-audit.ts";

/** A record to write, again if it was written before. */
export interface WaitingRecord {
  readonly id: string;
  readonly record: KeptAuditRecord;
}

/** Writes batches of records, and forgets old ones. */
export interface AuditWriter {
  /** Whether they are written. False: storage does not answer, and they may be tried again. What it will never take counts as written. */
  readonly write: (batch: readonly WaitingRecord[]) => Promise<boolean>;
  /** Records that storage would not take. */
  readonly refused: () => number;
}

/** How many to keep of each class, and of each class and principal. */
export interface AuditBounds {
  readonly maxRecords: number;
  readonly maxRecordsPerPrincipal: number;
}

const NEVER = new AbortController().signal;
// Collections whose writes are counted. Beyond them all counts begin anew, which prunes a little more often.
const COUNTED_MAX = 10_000;

/** Writes to a storage. */
export function createAuditWriter(storage: Storage, logger: Logger, bounds: AuditBounds): AuditWriter {
  const written = new Map<string, number>();
  let refused = 0;

  const prune = async (collection: string, keep: number): Promise<void> => {
    // The first write of a process prunes, too: else one that often starts anew would never get there.
    const left = written.get(collection) ?? 0;
    if (written.size > COUNTED_MAX) written.clear();
    written.set(collection, left > 0 ? left - 1 : Math.ceil(keep / 10));
    if (left > 0) return;
    await pruneAudit(storage, collection, keep).catch((error: unknown) => {
      logger.log("warn", "old records of the bus could not be forgotten; trying again later", { error });
    });
  };

  return {
    async write(batch) {
      const changes = batch.flatMap(({ id, record }) =>
        auditCollections(record).map((collection) => ({
          kind: "put" as const,
          collection,
          key: keyOfId(id),
          value: auditValue(record),
          // Not "absent": a batch whose outcome is not known is written again.
          expect: "any" as const,
        })),
      );
      try {
        await storage.commit({ changes }, NEVER);
      } catch (error) {
        if (AppError.is(error) && error.retryable) return false;
        refused += batch.length;
        logger.log("error", "records of the bus were lost, as storage did not take them", {
          error,
          records: batch.length,
        });
        return true;
      }
      for (const { record } of batch) {
        const [all, own] = auditCollections(record);
        await prune(own, bounds.maxRecordsPerPrincipal);
        await prune(all, bounds.maxRecords);
      }
      return true;
    },
    refused: () => refused,
  };
}
