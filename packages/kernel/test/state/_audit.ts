import type { BusAuditRecord } from "@cordon/bus";
import { createMemoryLogger, type MemoryLogger, type Storage } from "@cordon/core";
import { createSequentialIds } from "@cordon/core/testing";
import { type BusAudit, createStorageBusAudit, type StorageBusAuditOptions } from "../../src/state/bus-audit.ts";

/** A denial, at 1000. */
export const record = (change: Partial<BusAuditRecord> = {}): BusAuditRecord => ({
  at: 1000,
  principal: "agent",
  action: "publish",
  capability: "topic:a",
  outcome: "denied",
  ...change,
});
/** What somebody did with a right. */
export const granted = (change: Partial<BusAuditRecord> = {}): BusAuditRecord =>
  record({ action: "grant", outcome: "allowed", ...change });

/** An audit on a storage, and what it logs. */
export function auditOn(
  storage: Storage,
  options: Partial<StorageBusAuditOptions> = {},
): { readonly logger: MemoryLogger; readonly audit: BusAudit } {
  const logger = createMemoryLogger();
  return { logger, audit: createStorageBusAudit({ storage, ids: createSequentialIds(), logger, ...options }) };
}
