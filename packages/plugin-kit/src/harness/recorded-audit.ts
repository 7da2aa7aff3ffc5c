import type { AuditRecord, AuditTrail } from "@cordon/plugin-runtime";
import type { HostUse } from "./harness-call.ts";

/** An audit of which the uses of one call at a time are looked at. */
export interface RecordedAudit extends AuditTrail {
  /** What calls have asked for since this was last called, oldest first. */
  readonly takeUses: () => readonly HostUse[];
}

/** Makes an audit that keeps what calls ask for, until it is taken. */
export function createRecordedAudit(): RecordedAudit {
  const records: AuditRecord[] = [];
  return {
    append: (record) => void records.push(record),
    recent: async () => [],
    flush: async () => {},
    dropped: () => 0,
    takeUses: () =>
      records
        .splice(0)
        .filter(({ actor }) => actor.startsWith("call:"))
        .map(({ action, outcome, detail }) => ({ action, outcome, detail })),
  };
}
