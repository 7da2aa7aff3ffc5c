import { coreError, type IdSource, type JsonObject, type Logger, type Storage } from "@cordon/core";
import type { AuditRecord, AuditTrail } from "../../ports/audit-trail.ts";
import { pruneAudit } from "./prune-audit.ts";

/** Where records are kept, and how many may wait to be. */
export interface StorageAuditTrailOptions {
  readonly storage: Storage;
  readonly ids: IdSource;
  readonly logger: Logger;
  /** Default 10,000. More are dropped and counted. */
  readonly maxWaiting?: number;
  /** Records of calls that are kept of each plugin and of each scope, give or take a few thousand. Default 100,000. */
  readonly maxCallRecords?: number;
}

// Two changes each, and a commit has at most 100.
const BATCH = 50;
const PAGE = 1000;
const PRUNE_EVERY = 2000;
const NEVER = new AbortController().signal;

interface Waiting {
  readonly id: string;
  readonly record: AuditRecord;
}

/**
 * Keeps records in storage, a batch at a time and in the background: a call does not wait until its audit is on disk. Records that were appended
 * within the last moments before a process is killed may be lost; `flush` before a clean end.
 */
export function createStorageAuditTrail({
  storage,
  ids,
  logger,
  maxWaiting = 10_000,
  maxCallRecords = 100_000,
}: StorageAuditTrailOptions): AuditTrail {
  const waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;
  let dropped = 0;

  const written = new Map<string, number>();

  const prune = async (collection: string): Promise<void> => {
    const count = (written.get(collection) ?? 0) + 1;
    written.set(collection, count % PRUNE_EVERY);
    if (count < PRUNE_EVERY) return;
    await pruneAudit(storage, collection, maxCallRecords).catch((error: unknown) => {
      logger.log("warn", "old audit records could not be forgotten; trying again later", { error });
    });
  };
  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      const changes = batch.flatMap(({ id, record }) =>
        [collectionOf(record), collectionOf({ scope: record.scope })].map((collection) => ({
          kind: "put" as const,
          collection,
          key: newestFirst(id),
          value: record as unknown as JsonObject,
          expect: "any" as const,
        })),
      );
      try {
        await storage.commit({ changes }, NEVER);
      } catch (error) {
        dropped += batch.length;
        logger.log("error", "audit records were lost, as storage did not take them", { error, records: batch.length });
      }
      for (const { collection } of changes) await prune(collection);
    }
  };
  const flush = (): Promise<void> => (writing ??= writeAll().finally(() => (writing = undefined)));
  return {
    append(record) {
      if (waiting.length >= maxWaiting) {
        dropped += 1;
        return;
      }
      waiting.push({ id: ids.next(), record });
      if (writing === undefined) queueMicrotask(() => void flush());
    },
    async recent({ scope, pluginId, limit }, signal) {
      if (signal.aborted) throw coreError("core/aborted", {});
      await flush();
      const collection = collectionOf(pluginId === undefined ? { scope } : { scope, pluginId });
      const page = await storage.list({ collection, limit: Math.min(limit, PAGE) }, signal);
      return page.map(({ value }) => value as unknown as AuditRecord);
    },
    flush,
    dropped: () => dropped,
  };
}

function collectionOf({ scope, pluginId }: { readonly scope: string; readonly pluginId?: string }): string {
  return pluginId === undefined ? `plugin-audit:${scope}` : `plugin-audit:${scope}:${pluginId}`;
}

// Storage lists in ascending order, and the latest are what is asked for: each digit of the id is turned round.
function newestFirst(id: string): string {
  return Array.from(id, (digit) => (35 - Number.parseInt(digit, 36)).toString(36)).join("");
}
