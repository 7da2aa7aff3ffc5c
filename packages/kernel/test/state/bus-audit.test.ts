import type { BusAuditRecord } from "@cordon/bus";
import { coreError, createMemoryStorage } from "@cordon/core";
import { expect, test } from "vitest";
import { auditOn, granted, record } from "./_audit.ts";
import { describeStorages, hookedStorage, never } from "./_storages.ts";

describeStorages("an audit of the bus", (make) => {
  test("records come back newest first, of all or of one principal", async () => {
    const { audit } = auditOn(await make());
    audit.append(granted({ at: 1, grantId: "g1" }));
    audit.append(record({ at: 2, principal: "É 🦊 other" }));
    audit.append(record({ at: 3, outcome: "allowed" }));
    audit.append(granted({ at: 4, action: "revoke", principal: "É 🦊 other" }));
    const recent = await audit.recent({ limit: 10 }, never);
    expect(recent.map(({ at }) => at)).toEqual([4, 3, 2, 1]);
    expect(recent[3]).toEqual({ ...granted({ at: 1, grantId: "g1" }), count: 1, lastAt: 1 });
    expect((await audit.recent({ limit: 10, principal: "É 🦊 other" }, never)).map(({ at }) => at)).toEqual([4, 2]);
    expect((await audit.recent({ limit: 1, principal: "agent" }, never)).map(({ at }) => at)).toEqual([3]);
    expect(audit.dropped()).toBe(0);
  });

  test("records are written without anybody waiting for them, and are there for the next process", async () => {
    const storage = await make();
    const first = auditOn(storage).audit;
    for (let at = 0; at < 230; at += 1) first.append(granted({ at }));
    await first.flush();
    const { audit } = auditOn(storage);
    expect(await audit.recent({ limit: 1000 }, never)).toHaveLength(230);
  });

  test("a flood of equal denials is one record with a count, and the first is there at once", async () => {
    const storage = await make();
    const { audit } = auditOn(storage);
    for (let at = 0; at < 5000; at += 1) audit.append(record({ at: 1000 + (at % 500) }));
    expect(await audit.recent({ limit: 10 }, never)).toEqual([{ ...record(), count: 5000, lastAt: 1499 }]);
    audit.append(record({ at: 1600 }));
    audit.append(record({ at: 2000 }));
    expect((await audit.recent({ limit: 10 }, never)).map(({ count }) => count)).toEqual([1, 5001]);
    expect(await storage.list({ collection: "bus-audit:denied", limit: 10 }, never)).toHaveLength(2);
  });
});

test("while storage does not answer records wait, it is said once, and afterwards they are written", async () => {
  let isDown = true;
  const storage = hookedStorage(createMemoryStorage(), {
    before: (method) => {
      if (isDown && method === "commit") throw coreError("storage/unavailable", { reason: "down" });
    },
  });
  const { audit, logger } = auditOn(storage, { maxWaiting: 5 });
  for (let at = 0; at < 8; at += 1) {
    audit.append(record({ at: at * 1000 }));
    audit.append(granted({ at: at * 1000 }));
    await audit.flush();
  }
  expect(logger.records.map(({ level }) => level)).toEqual(["warn"]);
  expect(audit.dropped()).toBe(6);
  expect(await audit.recent({ limit: 100 }, never)).toEqual([]);
  isDown = false;
  const recent = await audit.recent({ limit: 100 }, never);
  expect(recent.filter(({ action }) => action === "grant").map(({ at }) => at)).toEqual([4000, 3000, 2000, 1000, 0]);
  expect(recent).toHaveLength(10);
  isDown = true;
  audit.append(granted());
  await audit.flush();
  expect(logger.records).toHaveLength(2);
});

test("a batch that was written although storage said otherwise is there once", async () => {
  let cut = 1;
  const storage = hookedStorage(createMemoryStorage(), {
    after: (method) => {
      if (method !== "commit" || cut === 0) return;
      cut -= 1;
      throw coreError("storage/unavailable", { reason: "cut" });
    },
  });
  const { audit } = auditOn(storage);
  audit.append(granted());
  audit.append(record());
  await audit.flush();
  expect(await audit.recent({ limit: 100 }, never)).toHaveLength(2);
});

test("records that storage will never take are counted and logged, and do not hold up the others", async () => {
  let refuse = 1;
  const storage = hookedStorage(createMemoryStorage(), {
    before: (method) => {
      if (method !== "commit" || refuse === 0) return;
      refuse -= 1;
      throw new Error("no");
    },
  });
  const { audit, logger } = auditOn(storage);
  audit.append(granted());
  await audit.flush();
  audit.append(granted({ at: 2 }));
  expect((await audit.recent({ limit: 10 }, never)).map(({ at }) => at)).toEqual([2]);
  expect(audit.dropped()).toBe(1);
  expect(logger.records.map(({ level }) => level)).toEqual(["error"]);
});

test("a failure to forget is logged and nothing else", async () => {
  const inner = createMemoryStorage();
  const storage = hookedStorage(inner, {
    before: (method) => {
      if (method === "list") throw coreError("storage/unavailable", { reason: "down" });
    },
  });
  const { audit, logger } = auditOn(storage);
  audit.append(granted());
  await audit.flush();
  expect(logger.records.map(({ level }) => level)).toEqual(["warn", "warn"]);
  expect(await inner.list({ collection: "bus-audit:admin", limit: 10 }, never)).toHaveLength(1);
});

test("whatever is appended, nothing is thrown", async () => {
  const storage = createMemoryStorage();
  const { audit } = auditOn(storage);
  const trap = new Proxy(record(), {
    get: () => {
      throw new Error("trap");
    },
  });
  const hostile: readonly unknown[] = [
    null,
    undefined,
    1,
    {},
    trap,
    record({ at: Number.NaN }),
    record({ principal: 7 as never }),
    record({ capability: {} as never }),
    record({ action: "drop" as never }),
    record({ outcome: "maybe" as never }),
  ];
  for (const each of hostile) expect(() => audit.append(each as BusAuditRecord)).not.toThrow();
  expect(audit.dropped()).toBe(hostile.length);
  audit.append(record({ capability: "x".repeat(1e6), principal: "\ud800", grantId: 7 as never }));
  const [kept] = await audit.recent({ limit: 10 }, never);
  expect(kept).toMatchObject({ principal: "\ufffd", capability: `${"x".repeat(512)}…` });
  expect(kept).not.toHaveProperty("grantId");
});

test.each([
  [{ limit: 0 }, "/limit"],
  [{ limit: 1001 }, "/limit"],
  [{ limit: 1, principal: "" }, "/principal"],
  [{ limit: 1, principal: 7 }, "/principal"],
  [{ limit: 1, actor: "x" }, "/actor"],
])("a request for recent records %j is refused", async (request, pointer) => {
  const { audit } = auditOn(createMemoryStorage());
  await expect(audit.recent(request as never, never)).rejects.toMatchObject({ issues: [{ pointer }] });
});

test("a reader that has gone is told so", async () => {
  const { audit } = auditOn(createMemoryStorage());
  await expect(audit.recent({ limit: 1 }, AbortSignal.abort())).rejects.toMatchObject({ code: "core/aborted" });
});

test.each([{ maxWaiting: 0 }, { maxRecords: 1.5 }, { maxRecordsPerPrincipal: -1 }])(
  "the options %j are a programmer's mistake",
  (options) => {
    expect(() => auditOn(createMemoryStorage(), options)).toThrow(RangeError);
  },
);
