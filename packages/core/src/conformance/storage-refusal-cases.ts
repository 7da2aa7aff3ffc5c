import { deepEqual, equal, rejects } from "node:assert/strict";
import type { StorageChange, Storage } from "../ports/storage.ts";
import type { ConformanceCase } from "./conformance.ts";
import { never, put, storageCase, valueOf } from "./storage-case.ts";

const invalidAt =
  (...pointers: readonly string[]) =>
  (error: unknown): boolean => {
    const { code, issues } = error as {
      readonly code: string;
      readonly issues: readonly { readonly pointer: string }[];
    };
    deepEqual({ code, at: issues.map(({ pointer }) => pointer) }, { code: "storage/invalid", at: pointers });
    return true;
  };

const commitOf = (storage: Storage, ...changes: readonly unknown[]): Promise<unknown> =>
  storage.commit({ changes: changes as readonly StorageChange[] }, never);

/** What storage refuses, and how. */
export const storageRefusalCases: readonly ConformanceCase<Storage>[] = [
  storageCase("a key that is empty, too long or not printable ASCII is refused, naming the field", async (storage) => {
    for (const bad of ["", "x".repeat(201), "a b", "ä", "a\n", "\u0000"]) {
      await rejects(storage.get({ collection: bad, key: bad }, never), invalidAt("/collection", "/key"));
      await rejects(storage.list({ collection: bad, after: bad, limit: 1 }, never), invalidAt("/collection", "/after"));
      await rejects(commitOf(storage, put("ok"), put(bad)), invalidAt("/changes/1/key"));
    }
    equal(await valueOf(storage, "ok"), undefined);
  }),
  storageCase("a limit out of bounds is refused", async (storage) => {
    for (const limit of [0, -1, 1001, 1.5, Number.NaN]) {
      await rejects(storage.list({ collection: "things", limit }, never), invalidAt("/limit"));
    }
  }),
  storageCase("a commit of no change, of too many, or of one record twice is refused", async (storage) => {
    await rejects(commitOf(storage), invalidAt("/changes"));
    await rejects(commitOf(storage, ...Array.from({ length: 101 }, (_, at) => put(`k${at}`))), invalidAt("/changes"));
    await rejects(commitOf(storage, put("a"), put("b"), put("a")), invalidAt("/changes/2/key"));
    equal(await valueOf(storage, "b"), undefined);
  }),
  storageCase("a change of no known kind, expectation or value is refused, naming each field", async (storage) => {
    await rejects(commitOf(storage, { ...put("a"), kind: "upsert" }), invalidAt("/changes/0/kind"));
    await rejects(
      commitOf(storage, { ...put("a"), value: [1], expect: { revision: 0 } }),
      invalidAt("/changes/0/expect", "/changes/0/value"),
    );
    await rejects(commitOf(storage, { ...put("a"), value: null }), invalidAt("/changes/0/value"));
  }),
  storageCase("a call that was aborted before it began rejects and changes nothing", async (storage) => {
    const aborted = { code: "core/aborted" };
    const signal = AbortSignal.abort();
    await rejects(storage.commit({ changes: [put("a")] }, signal), aborted);
    await rejects(storage.get({ collection: "things", key: "a" }, signal), aborted);
    await rejects(storage.list({ collection: "things", limit: 1 }, signal), aborted);
    await rejects(storage.check(signal), aborted);
    equal(await valueOf(storage, "a"), undefined);
  }),
  storageCase("an abort while a commit is under way leaves all of it or none, as the commit says", async (storage) => {
    const caller = new AbortController();
    const commit = storage.commit({ changes: [put("a"), put("b")] }, caller.signal);
    caller.abort();
    const done = await commit.then(
      () => true,
      () => false,
    );
    const found = await storage.list({ collection: "things", limit: 10 }, never);
    equal(found.length, done ? 2 : 0);
  }),
  storageCase("disposing twice is safe, and afterwards every call is unavailable", async (storage) => {
    await storage[Symbol.asyncDispose]();
    await storage[Symbol.asyncDispose]();
    const unavailable = { code: "storage/unavailable" };
    await rejects(storage.get({ collection: "things", key: "a" }, never), unavailable);
    await rejects(storage.list({ collection: "things", limit: 1 }, never), unavailable);
    await rejects(storage.commit({ changes: [put("a")] }, never), unavailable);
    await rejects(storage.check(never), unavailable);
  }),
  storageCase("disposing lets the calls under way finish", async (storage) => {
    const commits = Array.from({ length: 5 }, (_, at) => storage.commit({ changes: [put(`k${at}`)] }, never));
    await Promise.all([...commits, storage[Symbol.asyncDispose]()]);
  }),
];
