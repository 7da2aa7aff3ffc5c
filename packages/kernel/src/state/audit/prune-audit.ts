import type { Storage, StorageChange } from "@cordon/core";
import { auditCollections, auditRecordOf } from "./audit-record.ts";

const PAGE = 1000;
// Two changes each, and a commit has at most 100.
const BATCH = 50;
const NEVER = new AbortController().signal;

/** Forgets the records of a collection beyond the latest `keep`, in both places in which each is kept. */
export async function pruneAudit(storage: Storage, collection: string, keep: number): Promise<void> {
  let seen = 0;
  for (let after: string | undefined; ;) {
    const page = await storage.list({ collection, limit: PAGE, ...(after === undefined ? {} : { after }) }, NEVER);
    const old = page.slice(Math.max(0, keep - seen));
    for (let at = 0; at < old.length; at += BATCH) {
      const changes = old.slice(at, at + BATCH).flatMap(({ key, value }) =>
        auditCollections(auditRecordOf(value)).map((each): StorageChange => ({
          kind: "delete",
          collection: each,
          key,
          expect: "any",
        })),
      );
      await storage.commit({ changes }, NEVER);
    }
    seen += page.length;
    after = page.at(-1)?.key;
    if (page.length < PAGE) return;
  }
}
