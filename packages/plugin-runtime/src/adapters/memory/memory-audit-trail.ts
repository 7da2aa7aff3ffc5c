import { coreError } from "@cordon/core";
import type { AuditRecord, AuditTrail } from "../../ports/audit-trail.ts";

/** How much is kept. */
export interface MemoryAuditTrailOptions {
  /** Default 10,000, of all scopes together. */
  readonly maxRecords?: number;
}

/** Keeps the latest records in memory. */
export function createMemoryAuditTrail({ maxRecords = 10_000 }: MemoryAuditTrailOptions = {}): AuditTrail {
  const records: AuditRecord[] = [];
  let dropped = 0;
  return {
    append(record) {
      records.push(record);
      if (records.length <= maxRecords) return;
      records.shift();
      dropped += 1;
    },
    async recent({ scope, pluginId, limit }, signal) {
      if (signal.aborted) throw coreError("core/aborted", {});
      return records
        .filter((record) => record.scope === scope && (pluginId === undefined || record.pluginId === pluginId))
        .slice(-limit)
        .toReversed();
    },
    async flush() {},
    dropped: () => dropped,
  };
}
