import fc from "fast-check";
import { expect, test } from "vitest";
import { createBulkhead, withBulkhead } from "../src/index.ts";

const never = (): AbortSignal => new AbortController().signal;

/** Tasks that end when they are told to, and note when they began. */
function gatedTasks() {
  const begun: number[] = [];
  const gates: PromiseWithResolvers<void>[] = [];
  const task = (id: number) => async (): Promise<number> => {
    begun.push(id);
    await gates[id]?.promise;
    return id;
  };
  const add = (): number => {
    const gate = Promise.withResolvers<void>();
    // A task may be made to fail before it begins, when nobody looks yet.
    gate.promise.catch(() => {});
    return gates.push(gate) - 1;
  };
  return {
    begun,
    task,
    add,
    finish: (id: number) => gates[id]?.resolve(),
    fail: (id: number) => gates[id]?.reject(new Error()),
  };
}

test("never more than maxRunning run, the next begin in the order in which they came, and one more is refused", async () => {
  const bulkhead = createBulkhead({ maxRunning: 2, maxWaiting: 2 });
  const { begun, task, add, finish } = gatedTasks();
  const runs = [0, 1, 2, 3].map(() => add()).map((id) => bulkhead.run("a", task(id), never()));
  await expect(bulkhead.run("a", task(9), never())).rejects.toMatchObject({
    code: "resilience/bulkhead-full",
    details: { running: 2, waiting: 2 },
  });
  expect(begun).toEqual([0, 1]);
  finish(1);
  await runs[1];
  await Promise.resolve();
  expect(begun).toEqual([0, 1, 2]);
  for (const id of [0, 2, 3]) finish(id);
  expect(await Promise.all(runs)).toEqual([0, 1, 2, 3]);
  expect(bulkhead.load("a")).toEqual({ running: 0, waiting: 0 });
});

test("a waiting call whose signal aborts leaves at once, and those behind it move up", async () => {
  const bulkhead = createBulkhead({ maxRunning: 1, maxWaiting: 2 });
  const { begun, task, add, finish } = gatedTasks();
  for (let id = 0; id < 3; id += 1) add();
  const caller = new AbortController();
  const first = bulkhead.run("a", task(0), never());
  const second = bulkhead.run("a", task(1), caller.signal);
  const third = bulkhead.run("a", task(2), never());
  caller.abort();
  await expect(second).rejects.toMatchObject({ code: "core/aborted" });
  finish(0);
  finish(2);
  await Promise.all([first, third]);
  expect(begun).toEqual([0, 2]);
});

test("a caller that is gone already takes no place", async () => {
  const bulkhead = createBulkhead({ maxRunning: 1 });
  await expect(bulkhead.run("a", async () => 1, AbortSignal.abort())).rejects.toMatchObject({ code: "core/aborted" });
  expect(bulkhead.load("a").running).toBe(0);
});

test("a task that fails or throws gives its place back", async () => {
  const bulkhead = createBulkhead({ maxRunning: 1 });
  const broken = (): Promise<never> => {
    throw new TypeError("The task is broken.");
  };
  for (let round = 0; round < 3; round += 1) await expect(bulkhead.run("a", broken, never())).rejects.toThrow("broken");
  expect(await bulkhead.run("a", async () => "done", never())).toBe("done");
});

test("keys know nothing of each other", async () => {
  const call = withBulkhead<string, string>({
    bulkhead: createBulkhead({ maxRunning: 1 }),
    keyOf: (request) => request,
  })((request) => (request === "a" ? new Promise(() => {}) : Promise.resolve(request)));
  void call("a", never());
  await expect(call("a", never())).rejects.toMatchObject({ code: "resilience/bulkhead-full" });
  expect(await call("b", never())).toBe("b");
});

test("whatever comes and goes, the limits hold and every call settles", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 3 }),
      fc.array(fc.tuple(fc.constantFrom("begin", "finish", "fail", "abort"), fc.nat()), { maxLength: 60 }),
      async (maxRunning, maxWaiting, steps) => {
        const bulkhead = createBulkhead({ maxRunning, maxWaiting });
        const { task, add, finish, fail } = gatedTasks();
        const callers: AbortController[] = [];
        const runs: Promise<unknown>[] = [];
        for (const [kind, which] of steps) {
          const id = callers.length === 0 ? 0 : which % callers.length;
          if (kind === "begin") {
            const caller = new AbortController();
            callers.push(caller);
            runs.push(bulkhead.run("a", task(add()), caller.signal).catch(() => {}));
          } else if (kind === "finish") finish(id);
          else if (kind === "fail") fail(id);
          else callers[id]?.abort();
          for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
          const { running, waiting } = bulkhead.load("a");
          expect(running).toBeLessThanOrEqual(maxRunning);
          expect(waiting).toBeLessThanOrEqual(maxWaiting);
        }
        for (let id = 0; id < callers.length; id += 1) finish(id);
        await Promise.all(runs);
        expect(bulkhead.load("a")).toEqual({ running: 0, waiting: 0 });
      },
    ),
  );
});

test.each([[{ maxRunning: 0 }], [{ maxRunning: 1, maxWaiting: -1 }], [{ maxRunning: 1.5 }]])(
  "limits that cannot be are refused at once: %o",
  (options) => {
    expect(() => createBulkhead(options)).toThrow(RangeError);
  },
);
