import { deepEqual, equal, rejects } from "node:assert/strict";
import type { Storage } from "../ports/storage.ts";
import type { ConformanceCase } from "./conformance.ts";
import { never, put, remove, storageCase, valueOf } from "./storage-case.ts";

const conflictAt =
  (index: number) =>
  (error: unknown): boolean => {
    const { code, details } = error as { readonly code: string; readonly details: { readonly index: number } };
    deepEqual({ code, index: details.index }, { code: "storage/conflict", index });
    return true;
  };

/** What a commit promises. */
export const storageCommitCases: readonly ConformanceCase<Storage>[] = [
  storageCase("revisions start at 1, grow by 1 with each put, and are 0 for a delete", async (storage) => {
    deepEqual([...(await storage.commit({ changes: [put("a"), put("b")] }, never))], [1, 1]);
    deepEqual([...(await storage.commit({ changes: [put("b"), remove("a")] }, never))], [2, 0]);
    deepEqual([...(await storage.commit({ changes: [put("a"), put("b")] }, never))], [1, 3]);
  }),
  storageCase("a delete removes the record, and of nothing succeeds", async (storage) => {
    await storage.commit({ changes: [put("a")] }, never);
    await storage.commit({ changes: [remove("a"), remove("b")] }, never);
    equal(await valueOf(storage, "a"), undefined);
  }),
  storageCase("an expectation that fails rejects, naming the first change at fault", async (storage) => {
    await storage.commit({ changes: [put("a"), put("b")] }, never);
    await rejects(storage.commit({ changes: [put("z"), put("a", {}, "absent")] }, never), conflictAt(1));
    await rejects(storage.commit({ changes: [put("b", {}, { revision: 2 })] }, never), conflictAt(0));
    await rejects(storage.commit({ changes: [put("z", {}, { revision: 1 })] }, never), conflictAt(0));
    await rejects(storage.commit({ changes: [remove("b", { revision: 2 })] }, never), conflictAt(0));
    await rejects(storage.commit({ changes: [remove("z", { revision: 1 })] }, never), conflictAt(0));
    await rejects(storage.commit({ changes: [remove("a", "absent")] }, never), conflictAt(0));
    const two = [put("z"), put("b", {}, { revision: 9 }), put("a", {}, "absent")];
    await rejects(storage.commit({ changes: two }, never), conflictAt(1));
  }),
  storageCase("an expectation that holds lets the change through", async (storage) => {
    await storage.commit({ changes: [put("a", {}, "absent"), remove("b", "absent")] }, never);
    await storage.commit({ changes: [put("a", { x: 2 }, { revision: 1 })] }, never);
    await storage.commit({ changes: [remove("a", { revision: 2 })] }, never);
    equal(await valueOf(storage, "a"), undefined);
  }),
  storageCase("a commit that fails changes nothing, before or after the change at fault", async (storage) => {
    await storage.commit({ changes: [put("a", { x: 1 }), put("b", { x: 1 })] }, never);
    const changes = [put("a", { x: 2 }), remove("b"), put("c", {}, { revision: 1 }), put("d")];
    await rejects(storage.commit({ changes }, never), conflictAt(2));
    deepEqual(await valueOf(storage, "a"), { x: 1 });
    deepEqual(await valueOf(storage, "b"), { x: 1 });
    equal(await valueOf(storage, "d"), undefined);
  }),
  storageCase("of 32 commits at once that expect the same revision, exactly one succeeds", async (storage) => {
    await storage.commit({ changes: [put("a", { by: -1 })] }, never);
    const tries = Array.from({ length: 32 }, (_, by) =>
      storage.commit({ changes: [put("a", { by }, { revision: 1 })] }, never),
    );
    await exactlyOneWins(storage, tries);
  }),
  storageCase("of 32 commits at once that expect an absence, exactly one succeeds", async (storage) => {
    const tries = Array.from({ length: 32 }, (_, by) =>
      storage.commit({ changes: [put("a", { by }, "absent")] }, never),
    );
    await exactlyOneWins(storage, tries);
  }),
  storageCase("commits at once that name the same records in different orders all succeed", async (storage) => {
    const keys = Array.from({ length: 10 }, (_, at) => `k${at}`);
    const orders = Array.from({ length: 20 }, (_, turn) => (turn % 2 === 0 ? keys : keys.toReversed()));
    await Promise.all(orders.map((order) => storage.commit({ changes: order.map((key) => put(key)) }, never)));
    for (const key of keys) equal((await storage.get({ collection: "things", key }, never))?.revision, 20);
  }),
  storageCase("a read after a commit sees it, and never half of one", async (storage) => {
    const both = [put("a"), put("b")];
    await storage.commit({ changes: both }, never);
    for (let turn = 0; turn < 20; turn += 1) {
      const commit = storage.commit({ changes: both }, never);
      const records = await storage.list({ collection: "things", limit: 10 }, never);
      equal(records[0]?.revision, records[1]?.revision);
      const [revision] = await commit;
      equal((await storage.get({ collection: "things", key: "a" }, never))?.revision, revision);
    }
  }),
];

async function exactlyOneWins(storage: Storage, tries: readonly Promise<readonly number[]>[]): Promise<void> {
  const results = await Promise.allSettled(tries);
  const winners = results.flatMap(({ status }, at) => (status === "fulfilled" ? [at] : []));
  equal(winners.length, 1);
  deepEqual(await valueOf(storage, "a"), { by: winners[0] });
  for (const result of results) if (result.status === "rejected") conflictAt(0)(result.reason);
}
