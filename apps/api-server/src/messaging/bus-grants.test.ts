import { createMessageBus, type MessageBus } from "@cordon/bus";
import { createMemoryLogger, createMemoryStorage, type Storage } from "@cordon/core";
import { createManualClock, createSeededRandom, createSequentialIds } from "@cordon/core/testing";
import { describe, expect, test } from "vitest";
import { createBusGrants, type SyncedBusGrants } from "./bus-grants.ts";

const NEVER = new AbortController().signal;
const ADA = { id: "ada" };
const clock = createManualClock();
const random = createSeededRandom(7);
const ids = createSequentialIds();

interface Server {
  readonly bus: MessageBus;
  readonly grants: SyncedBusGrants;
  readonly can: (principal: string, capability: string) => boolean;
}

// Servers without a bridge between them, which is what they are while the broker is away.
function serverOn(storage: Storage): Server {
  const bus = createMessageBus({ clock, random, ids });
  const grants = createBusGrants({ bus, storage, clock, logger: createMemoryLogger() });
  return { bus, grants, can: (principal, capability) => bus.openSender(principal).can(capability) };
}

function failing(inner: Storage): { readonly storage: Storage; fail: boolean } {
  const world = {
    fail: false,
    storage: {
      ...inner,
      get: inner.get.bind(inner),
      async list(request: Parameters<Storage["list"]>[0], signal: AbortSignal) {
        if (world.fail) throw new Error("no storage");
        return inner.list(request, signal);
      },
      async commit(request: Parameters<Storage["commit"]>[0], signal: AbortSignal) {
        if (world.fail) throw new Error("no storage");
        return inner.commit(request, signal);
      },
    },
  };
  return world;
}

test("a grant is in force at once, and after a restart", async () => {
  const storage = createMemoryStorage();
  const one = serverOn(storage);
  const record = await one.grants.add({ principal: "api.x", capability: "emit:*" }, ADA, NEVER);
  expect(record).toEqual({
    ...record,
    principal: "api.x",
    capability: "emit:*",
    grantedBy: "ada",
    grantedAt: clock.now(),
  });
  expect(one.can("api.x", "emit:hello")).toBe(true);
  const again = serverOn(storage);
  expect(again.can("api.x", "emit:hello")).toBe(false);
  await again.grants.sync(NEVER);
  expect(again.can("api.x", "emit:hello")).toBe(true);
  expect(again.bus.grants("api.x").map(({ id }) => id)).toEqual([record.id]);
  await again.grants.sync(NEVER);
  expect(again.bus.grants("api.x")).toHaveLength(1);
});

test("what one server of a database gives and ends, the others do too, if not sooner then with the next sync", async () => {
  const storage = createMemoryStorage();
  const [one, two] = [serverOn(storage), serverOn(storage)];
  const { id } = await one.grants.add({ principal: "api.x", capability: "emit:*" }, ADA, NEVER);
  await two.grants.sync(NEVER);
  expect(two.can("api.x", "emit:hello")).toBe(true);
  await two.grants.revoke(id, NEVER);
  expect([one.can("api.x", "emit:hello"), two.can("api.x", "emit:hello")]).toEqual([true, false]);
  await one.grants.sync(NEVER);
  expect(one.can("api.x", "emit:hello")).toBe(false);
  await expect(one.grants.revoke(id, NEVER)).rejects.toMatchObject({ code: "server/no-such-grant" });
});

test("a grant that another server gave a moment ago can be narrowed and revoked", async () => {
  const storage = createMemoryStorage();
  const [one, two] = [serverOn(storage), serverOn(storage)];
  const { id } = await one.grants.add({ principal: "api.x", capability: "emit:*" }, ADA, NEVER);
  const child = await two.grants.narrow(id, { principal: "api.y", capability: "emit:hello" }, ADA, NEVER);
  expect(child).toMatchObject({ parentId: id, principal: "api.y" });
  await expect(two.grants.narrow(child.id, { capability: "emit:*" }, ADA, NEVER)).rejects.toMatchObject({
    code: "bus/not-narrower",
  });
  await one.grants.revoke(id, NEVER);
  await two.grants.sync(NEVER);
  expect([two.can("api.x", "emit:hello"), two.can("api.y", "emit:hello")]).toEqual([false, false]);
  expect(await two.grants.list({ limit: 10 }, NEVER)).toEqual([]);
});

test("what was narrowed is in force after a restart, and ends with what it comes from", async () => {
  const storage = createMemoryStorage();
  const one = serverOn(storage);
  const { id } = await one.grants.add({ principal: "api.x", capability: "emit:*" }, ADA, NEVER);
  const child = await one.grants.narrow(id, { principal: "api.y" }, ADA, NEVER);
  await one.grants.narrow(child.id, { principal: "api.z" }, ADA, NEVER);
  const again = serverOn(storage);
  await again.grants.sync(NEVER);
  expect(again.can("api.z", "emit:hello")).toBe(true);
  await again.grants.revoke(id, NEVER);
  expect(["api.x", "api.y", "api.z"].map((name) => again.can(name, "emit:hello"))).toEqual([false, false, false]);
  expect(await again.grants.list({ limit: 10 }, NEVER)).toEqual([]);
});

test("what was narrowed while its origin was revoked elsewhere does not stay", async () => {
  const inner = createMemoryStorage();
  const [one, two] = [serverOn(inner), serverOn(inner)];
  const { id } = await one.grants.add({ principal: "api.x", capability: "emit:*" }, ADA, NEVER);
  await two.grants.sync(NEVER);
  await one.grants.revoke(id, NEVER);
  await expect(two.grants.narrow(id, { principal: "api.y" }, ADA, NEVER)).rejects.toMatchObject({
    code: "server/no-such-grant",
  });
  expect(two.can("api.y", "emit:hello")).toBe(false);
  expect(await two.grants.list({ limit: 10 }, NEVER)).toEqual([]);
});

test("what was revoked elsewhere while it was being put in force is not", async () => {
  const inner = createMemoryStorage();
  const one = serverOn(inner);
  const { id } = await one.grants.add({ principal: "api.x", capability: "emit:*" }, ADA, NEVER);
  let isRevoked = false;
  const two = serverOn({
    get: inner.get.bind(inner),
    commit: inner.commit.bind(inner),
    check: inner.check.bind(inner),
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
    async list(request, signal) {
      const found = await inner.list(request, signal);
      if (!isRevoked) {
        isRevoked = true;
        await one.grants.revoke(id, NEVER);
      }
      return found;
    },
  });
  await two.grants.sync(NEVER);
  expect(two.can("api.x", "emit:hello")).toBe(false);
});

test("a grant that has expired is forgotten, and one that is over cannot be given", async () => {
  const storage = createMemoryStorage();
  const { grants, can } = serverOn(storage);
  const expiresAt = clock.now() + 1000;
  await grants.add({ principal: "api.x", capability: "emit:*", expiresAt }, ADA, NEVER);
  expect(can("api.x", "emit:hello")).toBe(true);
  clock.advance(1000);
  expect(can("api.x", "emit:hello")).toBe(false);
  await grants.sync(NEVER);
  expect(await grants.list({ limit: 10 }, NEVER)).toEqual([]);
  await expect(grants.add({ principal: "api.x", capability: "a", expiresAt }, ADA, NEVER)).rejects.toMatchObject({
    code: "server/invalid-parameters",
    details: { issues: [{ pointer: "/expiresAt" }] },
  });
});

describe("grants that are limited in uses", () => {
  test("are good on the server that gave them, and not after its end", async () => {
    const storage = createMemoryStorage();
    const { bus, grants, can } = serverOn(storage);
    const record = await grants.add({ principal: "x", capability: "emit:*", uses: 1 }, ADA, NEVER);
    const kept = await grants.add({ principal: "y", capability: "emit:*" }, ADA, NEVER);
    expect(await grants.list({ limit: 10 }, NEVER)).toEqual([record, kept]);
    expect(await grants.list({ limit: 10, after: record.id }, NEVER)).toEqual([kept]);
    const again = serverOn(storage);
    await again.grants.sync(NEVER);
    expect(again.can("x", "emit:hello")).toBe(false);
    await bus.openSender("x").emitEvent({ kind: "hello", payload: null });
    expect(can("x", "emit:hello")).toBe(false);
    expect(await grants.list({ limit: 10 }, NEVER)).toEqual([kept]);
  });

  test.each(["*", "event:*", "event:orders.created"])(
    "are none for %s, since events are not counted",
    async (capability) => {
      const { bus, grants } = serverOn(createMemoryStorage());
      const refusal = { code: "server/invalid-parameters", details: { issues: [{ pointer: "/uses" }] } };
      await expect(grants.add({ principal: "x", capability, uses: 1 }, ADA, NEVER)).rejects.toMatchObject(refusal);
      const { id } = await grants.add({ principal: "x", capability }, ADA, NEVER);
      await expect(grants.narrow(id, { uses: 1 }, ADA, NEVER)).rejects.toMatchObject(refusal);
      expect(bus.grants("x")).toHaveLength(1);
    },
  );
});

describe("a storage that fails", () => {
  test("gives no right", async () => {
    const world = failing(createMemoryStorage());
    const { grants, can } = serverOn(world.storage);
    world.fail = true;
    await expect(grants.add({ principal: "x", capability: "emit:*" }, ADA, NEVER)).rejects.toThrow("no storage");
    expect(can("x", "emit:hello")).toBe(false);
  });

  test("keeps no right in force that is revoked, and the record goes when it can", async () => {
    const world = failing(createMemoryStorage());
    const { grants, can } = serverOn(world.storage);
    const { id } = await grants.add({ principal: "x", capability: "emit:*" }, ADA, NEVER);
    await grants.narrow(id, { principal: "y" }, ADA, NEVER);
    world.fail = true;
    await expect(grants.revoke(id, NEVER)).rejects.toThrow("no storage");
    await expect(grants.sync(NEVER)).rejects.toThrow("no storage");
    expect([can("x", "emit:hello"), can("y", "emit:hello")]).toEqual([false, false]);
    world.fail = false;
    await grants.revoke(id, NEVER);
    expect(can("x", "emit:hello")).toBe(false);
    expect(await grants.list({ limit: 10 }, NEVER)).toEqual([]);
  });
});
