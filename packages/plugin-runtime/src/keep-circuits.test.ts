import { createMemoryLogger, createMemoryStorage, type Storage } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { openPluginBreaker } from "./keep-circuits.ts";

const never = (): AbortSignal => new AbortController().signal;
const fail = (): Promise<never> => Promise.reject(new Error("The callee fails on purpose."));
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function fixture(storage: Storage = createMemoryStorage()) {
  const clock = createManualClock();
  const logger = createMemoryLogger();
  const open = () => openPluginBreaker({ storage, clock, logger, minimumCalls: 1, openMs: 1000 }, never());
  return { clock, logger, open };
}

test("a circuit that was open when the host stopped is open when it starts again, for the rest of its time", async () => {
  const { clock, open } = fixture();
  const first = await open();
  await first.run("p1/acme.a@1.0.0/greet", fail).catch(() => {});
  await settled();
  clock.advance(400);
  const second = await open();
  expect(second.state("p1/acme.a@1.0.0/greet")).toBe("open");
  clock.advance(600);
  expect(second.state("p1/acme.a@1.0.0/greet")).toBe("half-open");
});

test("a circuit that closed again is closed after a restart", async () => {
  const { clock, open } = fixture();
  const first = await open();
  await first.run("a", fail).catch(() => {});
  clock.advance(1000);
  for (let trial = 0; trial < 5; trial += 1) await first.run("a", async () => 1);
  await settled();
  expect((await open()).state("a")).toBe("closed");
});

test("many changes at once leave what is true at the end", async () => {
  const { open } = fixture();
  const first = await open();
  const keys = Array.from({ length: 50 }, (_each, at) => `key-${at}`);
  await Promise.all(keys.map((key) => first.run(key, fail).catch(() => {})));
  await settled();
  const second = await open();
  expect(keys.filter((key) => second.state(key) !== "open")).toEqual([]);
});

test("storage that does not take it is noted, and the calls go on", async () => {
  const storage = createMemoryStorage();
  const { logger, open } = fixture({
    ...storage,
    commit: () => Promise.reject(new Error("The disk is full.")),
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  });
  const breaker = await open();
  await breaker.run("a", fail).catch(() => {});
  await settled();
  await expect(breaker.run("a", async () => 1)).rejects.toMatchObject({ code: "resilience/circuit-open" });
  expect(logger.records).toMatchObject([{ level: "warn", message: expect.stringContaining("circuits") as string }]);
});
