import { expect, test } from "vitest";
import { IDEMPOTENCY_WINDOW_MS, type StorageChange, sweepCreations } from "../src/index.ts";
import { ada, never, setUp } from "./_projects.ts";

const request = { name: "One", labels: { a: "1", b: "2" }, principal: ada, idempotencyKey: "k1" };

test("a repeat with the same key gets the first answer again and creates nothing", async () => {
  const { service, clock } = setUp();
  const first = await service.create(request, never);
  clock.advance(1000);
  const repeat = await service.create({ ...request, labels: { b: "2", a: "1" } }, never);
  expect(repeat).toEqual({ project: first.project, replayed: true });
  expect((await service.list({ limit: 10 }, never)).projects).toHaveLength(1);
});

test("a repeat is answered as at first, even when the project has changed or is gone", async () => {
  const { service } = setUp();
  const { project } = await service.create(request, never);
  await service.change({ id: project.id, expectedRevision: 1, name: "Two" }, never);
  expect((await service.create(request, never)).project).toEqual(project);
  await service.delete({ id: project.id }, never);
  expect(await service.create(request, never)).toEqual({ project, replayed: true });
});

test("fifty repeats at once create one project", async () => {
  const { service } = setUp();
  const all = await Promise.all(Array.from({ length: 50 }, () => service.create(request, never)));
  expect(new Set(all.map(({ project }) => project.id)).size).toBe(1);
  expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1);
});

test.each([
  ["another name", { ...request, name: "Other" }],
  ["another label value", { ...request, labels: { a: "1", b: "3" } }],
  ["a label less", { ...request, labels: { a: "1" } }],
  ["other label keys", { ...request, labels: { a: "1", c: "2" } }],
])("the same key with %s is refused and creates nothing", async (_what, other) => {
  const { service } = setUp();
  await service.create(request, never);
  await expect(service.create(other, never)).rejects.toMatchObject({ code: "project/key-reused" });
  expect((await service.list({ limit: 10 }, never)).projects).toHaveLength(1);
});

test("principals do not share keys, however their ids and keys are spelt", async () => {
  const { service } = setUp();
  const one = await service.create({ ...request, principal: { id: "a/b" }, idempotencyKey: "c" }, never);
  const two = await service.create({ ...request, principal: { id: "a" }, idempotencyKey: "b/c" }, never);
  expect(two.replayed).toBe(false);
  expect(two.project.id).not.toBe(one.project.id);
});

test("a key past its window counts as new", async () => {
  const { service, clock } = setUp();
  const first = await service.create(request, never);
  clock.advance(IDEMPOTENCY_WINDOW_MS);
  const second = await service.create(request, never);
  expect(second.replayed).toBe(false);
  expect(second.project.id).not.toBe(first.project.id);
  expect((await service.create(request, never)).project.id).toBe(second.project.id);
});

test("a sweep forgets the keys past their window and no others", async () => {
  const { service, storage, clock } = setUp();
  for (let at = 0; at < 250; at += 1) await service.create({ ...request, idempotencyKey: `old-${at}` }, never);
  clock.advance(IDEMPOTENCY_WINDOW_MS - 1);
  const kept = await service.create({ ...request, idempotencyKey: "new" }, never);
  expect(await sweepCreations(storage, clock, never)).toBe(0);
  clock.advance(1);
  expect(await sweepCreations(storage, clock, never)).toBe(250);
  expect(await service.create({ ...request, idempotencyKey: "new" }, never)).toEqual({ ...kept, replayed: true });
});

test("a create that is cancelled before its commit leaves neither project nor key", async () => {
  const { service } = setUp();
  await expect(service.create(request, AbortSignal.abort())).rejects.toMatchObject({ code: "core/aborted" });
  expect((await service.create(request, never)).replayed).toBe(false);
  expect((await service.list({ limit: 10 }, never)).projects).toHaveLength(1);
});

test("a storage that keeps changing under a create makes it give up, not spin", async () => {
  let commits = 0;
  const { service } = setUp((storage) => ({
    ...storage,
    get: async () => undefined,
    commit: async (commit, signal) => {
      commits += 1;
      const keyOnly = commit.changes.slice(1).map((change): StorageChange => ({ ...change, expect: "any" }));
      await storage.commit({ changes: keyOnly }, signal);
      return storage.commit(commit, signal);
    },
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  }));
  await expect(service.create(request, never)).rejects.toMatchObject({ code: "storage/conflict" });
  expect(commits).toBe(4);
});
