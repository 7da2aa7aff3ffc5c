import type { Storage } from "@cordon/core";
import type { AuditRecord } from "../../ports/audit-trail.ts";

const PAGE = 1000;
const BATCH = 100;
const NEVER = new AbortController().signal;

/**
 * Forgets what calls did, beyond the latest `keep` records of a collection, in which the newest come first. What people did stays for ever: else a
 * plugin that floods its audit would wipe out who installed it.
 */
export async function pruneAudit(storage: Storage, collection: string, keep: number): Promise<void> {
  let seen = 0;
  for (let after: string | undefined; ;) {
    const page = await storage.list({ collection, limit: PAGE, ...(after === undefined ? {} : { after }) }, NEVER);
    const old = page.slice(Math.max(0, keep - seen)).filter(({ value }) => isOfCall(value as unknown as AuditRecord));
    for (let at = 0; at < old.length; at += BATCH) {
      const changes = old
        .slice(at, at + BATCH)
        .map(({ key }) => ({ kind: "delete", collection, key, expect: "any" }) as const);
      await storage.commit({ changes }, NEVER);
    }
    seen += page.length;
    after = page.at(-1)?.key;
    if (page.length < PAGE) return;
  }
}

function isOfCall({ actor }: AuditRecord): boolean {
  return actor.startsWith("call:");
}
