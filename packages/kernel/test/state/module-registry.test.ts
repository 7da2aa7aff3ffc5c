import { createMemoryStorage } from "@cordon/core";
import { expect, test } from "vitest";
import { createModuleRegistry, type ModuleRecord } from "../../src/state/module-registry.ts";
import { describeStorages, never } from "./_storages.ts";

const module = (change: Partial<ModuleRecord> = {}): ModuleRecord => ({
  id: "billing.main",
  kind: "wasm",
  manifest: { name: "billing" },
  wanted: "running",
  addedAt: 1000,
  ...change,
});

describeStorages("a module registry", (make) => {
  test("what is put is got, listed page by page, replaced and deleted", async () => {
    const modules = createModuleRegistry({ storage: await make() });
    expect(await modules.put(module(), never)).toEqual({ ...module(), revision: 1 });
    const replaced = await modules.put(
      { ...module({ wanted: "stopped", digest: "sha256:ab" }), expectRevision: 1 },
      never,
    );
    expect(replaced).toEqual({ ...module({ wanted: "stopped", digest: "sha256:ab" }), revision: 2 });
    expect(await modules.get({ id: "billing.main" }, never)).toEqual(replaced);
    await modules.put(module({ id: "a" }), never);
    expect((await modules.list({ limit: 1 }, never)).map(({ id }) => id)).toEqual(["a"]);
    expect(await modules.list({ limit: 10, after: "a" }, never)).toEqual([replaced]);
    expect(await modules.delete({ id: "a" }, never)).toBe(true);
    expect(await modules.delete({ id: "a" }, never)).toBe(false);
    expect(await modules.get({ id: "a" }, never)).toBeUndefined();
  });

  test("of several at once that expect the same revision, exactly one succeeds", async () => {
    const storage = await make();
    const registries = [createModuleRegistry({ storage }), createModuleRegistry({ storage })];
    const puts = await Promise.allSettled(
      Array.from({ length: 10 }, (_, at) => registries[at % 2]?.put({ ...module(), expectRevision: 0 }, never)),
    );
    expect(puts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await Promise.all(Array.from({ length: 10 }, (_, at) => registries[at % 2]?.put(module(), never)));
    expect(await registries[0]?.get({ id: "billing.main" }, never)).toMatchObject({ revision: 11 });
  });
});

test("a module at another revision is neither put nor deleted", async () => {
  const modules = createModuleRegistry({ storage: createMemoryStorage() });
  await modules.put(module(), never);
  const conflict = { code: "state/conflict", details: { what: "module", expected: 2, actual: 1 } };
  await expect(modules.put({ ...module(), expectRevision: 2 }, never)).rejects.toMatchObject(conflict);
  await expect(modules.delete({ id: "billing.main", expectRevision: 2 }, never)).rejects.toMatchObject(conflict);
  expect(await modules.delete({ id: "billing.main", expectRevision: 1 }, never)).toBe(true);
});

test.each([
  [{ id: "" }, "/id"],
  [{ id: "a b" }, "/id"],
  [{ id: ".a" }, "/id"],
  [{ id: "é" }, "/id"],
  [{ id: "x".repeat(129) }, "/id"],
  [{ id: `${"a.".repeat(63)}${"x".repeat(3)}` }, "/id"],
  [{ id: undefined }, "/id"],
  [{ kind: "native2" }, "/kind"],
  [{ kind: ["native"] }, "/kind"],
  [{ manifest: [] }, "/manifest"],
  [{ manifest: null }, "/manifest"],
  [{ manifest: "x" }, "/manifest"],
  [{ manifest: { a: undefined } }, "/manifest/a"],
  [{ manifest: { a: "x".repeat(65_536) } }, "/manifest"],
  [{ wanted: "gone" }, "/wanted"],
  [{ addedAt: -1 }, "/addedAt"],
  [{ addedAt: Number.NaN }, "/addedAt"],
  [{ addedAt: "now" }, "/addedAt"],
  [{ digest: "" }, "/digest"],
  [{ digest: "a b" }, "/digest"],
  [{ digest: "x".repeat(201) }, "/digest"],
  [{ expectRevision: 0.5 }, "/expectRevision"],
  [{ revision: 1 }, "/revision"],
])("a module is refused, naming the field: case %#", async (change, pointer) => {
  const modules = createModuleRegistry({ storage: createMemoryStorage() });
  await expect(modules.put({ ...module(), ...(change as object) }, never)).rejects.toMatchObject({
    code: "state/invalid",
    issues: [{ pointer }],
  });
  expect(await modules.list({ limit: 1 }, never)).toEqual([]);
});

test("a name of 128 characters is one", async () => {
  const modules = createModuleRegistry({ storage: createMemoryStorage() });
  const id = `${"a.".repeat(62)}_-9Z`;
  expect(await modules.put(module({ id }), never)).toMatchObject({ id });
});

test("malformed requests of every other kind are refused, naming the field", async () => {
  const modules = createModuleRegistry({ storage: createMemoryStorage() });
  const at = (pointer: string): object => ({ code: "state/invalid", issues: [{ pointer }] });
  await expect(modules.get({ id: "*" }, never)).rejects.toMatchObject(at("/id"));
  await expect(modules.get({ id: "a", expectRevision: 1 } as never, never)).rejects.toMatchObject(
    at("/expectRevision"),
  );
  await expect(modules.delete({ id: "*" }, never)).rejects.toMatchObject(at("/id"));
  await expect(modules.delete({ id: "a", expectRevision: -1 }, never)).rejects.toMatchObject(at("/expectRevision"));
  await expect(modules.list({ limit: 101 }, never)).rejects.toMatchObject(at("/limit"));
});

test("a record that is no module, or another's, is not used", async () => {
  const storage = createMemoryStorage();
  const modules = createModuleRegistry({ storage });
  for (const value of [
    {},
    { ...module(), id: "other" },
    { ...module({ id: "m" }), kind: "x" },
    { ...module({ id: "m" }), x: 1 },
  ]) {
    const put = { kind: "put", collection: "modules", key: "m", value, expect: "any" } as never;
    await storage.commit({ changes: [put] }, never);
    await expect(modules.get({ id: "m" }, never)).rejects.toMatchObject({ code: "state/damaged" });
    await expect(modules.list({ limit: 1 }, never)).rejects.toMatchObject({ details: { record: "the module m" } });
  }
});

test("a call whose caller has gone changes nothing", async () => {
  const modules = createModuleRegistry({ storage: createMemoryStorage() });
  const gone = AbortSignal.abort();
  await expect(modules.put(module(), gone)).rejects.toMatchObject({ code: "core/aborted" });
  await expect(modules.get({ id: "a" }, gone)).rejects.toMatchObject({ code: "core/aborted" });
  await expect(modules.list({ limit: 1 }, gone)).rejects.toMatchObject({ code: "core/aborted" });
  expect(await modules.list({ limit: 1 }, never)).toEqual([]);
});
