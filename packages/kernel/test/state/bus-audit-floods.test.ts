import { createMemoryStorage } from "@cordon/core";
import { expect, test } from "vitest";
import { auditOn, granted, record } from "./_audit.ts";
import { hookedStorage, never } from "./_storages.ts";

test("denials of other kinds, principals or seconds are records of their own", async () => {
  const { audit } = auditOn(createMemoryStorage());
  audit.append(record());
  audit.append(record({ capability: "topic:b" }));
  audit.append(record({ principal: "other" }));
  audit.append(record({ action: "grant" }));
  audit.append(record({ at: 2000 }));
  audit.append(record({ at: 500 }));
  const counts = (await audit.recent({ limit: 10 }, never)).map(({ count }) => count);
  expect(counts).toEqual([1, 1, 1, 1, 1, 1]);
});

test("a clock that is set back makes another record, whatever others were denied", async () => {
  const { audit } = auditOn(createMemoryStorage());
  audit.append(record({ at: 1000, principal: "other" }));
  audit.append(record({ at: 1900 }));
  audit.append(record({ at: 500 }));
  const recent = await audit.recent({ limit: 10 }, never);
  expect(recent.map(({ at, count }) => `${at} ${count}`)).toEqual(["500 1", "1900 1", "1000 1"]);
});

test("what was allowed is not coalesced", async () => {
  const { audit } = auditOn(createMemoryStorage());
  for (let each = 0; each < 3; each += 1) audit.append(granted());
  for (let each = 0; each < 3; each += 1) audit.append(record({ outcome: "allowed" }));
  expect(await audit.recent({ limit: 10 }, never)).toHaveLength(6);
});

test("a sender that is denied something else each time makes nine records a second, and every denial is counted", async () => {
  const storage = createMemoryStorage();
  const { audit } = auditOn(storage);
  for (let at = 0; at < 1000; at += 1) audit.append(record({ capability: `topic:${at}`, grantId: "g" }));
  const recent = await audit.recent({ limit: 100 }, never);
  expect(recent).toHaveLength(9);
  expect(recent[0]).toEqual({ ...record({ capability: "(others)" }), count: 992, lastAt: 1000 });
  expect(recent.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
});

test("counts are written when their second is over and anything else happens", async () => {
  const storage = createMemoryStorage();
  const { audit } = auditOn(storage);
  audit.append(record());
  await audit.flush();
  audit.append(record({ at: 1001 }));
  audit.append(granted({ at: 1002 }));
  audit.append(record({ at: 2100, principal: "other" }));
  await new Promise((resolve) => setImmediate(resolve));
  const kept = await storage.list({ collection: "bus-audit:denied", limit: 10 }, never);
  expect(kept.map(({ value }) => value["count"])).toEqual([1, 2]);
});

test("while a flood lasts, storage is not written to for each of its denials", async () => {
  let commits = 0;
  const storage = hookedStorage(createMemoryStorage(), {
    before: (method) => {
      if (method === "commit") commits += 1;
    },
  });
  const { audit } = auditOn(storage);
  for (let turn = 0; turn < 200; turn += 1) {
    audit.append(record({ at: 1000 + turn }));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(commits).toBe(1);
});

test("floods push out neither what people did nor what was denied to others, and old records go", async () => {
  const storage = createMemoryStorage();
  const { audit } = auditOn(storage, { maxRecords: 100, maxRecordsPerPrincipal: 20 });
  audit.append(granted());
  audit.append(record({ principal: "other" }));
  for (let at = 0; at < 2000; at += 1) {
    audit.append(record({ at: at * 1000 }));
    if (at % 100 === 0) await audit.flush();
  }
  await audit.flush();
  const all = await audit.recent({ limit: 1000 }, never);
  expect(all.length).toBeLessThanOrEqual(30);
  expect(all.filter(({ action }) => action === "grant")).toHaveLength(1);
  expect(all.filter(({ principal }) => principal === "other")).toHaveLength(1);
  const newest = await audit.recent({ limit: 1000, principal: "agent" }, never);
  expect(newest.map(({ at }) => at).slice(0, 2)).toEqual([1_999_000, 1_998_000]);
  expect(newest.filter(({ action }) => action === "publish").length).toBeGreaterThanOrEqual(20);
});

test("a flood of many principals is bounded as well", async () => {
  const storage = createMemoryStorage();
  const { audit } = auditOn(storage, { maxRecords: 100 });
  for (let at = 0; at < 1000; at += 1) {
    audit.append(record({ principal: `p${at}` }));
    if (at % 50 === 0) await audit.flush();
  }
  await audit.flush();
  const all = await audit.recent({ limit: 1000 }, never);
  expect(all.length).toBeLessThanOrEqual(111);
  expect(await audit.recent({ limit: 1000, principal: "p1" }, never)).toEqual([]);
});

test("a process that often starts anew forgets old records, too", async () => {
  const storage = createMemoryStorage();
  for (let turn = 0; turn < 30; turn += 1) {
    const options = { maxRecords: 10, ids: { next: () => String(turn).padStart(26, "0") } };
    const { audit } = auditOn(storage, options);
    audit.append(granted({ at: turn }));
    await audit.flush();
  }
  const { audit } = auditOn(storage);
  expect((await audit.recent({ limit: 100 }, never)).length).toBeLessThanOrEqual(10);
});

test("a count that grows while its record is written is not lost", async () => {
  const inner = createMemoryStorage();
  const opened: (() => void)[] = [];
  const storage = hookedStorage(inner, {
    before: async (method) => {
      if (method === "commit" && opened.length === 0) await new Promise<void>((resolve) => opened.push(resolve));
    },
  });
  const { audit } = auditOn(storage);
  audit.append(record());
  await new Promise((resolve) => setImmediate(resolve));
  audit.append(record({ at: 1001 }));
  audit.append(record({ at: 3000 }));
  const recent = audit.recent({ limit: 10 }, never);
  opened[0]?.();
  expect((await recent).map(({ count }) => count)).toEqual([1, 2]);
});

test("what is kept is counted over all pages, and both places of a record go", async () => {
  const storage = createMemoryStorage();
  const before = auditOn(storage, { maxRecords: 10_000, maxRecordsPerPrincipal: 10_000 }).audit;
  for (let at = 0; at < 1600; at += 1) before.append(granted({ at }));
  await before.flush();
  const ids = { next: () => "z".repeat(26) };
  const { audit } = auditOn(storage, { maxRecords: 500, maxRecordsPerPrincipal: 10_000, ids });
  audit.append(granted({ at: 1600 }));
  await audit.flush();
  for (const request of [{ limit: 1000 }, { limit: 1000, principal: "agent" }]) {
    const kept = await audit.recent(request, never);
    expect(kept.map(({ at }) => at)).toEqual(Array.from({ length: 500 }, (_, each) => 1600 - each));
  }
});
