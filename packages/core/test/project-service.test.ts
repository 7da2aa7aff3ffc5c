import { expect, test } from "vitest";
import { parseProjectId, type ProjectId } from "../src/index.ts";
import { ada, never, setUp } from "./_projects.ts";

const missing = parseProjectId(`prj_${"z".repeat(26)}`) as ProjectId;

test("a created project is read back as it was answered", async () => {
  const { service, clock } = setUp();
  const { project, replayed } = await service.create({ name: "One", labels: { team: "a" }, principal: ada }, never);
  expect(replayed).toBe(false);
  expect(project).toMatchObject({ name: "One", labels: { team: "a" }, revision: 1, archivedAt: undefined });
  expect(project).toMatchObject({ createdAt: clock.now(), updatedAt: clock.now() });
  expect(await service.get(project.id, never)).toEqual(project);
});

test("a project that is not there is not found, whatever is asked of it", async () => {
  const { service } = setUp();
  const notFound = { code: "project/not-found" };
  await expect(service.get(missing, never)).rejects.toMatchObject(notFound);
  await expect(service.change({ id: missing, expectedRevision: 1, name: "x" }, never)).rejects.toMatchObject(notFound);
  await expect(service.delete({ id: missing }, never)).rejects.toMatchObject(notFound);
});

test("a change keeps what it does not name, and moves revision and time on", async () => {
  const { service, clock } = setUp();
  const { project } = await service.create({ name: "One", labels: { team: "a" }, principal: ada }, never);
  clock.advance(1000);
  const renamed = await service.change({ id: project.id, expectedRevision: 1, name: "Two" }, never);
  expect(renamed).toEqual({ ...project, name: "Two", revision: 2, updatedAt: clock.now() });
  const relabelled = await service.change({ id: project.id, expectedRevision: 2, labels: {} }, never);
  expect(relabelled).toMatchObject({ name: "Two", labels: {}, revision: 3 });
  expect(await service.get(project.id, never)).toEqual(relabelled);
});

test("archiving again keeps the first time, and restoring forgets it", async () => {
  const { service, clock } = setUp();
  const { id } = (await service.create({ name: "One", labels: {}, principal: ada }, never)).project;
  const archivedAt = clock.now();
  expect(await service.change({ id, expectedRevision: 1, archived: true }, never)).toMatchObject({ archivedAt });
  clock.advance(5);
  expect(await service.change({ id, expectedRevision: 2, archived: true }, never)).toMatchObject({ archivedAt });
  expect(await service.change({ id, expectedRevision: 3, archived: false }, never)).toMatchObject({
    archivedAt: undefined,
  });
});

test("a clock that jumps back never makes a project older than it was", async () => {
  const { service, clock } = setUp();
  const { project } = await service.create({ name: "One", labels: {}, principal: ada }, never);
  clock.setWallTime(0);
  const changed = await service.change({ id: project.id, expectedRevision: 1, name: "Two" }, never);
  expect(changed.updatedAt).toBe(project.updatedAt);
});

test("a stale change is a conflict that names both revisions, and changes nothing", async () => {
  const { service } = setUp();
  const { project } = await service.create({ name: "One", labels: {}, principal: ada }, never);
  await service.change({ id: project.id, expectedRevision: 1, name: "Two" }, never);
  const stale = service.change({ id: project.id, expectedRevision: 1, name: "Three" }, never);
  await expect(stale).rejects.toMatchObject({ code: "project/conflict", details: { expected: 1, actual: 2 } });
  expect(await service.get(project.id, never)).toMatchObject({ name: "Two", revision: 2 });
});

test("of many renames at once exactly one wins, and the others are conflicts", async () => {
  const { service } = setUp();
  const { id } = (await service.create({ name: "One", labels: {}, principal: ada }, never)).project;
  const names = Array.from({ length: 32 }, (_, at) => `Name ${at}`);
  const results = await Promise.allSettled(
    names.map((name) => service.change({ id, expectedRevision: 1, name }, never)),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results) {
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "project/conflict" });
  }
});

test("a deleted project is gone, and a stale delete deletes nothing", async () => {
  const { service } = setUp();
  const { id } = (await service.create({ name: "One", labels: {}, principal: ada }, never)).project;
  await expect(service.delete({ id, expectedRevision: 9 }, never)).rejects.toMatchObject({ code: "project/conflict" });
  await service.delete({ id, expectedRevision: 1 }, never);
  await expect(service.get(id, never)).rejects.toMatchObject({ code: "project/not-found" });
  await expect(service.delete({ id }, never)).rejects.toMatchObject({ code: "project/not-found" });
});

test("pages list every project once, in order of creation", async () => {
  const { service } = setUp();
  const names = Array.from({ length: 7 }, (_, at) => `Project ${at}`);
  for (const name of names) await service.create({ name, labels: {}, principal: ada }, never);
  const seen: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await service.list(cursor === undefined ? { limit: 3 } : { limit: 3, cursor }, never);
    seen.push(...page.projects.map(({ name }) => name));
    cursor = page.next;
    pages += 1;
  } while (cursor !== undefined);
  expect({ seen, pages }).toEqual({ seen: names, pages: 3 });
});

test("a page that ends exactly at the last project has no next", async () => {
  const { service } = setUp();
  for (const name of ["a", "b"]) await service.create({ name, labels: {}, principal: ada }, never);
  expect(await service.list({ limit: 2 }, never)).not.toHaveProperty("next");
});

test("every field at fault is named at once, before anything is written", async () => {
  const { service } = setUp();
  const labels = { BAD: "x" };
  const bad = service.create({ name: "", labels, principal: ada, idempotencyKey: "has space" }, never);
  await expect(bad).rejects.toMatchObject({ code: "project/invalid" });
  const error = await bad.catch((reason: unknown) => reason as { readonly issues: readonly { pointer: string }[] });
  expect((error as { issues: readonly { pointer: string }[] }).issues.map(({ pointer }) => pointer)).toEqual([
    "/name",
    "/labels/BAD",
    "/idempotencyKey",
  ]);
  expect((await service.list({ limit: 1 }, never)).projects).toEqual([]);
});

test.each([0, -1, 1.5, 201, Number.NaN])("a page of %j projects is refused", async (limit) => {
  await expect(setUp().service.list({ limit }, never)).rejects.toMatchObject({ code: "project/invalid" });
});

test("a cursor that no page gave out is refused", async () => {
  const list = setUp().service.list({ limit: 1, cursor: "prj_x" }, never);
  await expect(list).rejects.toMatchObject({ code: "project/invalid-cursor" });
});

test("a change of nothing, or of a revision that cannot be, is refused", async () => {
  const { service } = setUp();
  const invalid = { code: "project/invalid" };
  await expect(service.change({ id: missing, expectedRevision: 1 }, never)).rejects.toMatchObject(invalid);
  await expect(service.change({ id: missing, expectedRevision: 0, name: "x" }, never)).rejects.toMatchObject(invalid);
  await expect(service.delete({ id: missing, expectedRevision: 0.5 }, never)).rejects.toMatchObject(invalid);
});
