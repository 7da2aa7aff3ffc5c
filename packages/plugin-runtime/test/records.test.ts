import { createMemoryLogger, createMemoryStorage, type Storage, type StoredRecord } from "@cordon/core";
import { createManualClock, createSequentialIds } from "@cordon/core/testing";
import { describe, expect, test } from "vitest";
import { createPluginLogs } from "../src/plugin-logs.ts";
import { type AuditRecord, createMemoryAuditTrail, createStorageAuditTrail } from "../src/index.ts";
import { createUsageLedger } from "../src/usage-ledger.ts";

const never = (): AbortSignal => new AbortController().signal;

function failing(storage: Storage, isDown: () => boolean): Storage {
  return {
    get: (request, signal) => storage.get(request, signal),
    list: (request, signal) => storage.list(request, signal),
    check: (signal) => storage.check(signal),
    commit: (request, signal) =>
      isDown() ? Promise.reject(new Error("The disk is full.")) : storage.commit(request, signal),
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  };
}

describe("logs of plugins", () => {
  test("the latest are kept, newest first, cut and redacted, and go to the host's log as what a plugin says", () => {
    const logger = createMemoryLogger();
    const logs = createPluginLogs({ clock: createManualClock(), logger, maxRecords: 2 });
    const own = logs.loggerOf("p1", "acme.a");
    own.log("info", "first");
    own.log("warn", "password=hunter2-and-more", { token: "abc", deep: { authorization: "Bearer xyz" } });
    own.log("error", "some words ".repeat(300));
    const kept = logs.recent("p1", "acme.a", 10);
    expect(kept.map(({ level, message }) => [level, message.length])).toEqual([
      ["error", 2000],
      ["warn", expect.any(Number)],
    ]);
    expect(JSON.stringify([kept, logger.records])).not.toMatch(/hunter2|"abc"|xyz/);
    expect(logger.records.every(({ message }) => message === "plugin says")).toBe(true);
  });

  test("a plugin's records are its own, and go with it", () => {
    const logs = createPluginLogs({ clock: createManualClock(), logger: createMemoryLogger() });
    logs.loggerOf("p1", "acme.a").log("info", "a");
    logs.loggerOf("p2", "acme.a").log("info", "b");
    expect(logs.recent("p1", "acme.a", 10).map(({ message }) => message)).toEqual(["a"]);
    logs.forget("p1", "acme.a");
    expect(logs.recent("p1", "acme.a", 10)).toEqual([]);
    expect(logs.recent("p2", "acme.a", 10)).toHaveLength(1);
  });
});

describe("usage", () => {
  const used = { fuelUsed: 10, peakMemoryBytes: 100, wallMs: 2 };

  test("ledgers of two servers on one storage add up", async () => {
    const storage = createMemoryStorage();
    const ledgers = [createUsageLedger(storage), createUsageLedger(storage)];
    for (let call = 0; call < 10; call += 1) for (const ledger of ledgers) ledger.add("p1", "acme.a", used);
    await Promise.all(ledgers.map((ledger) => ledger.flush(never())));
    expect(await createUsageLedger(storage).read("p1", "acme.a", never())).toEqual({
      calls: 20,
      fuelUsed: 200,
      wallMs: 40,
      peakMemoryBytes: 100,
    });
  });

  test("what could not be kept is kept with the next", async () => {
    const state = { isDown: true };
    const storage = createMemoryStorage();
    const ledger = createUsageLedger(failing(storage, () => state.isDown));
    ledger.add("p1", "acme.a", used);
    await expect(ledger.flush(never())).rejects.toThrow("full");
    ledger.add("p1", "acme.a", used);
    state.isDown = false;
    await ledger.flush(never());
    expect(await createUsageLedger(storage).read("p1", "acme.a", never())).toMatchObject({ calls: 2 });
  });
});

async function allOf(storage: Storage, collection: string): Promise<readonly StoredRecord[]> {
  const all: StoredRecord[] = [];
  for (let after = ""; ; after = all.at(-1)?.key ?? "") {
    const page = await storage.list({ collection, limit: 1000, ...(after === "" ? {} : { after }) }, never());
    all.push(...page);
    if (page.length < 1000) return all;
  }
}

describe("audit", () => {
  const record = (at: number): AuditRecord => ({
    at,
    scope: "p1",
    pluginId: "acme.a",
    actor: "ada",
    action: "grant",
    outcome: "allowed",
    detail: {},
  });

  test("records that storage does not take are counted and noted, and later ones are kept", async () => {
    const state = { isDown: true };
    const logger = createMemoryLogger();
    const storage = failing(createMemoryStorage(), () => state.isDown);
    const trail = createStorageAuditTrail({ storage, ids: createSequentialIds(), logger });
    trail.append(record(1));
    await trail.flush();
    state.isDown = false;
    trail.append(record(2));
    expect(await trail.recent({ scope: "p1", limit: 10 }, never())).toEqual([record(2)]);
    expect(trail.dropped()).toBe(1);
    expect(logger.records).toMatchObject([{ level: "error", fields: { records: 1 } }]);
  });

  test("a flood that storage cannot follow is dropped and counted, and memory does not grow with it", () => {
    const trail = createStorageAuditTrail({
      storage: createMemoryStorage(),
      ids: createSequentialIds(),
      logger: createMemoryLogger(),
      maxWaiting: 100,
    });
    for (let at = 0; at < 1000; at += 1) trail.append(record(at));
    expect(trail.dropped()).toBe(900);
  });

  test("a plugin that floods its audit keeps its latest records, and what people did stays", async () => {
    const storage = createMemoryStorage();
    const trail = createStorageAuditTrail({
      storage,
      ids: createSequentialIds(),
      logger: createMemoryLogger(),
      maxCallRecords: 100,
    });
    trail.append(record(0));
    for (let at = 1; at <= 5000; at += 1) {
      trail.append({ ...record(at), actor: `call:c${at}`, action: "storage" });
      if (at % 500 === 0) await trail.flush();
    }
    await trail.flush();
    for (const query of [{ scope: "p1" }, { scope: "p1", pluginId: "acme.a" }]) {
      const kept = (await trail.recent({ ...query, limit: 1000 }, never())).map(({ at }) => at);
      expect(kept.slice(0, 100)).toEqual(Array.from({ length: 100 }, (_each, at) => 5000 - at));
    }
    const all = await allOf(storage, "plugin-audit:p1");
    expect(all.filter(({ value }) => value["actor"] === "ada")).toHaveLength(1);
    expect(all.length).toBeLessThan(2200);
  });

  test("in memory, the oldest make room and are counted", async () => {
    const trail = createMemoryAuditTrail({ maxRecords: 2 });
    for (let at = 0; at < 5; at += 1) trail.append(record(at));
    expect((await trail.recent({ scope: "p1", limit: 10 }, never())).map(({ at }) => at)).toEqual([4, 3]);
    expect(trail.dropped()).toBe(3);
  });
});
