import { createMemoryLogger } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import type { PluginHost } from "@cordon/plugin-runtime";
import { expect, test } from "vitest";
import { startPlugins } from "./start-plugins.ts";

const hostThatStarts = (start: PluginHost["start"]): PluginHost => ({ start }) as PluginHost;
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

test("plugins are started once where that works", async () => {
  const clock = createManualClock();
  let starts = 0;
  await using start = startPlugins(
    hostThatStarts(async () => void (starts += 1)),
    clock,
    createMemoryLogger(),
  );
  await start.tried;
  clock.advance(60_000);
  await settle();
  expect({ starts, isDone: start.isDone(), waiting: clock.waiting }).toEqual({ starts: 1, isDone: true, waiting: 0 });
});

test("where storage does not answer, the server goes on and tries again until it does", async () => {
  const clock = createManualClock();
  const logger = createMemoryLogger();
  let starts = 0;
  const failTwice = async (): Promise<void> => {
    starts += 1;
    if (starts < 3) throw new Error("no storage");
  };
  await using start = startPlugins(hostThatStarts(failTwice), clock, logger);
  await start.tried;
  const seen = [start.isDone()];
  for (let turn = 0; turn < 2; turn += 1) {
    await settle();
    clock.advance(5000);
    await settle();
    seen.push(start.isDone());
  }
  expect({ seen, starts, logged: logger.records.length }).toEqual({ seen: [false, false, true], starts: 3, logged: 2 });
});

test("a plugin that is slow to load is not waited for longer than 10 s, and is not given up", async () => {
  const clock = createManualClock();
  const loading = Promise.withResolvers<void>();
  await using start = startPlugins(
    hostThatStarts(() => loading.promise),
    clock,
    createMemoryLogger(),
  );
  let isOver = false;
  void start.tried.then(() => (isOver = true));
  clock.advance(9999);
  await settle();
  const before = isOver;
  clock.advance(1);
  await settle();
  expect({ before, isOver, isDone: start.isDone() }).toEqual({ before: false, isOver: true, isDone: false });
  loading.resolve();
  await settle();
  expect(start.isDone()).toBe(true);
});

test("disposing aborts a start under way and tries no more", async () => {
  const clock = createManualClock();
  const start = startPlugins(
    hostThatStarts(
      (signal) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted")))),
    ),
    clock,
    createMemoryLogger(),
  );
  await start[Symbol.asyncDispose]();
  expect(clock.waiting).toBe(0);
});
