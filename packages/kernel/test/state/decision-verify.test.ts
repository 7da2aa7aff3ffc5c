import { createMemoryStorage, type JsonObject, type Storage, type StorageChange } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createDecisionLog } from "../../src/state/decision-log.ts";
import { actorHash, decisionHash } from "../../src/state/decisions/chain.ts";
import type { DecisionEntry } from "../../src/state/decisions/decision.ts";
import { keyOfSequence } from "../../src/state/newest-first.ts";
import { decision, deleting, logRecords, logWith, putting } from "./_decisions.ts";
import { never } from "./_storages.ts";

const ENTRIES = "decisions:main";
const INDEX = "decisions:main:by-actor";
const entryAt = async (storage: Storage, sequence: number): Promise<DecisionEntry> => {
  const record = await storage.get({ collection: ENTRIES, key: keyOfSequence(sequence) }, never);
  return record?.value as unknown as DecisionEntry;
};
const puttingEntry = (sequence: number, entry: object): StorageChange =>
  putting(ENTRIES, keyOfSequence(sequence), entry as JsonObject);
const rehashed = (entry: DecisionEntry): DecisionEntry => ({ ...entry, hash: decisionHash(entry) ?? "" });

test("any single change of what is stored is found", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.constantFrom("delete", "field", "extra", "move", "copy"),
      fc.nat(),
      fc.jsonValue(),
      async (which, how, field, value) => {
        const storage = createMemoryStorage();
        const log = await logWith(storage, 7);
        const records = await logRecords(storage);
        const record = records[which % records.length];
        if (record === undefined) throw new Error("There is no record.");
        const names = Object.keys(record.value);
        const name = names[field % names.length] ?? "";
        const changed = {
          delete: () => [deleting(record)],
          field: () => [putting(record.collection, record.key, { ...record.value, [name]: value as string })],
          extra: () => [putting(record.collection, record.key, { ...record.value, extra: value as string })],
          move: () => [deleting(record), putting(record.collection, `${record.key}0`, record.value)],
          copy: () => {
            const other = records[field % records.length] ?? record;
            return [putting(record.collection, record.key, other.value)];
          },
        }[how]();
        await storage.commit({ changes: changed }, never);
        const isSame = JSON.stringify(await logRecords(storage).then(valuesOf)) === JSON.stringify(valuesOf(records));
        expect((await log.verify(never)).ok).toBe(isSame);
      },
    ),
    { numRuns: 500 },
  );
});

test("any record that is put in is found", async () => {
  const actors = ["0".repeat(64), "f".repeat(64)];
  const puts: readonly (readonly [string, string, JsonObject])[] = [
    ...[keyOfSequence(8), keyOfSequence(0), "0", "zzz", "!"].map((key) => [ENTRIES, key, { sequence: 8 }] as const),
    ...[3, 7, 8, 9].flatMap((sequence) =>
      actors.map((actor) => [INDEX, `${actor}:${keyOfSequence(sequence)}`, { sequence }] as const),
    ),
    [INDEX, keyOfSequence(3), { sequence: 3 }],
  ];
  for (const [collection, key, value] of puts) {
    const storage = createMemoryStorage();
    const log = await logWith(storage, 7);
    await storage.commit({ changes: [putting(collection, key, value)] }, never);
    const at = (value["sequence"] as number) ?? 0;
    const problem = { ok: false, ...(key.includes(":") ? { at, problem: "index-changed" } : {}) };
    expect(await log.verify(never)).toMatchObject(problem);
  }
});

test("an entry under the key of another is not shown", async () => {
  const storage = createMemoryStorage();
  const log = await logWith(storage, 7);
  await storage.commit({ changes: [puttingEntry(3, await entryAt(storage, 4))] }, never);
  await expect(log.recent({ limit: 10 }, never)).rejects.toMatchObject({ code: "state/damaged" });
  expect(await log.verify(never)).toEqual({ ok: false, at: 3, problem: "entry-changed" });
});

test.each([
  ["changed", 4, { rationale: "another" }, { at: 4, problem: "entry-changed" }],
  ["the newest changed", 7, { output: "no" }, { at: 7, problem: "entry-changed" }],
  ["the first changed", 1, { confidence: 1 }, { at: 1, problem: "entry-changed" }],
])("an entry that was %s is named", async (_name, sequence, change, verdict) => {
  const storage = createMemoryStorage();
  const log = await logWith(storage, 7);
  const entry = await entryAt(storage, sequence);
  await storage.commit({ changes: [puttingEntry(sequence, { ...entry, ...change })] }, never);
  expect(await log.verify(never)).toEqual({ ok: false, ...verdict });
  await expect(log.recent({ limit: 10 }, never)).rejects.toMatchObject({
    code: "state/damaged",
    details: { record: `entry ${sequence} of the decision log` },
  });
});

test("an entry that was changed with its hash breaks the chain above it", async () => {
  for (const [sequence, verdict] of [
    [4, { at: 4, problem: "chain-broken" }],
    [1, { at: 1, problem: "chain-broken" }],
    [7, { at: 7, problem: "head-changed" }],
  ] as const) {
    const storage = createMemoryStorage();
    const log = await logWith(storage, 7);
    const entry = rehashed({ ...(await entryAt(storage, sequence)), rationale: "another" });
    await storage.commit({ changes: [puttingEntry(sequence, entry)] }, never);
    expect(await log.verify(never)).toEqual({ ok: false, ...verdict });
  }
});

test("two entries that changed places are found, also with hashes that fit them", async () => {
  const storage = createMemoryStorage();
  const log = await logWith(storage, 7);
  const [third, fifth] = [await entryAt(storage, 3), await entryAt(storage, 5)];
  const changes = [
    puttingEntry(3, rehashed({ ...fifth, sequence: 3, previous: third.previous })),
    puttingEntry(5, rehashed({ ...third, sequence: 5, previous: fifth.previous })),
  ];
  await storage.commit({ changes }, never);
  expect(await log.verify(never)).toMatchObject({ ok: false, at: 5, problem: "chain-broken" });
});

test("entries that were taken out are missed wherever they stood", async () => {
  for (const sequence of [1, 4, 7]) {
    const storage = createMemoryStorage();
    const log = await logWith(storage, 7);
    await storage.commit({ changes: [deleting({ collection: ENTRIES, key: keyOfSequence(sequence) })] }, never);
    expect(await log.verify(never)).toEqual({ ok: false, at: sequence, problem: "entry-missing" });
  }
});

test("an end that was cut off with its head and its index takes an anchor to be found", async () => {
  const storage = createMemoryStorage();
  const log = await logWith(storage, 7);
  const anchor = await log.head(never);
  const sixth = await entryAt(storage, 6);
  const index = (await logRecords(storage)).find(({ collection, value }) =>
    collection.endsWith("by-actor") ? value["sequence"] === 7 : false,
  );
  const changes = [
    deleting({ collection: ENTRIES, key: keyOfSequence(7) }),
    deleting(index ?? { collection: "none", key: "none" }),
    putting("decisions:main:head", "head", { sequence: 6, hash: sixth.hash }),
  ];
  await storage.commit({ changes }, never);
  expect(await log.verify(never)).toMatchObject({ ok: true, entries: 6 });
  expect(await log.verify(never, { anchor })).toEqual({ ok: false, at: 7, problem: "anchor-mismatch" });
  await log.append(decision(), never);
  expect(await log.verify(never)).toMatchObject({ ok: true, entries: 7 });
  expect(await log.verify(never, { anchor })).toEqual({ ok: false, at: 7, problem: "anchor-mismatch" });
});

test("an anchor that the log still holds is no problem, whatever was added after it", async () => {
  const storage = createMemoryStorage();
  const log = await logWith(storage, 3);
  const anchor = await log.head(never);
  await log.append(decision(), never);
  expect(await log.verify(never, { anchor })).toMatchObject({ ok: true, entries: 4 });
  for (const wrong of [
    { ...anchor, sequence: 2 },
    { ...anchor, sequence: 0 },
    { ...anchor, sequence: -1 },
  ])
    expect(await log.verify(never, { anchor: wrong })).toMatchObject({ ok: false, problem: "anchor-mismatch" });
});

test("a whole log of another name is found, although its chain is sound", async () => {
  const storage = createMemoryStorage();
  const other = createDecisionLog({ storage, clock: createManualClock(), name: "other" });
  await logWith(storage, 2);
  const changes = (await logRecords(storage)).map(({ collection, key, value }) =>
    putting(collection.replace("main", "other"), key, value),
  );
  await storage.commit({ changes }, never);
  expect(await other.verify(never)).toEqual({ ok: false, at: 1, problem: "chain-broken" });
});

test.each([2, 9])("an index that leads to another actor's entry, or to none, shows nothing: %i", async (sequence) => {
  const storage = createMemoryStorage();
  const log = await logWith(storage, 2);
  const key = `${actorHash("actor-0")}:${keyOfSequence(sequence)}`;
  await storage.commit({ changes: [putting(INDEX, key, { sequence })] }, never);
  await expect(log.byActor({ actor: "actor-0", limit: 10 }, never)).rejects.toMatchObject({ code: "state/damaged" });
  expect(await log.byActor({ actor: "actor-0", limit: 10, before: 2 }, never)).toHaveLength(1);
});

test("a head that is none, or was set back, stops what would be appended and what would be counted", async () => {
  const storage = createMemoryStorage();
  const log = await logWith(storage, 2);
  const fresh = createDecisionLog({ storage, clock: createManualClock() });
  for (const value of [{}, { sequence: "2", hash: "x" }, { sequence: 0, hash: "0".repeat(64) }]) {
    await storage.commit({ changes: [putting("decisions:main:head", "head", value)] }, never);
    await expect(fresh.append(decision(), never)).rejects.toMatchObject({ code: "state/damaged" });
    await expect(fresh.count(never)).rejects.toMatchObject({ code: "state/damaged" });
    expect(await log.verify(never)).toEqual({ ok: false, at: 0, problem: "head-changed" });
  }
  const first = await entryAt(storage, 1);
  const setBack = { sequence: 1, hash: first.hash };
  await storage.commit({ changes: [putting("decisions:main:head", "head", setBack)] }, never);
  await expect(fresh.append(decision(), never)).rejects.toMatchObject({ code: "state/damaged" });
  expect(await fresh.verify(never)).toEqual({ ok: false, at: 2, problem: "entry-beyond-head" });
});

test("an entry that is sound but no decision is found", async () => {
  for (const change of [{ confidence: 2 }, { actor: 7 }, { at: "now" }, { envelopeId: 1 }, { sequence: 1.5 }]) {
    const storage = createMemoryStorage();
    const log = await logWith(storage, 1);
    const entry = rehashed({ ...(await entryAt(storage, 1)), ...(change as object) });
    const head = { sequence: 1, hash: entry.hash };
    await storage.commit({ changes: [puttingEntry(1, entry), putting("decisions:main:head", "head", head)] }, never);
    expect(await log.verify(never)).toEqual({ ok: false, at: 1, problem: "entry-changed" });
  }
});

function valuesOf(records: readonly { readonly key: string; readonly value: JsonObject }[]): readonly unknown[] {
  return records.map(({ key, value }) => [
    key,
    Object.keys(value)
      .sort()
      .map((name) => [name, value[name]]),
  ]);
}
