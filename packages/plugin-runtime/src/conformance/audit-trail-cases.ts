import { deepEqual, equal, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { AuditRecord, AuditTrail } from "../ports/audit-trail.ts";

const never = (): AbortSignal => new AbortController().signal;

function record(at: number, changes: Partial<AuditRecord> = {}): AuditRecord {
  const own = { at, scope: "p1", pluginId: "acme.a", actor: "ada", action: "http", outcome: "allowed" } as const;
  return { ...own, detail: { at }, ...changes };
}

/** The contract of `AuditTrail`, case by case. */
export const auditTrailCases: readonly ConformanceCase<AuditTrail>[] = [
  {
    name: "what was appended is found at once, newest first",
    needs: [],
    async run(make) {
      const trail = await make();
      for (let at = 1; at <= 5; at += 1) trail.append(record(at));
      deepEqual(
        (await trail.recent({ scope: "p1", limit: 3 }, never())).map(({ at }) => at),
        [5, 4, 3],
      );
      deepEqual(await trail.recent({ scope: "p1", limit: 1 }, never()), [record(5)]);
    },
  },
  {
    name: "a scope sees its own records, and of a plugin only that one's",
    needs: [],
    async run(make) {
      const trail = await make();
      trail.append(record(1));
      trail.append(record(2, { scope: "p2" }));
      trail.append(record(3, { pluginId: "acme.b" }));
      const atsOf = async (query: { scope: string; pluginId?: string }): Promise<readonly number[]> =>
        (await trail.recent({ ...query, limit: 10 }, never())).map(({ at }) => at);
      deepEqual(await atsOf({ scope: "p1" }), [3, 1]);
      deepEqual(await atsOf({ scope: "p1", pluginId: "acme.a" }), [1]);
      deepEqual(await atsOf({ scope: "p2" }), [2]);
      deepEqual(await atsOf({ scope: "p3" }), []);
    },
  },
  {
    name: "many records at once all arrive, in order",
    needs: [],
    async run(make) {
      const trail = await make();
      for (let at = 0; at < 500; at += 1) trail.append(record(at));
      await trail.flush();
      const ats = (await trail.recent({ scope: "p1", limit: 1000 }, never())).map(({ at }) => at);
      deepEqual(
        ats,
        Array.from({ length: 500 }, (_each, at) => 499 - at),
      );
      equal(trail.dropped(), 0);
    },
  },
  {
    name: "a caller that is gone gets nothing",
    needs: [],
    async run(make) {
      const trail = await make();
      await rejects(trail.recent({ scope: "p1", limit: 1 }, AbortSignal.abort()), { code: "core/aborted" });
    },
  },
];
