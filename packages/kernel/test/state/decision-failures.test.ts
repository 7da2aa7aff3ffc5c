import { coreError, createMemoryStorage } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { createDecisionLog } from "../../src/state/decision-log.ts";
import { decision, logRecords, logWith } from "./_decisions.ts";
import { hookedStorage, never } from "./_storages.ts";

const clock = createManualClock();
const unavailable = (): Error => coreError("storage/unavailable", { reason: "cut" });

test("an append whose caller has gone writes nothing", async () => {
  const storage = createMemoryStorage();
  const log = createDecisionLog({ storage, clock });
  await expect(log.append(decision(), AbortSignal.abort())).rejects.toMatchObject({ code: "core/aborted" });
  expect(await logRecords(storage)).toEqual([]);
});

test("aborted while it waits, an append is left out, and its neighbours are written", async () => {
  const log = createDecisionLog({ storage: createMemoryStorage(), clock });
  const caller = new AbortController();
  const appends = [never, caller.signal, never].map((signal, at) => log.append(decision({ inputs: at }), signal));
  caller.abort();
  const results = await Promise.allSettled(appends);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect((await log.recent({ limit: 10 }, never)).map(({ inputs }) => inputs)).toEqual([2, 0]);
});

test("aborted at each call of storage, an append settles with what really happened", async () => {
  for (let abortAt = 1; abortAt <= 4; abortAt += 1) {
    const caller = new AbortController();
    const inner = createMemoryStorage();
    const storage = hookedStorage(inner, {
      before: (_method, call) => {
        if (call === abortAt) caller.abort();
      },
    });
    const log = createDecisionLog({ storage, clock });
    const [settled] = await Promise.allSettled([log.append(decision(), caller.signal)]);
    const plain = createDecisionLog({ storage: inner, clock });
    expect(await plain.count(never)).toBe(settled?.status === "fulfilled" ? 1 : 0);
    expect(await plain.verify(never)).toMatchObject({ ok: true });
  }
});

test("reads heed their signal, at each page", async () => {
  const inner = createMemoryStorage();
  await logWith(inner, 250);
  for (let abortAt = 1; abortAt <= 6; abortAt += 1) {
    const caller = new AbortController();
    const storage = hookedStorage(inner, {
      before: (_method, call) => {
        if (call === abortAt) caller.abort();
      },
    });
    const log = createDecisionLog({ storage, clock });
    await expect(log.verify(caller.signal)).rejects.toMatchObject({ code: "core/aborted" });
  }
  const log = createDecisionLog({ storage: inner, clock });
  const aborted = AbortSignal.abort();
  for (const read of [
    log.recent({ limit: 1 }, aborted),
    log.byActor({ actor: "actor-0", limit: 1 }, aborted),
    log.count(aborted),
    log.head(aborted),
  ])
    await expect(read).rejects.toMatchObject({ code: "core/aborted" });
});

test("a commit that was made although storage said otherwise is not made twice", async () => {
  const inner = createMemoryStorage();
  let cut = 1;
  const storage = hookedStorage(inner, {
    after: (method) => {
      if (method !== "commit" || cut === 0) return;
      cut -= 1;
      throw unavailable();
    },
  });
  const log = createDecisionLog({ storage, clock });
  const entries = await Promise.all([log.append(decision(), never), log.append(decision(), never)]);
  expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2]);
  expect(await log.append(decision(), never)).toMatchObject({ sequence: 3 });
  expect(await log.verify(never)).toMatchObject({ ok: true, entries: 3 });
});

test("an entry of another writer is not taken for one's own", async () => {
  const inner = createMemoryStorage();
  const faster = createDecisionLog({ storage: inner, clock });
  const storage = hookedStorage(inner, {
    before: async (method) => {
      if (method !== "commit") return;
      await faster.append(decision({ actor: "faster" }), never);
      throw unavailable();
    },
  });
  const log = createDecisionLog({ storage, clock });
  await expect(log.append(decision(), never)).rejects.toMatchObject({ code: "storage/unavailable" });
  expect(await faster.byActor({ actor: "agent", limit: 1 }, never)).toEqual([]);
});

test("while storage does not answer, appends reject, and afterwards they work", async () => {
  let isDown = true;
  const storage = hookedStorage(createMemoryStorage(), {
    before: (method) => {
      if (isDown && method === "commit") throw unavailable();
    },
  });
  const log = createDecisionLog({ storage, clock });
  await expect(log.append(decision(), never)).rejects.toMatchObject({ code: "storage/unavailable" });
  isDown = false;
  expect(await log.append(decision(), never)).toMatchObject({ sequence: 1 });
});

test("where storage does not even answer whether a commit was made, what it failed with is told", async () => {
  let isDown = false;
  const storage = hookedStorage(createMemoryStorage(), {
    before: (method) => {
      isDown ||= method === "commit";
      if (isDown) throw unavailable();
    },
  });
  const log = createDecisionLog({ storage, clock });
  await expect(log.append(decision(), never)).rejects.toMatchObject({ code: "storage/unavailable" });
});

test("a writer that is always too late gives up, having written nothing", async () => {
  const inner = createMemoryStorage();
  const faster = createDecisionLog({ storage: inner, clock });
  const storage = hookedStorage(inner, {
    before: async (method) => {
      if (method === "commit") await faster.append(decision({ actor: "faster" }), never);
    },
  });
  const late = createDecisionLog({ storage, clock });
  await expect(late.append(decision({ actor: "late" }), never)).rejects.toMatchObject({
    code: "state/contended",
    retryable: true,
  });
  expect(await faster.byActor({ actor: "late", limit: 1 }, never)).toEqual([]);
  expect(await faster.verify(never)).toMatchObject({ ok: true, entries: 256 });
});

test("too much that waits is refused, and what waits is written", async () => {
  const log = createDecisionLog({ storage: createMemoryStorage(), clock, maxWaitingBytes: 5000 });
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => log.append(decision(), never)));
  expect(results.map(({ status }) => status).slice(0, 4)).toEqual(Array.from({ length: 4 }, () => "fulfilled"));
  expect(results[4]).toMatchObject({ reason: { code: "state/busy", retryable: true } });
  expect(await log.count(never)).toBe(4);
  expect(await log.append(decision(), never)).toMatchObject({ sequence: 5 });
});

test("appends that came together share commits", async () => {
  let commits = 0;
  const storage = hookedStorage(createMemoryStorage(), {
    before: (method) => {
      if (method === "commit") commits += 1;
    },
  });
  await logWith(storage, 98);
  expect(commits).toBe(2);
});

test("large decisions do not all go into one commit", async () => {
  let commits = 0;
  const storage = hookedStorage(createMemoryStorage(), {
    before: (method) => {
      if (method === "commit") commits += 1;
    },
  });
  const log = createDecisionLog({ storage, clock });
  const large = decision({ inputs: "x".repeat(65_000), output: "x".repeat(65_000) });
  await Promise.all(Array.from({ length: 49 }, () => log.append(large, never)));
  expect(commits).toBe(2);
  expect(await log.verify(never)).toMatchObject({ ok: true, entries: 49 });
});
