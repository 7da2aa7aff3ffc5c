import type { BusAuditRecord } from "@cordon/bus";
import type { IdSource, Logger, Storage } from "@cordon/core";
import {
  AUDIT_CLASSES,
  auditCollection,
  auditRecordOf,
  type KeptAuditRecord,
  readAuditRecord,
} from "./audit/audit-record.ts";
import { createAuditWriter } from "./audit/audit-writer.ts";
import { createAuditQueue } from "./audit/audit-queue.ts";
import { createCoalescer } from "./audit/coalesce.ts";
import { fieldsOf, refuse, textIssues, throwIfAborted, wholeIssues } from "./field-checks.ts";

/** Where the bus's records are kept, and how many. */
export interface StorageBusAuditOptions {
  readonly storage: Storage;
  readonly ids: IdSource;
  readonly logger: Logger;
  /** How many of a class may wait to be written; more are dropped and counted. Default 10,000. */
  readonly maxWaiting?: number;
  /** Records kept of each class, give or take a tenth: what was done with rights, what was denied, what was published. Default 100,000. */
  readonly maxRecords?: number;
  /** Records kept of each principal in a class. Default a tenth of `maxRecords`. */
  readonly maxRecordsPerPrincipal?: number;
}

/** The defaults of `StorageBusAuditOptions`. */
export const BUS_AUDIT_DEFAULTS = { maxWaiting: 10_000, maxRecords: 100_000 } as const;

/** Which records to read: the latest, of one principal or of all. */
export interface RecentAudit {
  /** From 1 to 1000. */
  readonly limit: number;
  readonly principal?: string;
}

/**
 * What was done on the bus with authority, and what was denied.
 *
 * - `append` never throws and never waits: it is what the bus calls. Records are written in batches in the background; those of the last moments before a
 *   process is killed may be lost. While storage does not answer they wait, so many of a class; more are dropped and counted.
 * - Denials that are equal (principal, action, capability) and within a second are one record with a count; of one principal no more than nine records a
 *   second are made, whatever it tries. A count is written when the second is over and something else happens, or at `recent` and `flush`.
 * - What people did with rights, denials and publications are kept apart: none pushes out another. The oldest of each go first.
 * - `recent` lists newest first, with what was appended before it. `flush` resolves when nothing more can be written now; it never rejects.
 */
export interface BusAudit {
  readonly append: (record: BusAuditRecord) => void;
  readonly recent: (request: RecentAudit, signal: AbortSignal) => Promise<readonly KeptAuditRecord[]>;
  readonly flush: () => Promise<void>;
  /** Records that were lost, since there were too many or storage refused them. */
  readonly dropped: () => number;
}

const PAGE_MAX = 1000;
const PRINCIPAL_MAX_BYTES = 4096;

/** Keeps the bus's records in storage. */
export function createStorageBusAudit(options: StorageBusAuditOptions): BusAudit {
  const { storage, ids, logger, maxWaiting, maxRecords, maxRecordsPerPrincipal } = resolveBusAuditOptions(options);
  const writer = createAuditWriter(storage, logger, { maxRecords, maxRecordsPerPrincipal });
  const coalescer = createCoalescer();
  const queue = createAuditQueue(writer, logger, maxWaiting);
  let unreadable = 0;

  const flush = async (): Promise<void> => {
    for (const open of coalescer.takeChanged()) queue.add(open);
    await queue.drain();
  };
  return {
    append(record) {
      const kept = readAuditRecord(record);
      if (kept === undefined) {
        unreadable += 1;
        return;
      }
      if (kept.outcome === "denied") {
        const { open, isNew } = coalescer.add(kept, () => ids.next());
        if (isNew) queue.add(open);
      } else queue.add({ id: ids.next(), record: kept, changed: false });
      for (const open of coalescer.takeEnded()) queue.add(open);
      queue.start();
    },
    async recent(request, signal) {
      const { limit, principal } = checkRecentAudit(request);
      throwIfAborted(signal);
      await flush();
      const pages = await Promise.all(
        AUDIT_CLASSES.map((each) => storage.list({ collection: auditCollection(each, principal), limit }, signal)),
      );
      const newest = pages.flat().sort((one, other) => (one.key < other.key ? -1 : 1));
      return newest.slice(0, limit).map(({ value }) => auditRecordOf(value));
    },
    flush,
    dropped: () => unreadable + queue.dropped() + writer.refused(),
  };
}

function resolveBusAuditOptions(options: StorageBusAuditOptions): Required<StorageBusAuditOptions> {
  const resolved = { ...BUS_AUDIT_DEFAULTS, ...options };
  const { maxRecords } = resolved;
  const all = { ...resolved, maxRecordsPerPrincipal: options.maxRecordsPerPrincipal ?? Math.ceil(maxRecords / 10) };
  for (const name of ["maxWaiting", "maxRecords", "maxRecordsPerPrincipal"] as const) {
    const value = all[name];
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new RangeError(`${name} must be a whole number of 1 or more, and is ${String(value)}.`);
  }
  return all;
}

function checkRecentAudit(request: RecentAudit): RecentAudit {
  const fields = fieldsOf(request, ["limit", "principal"]);
  const { limit, principal } = fields;
  refuse([
    ...wholeIssues(limit, "/limit", 1, PAGE_MAX),
    ...(principal === undefined ? [] : textIssues(principal, "/principal", PRINCIPAL_MAX_BYTES)),
  ]);
  return fields as unknown as RecentAudit;
}
