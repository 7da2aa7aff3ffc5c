import type { JsonValue } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { createNativeModule } from "../../src/adapters/native/native-module.ts";
import { managerFixture, manifestOf, rejection, settle } from "./_fixtures.ts";
import { explosive, load, never, raw, thenable } from "./_hostile.ts";

describe("starting", () => {
  test.each<[string, () => unknown]>([
    [
      "throws at once",
      () => {
        throw new Error("no");
      },
    ],
    [
      "throws nothing",
      () => {
        throw undefined;
      },
    ],
    [
      "throws what explodes when it is looked at",
      () => {
        throw explosive();
      },
    ],
    ["rejects with a text", () => Promise.reject("no")],
    ["rejects with what explodes when it is looked at", () => Promise.reject(explosive())],
    [
      "answers with a promise that is none of the platform's, and throws",
      () =>
        thenable(() => {
          throw new Error("no");
        }),
    ],
  ])("a module that %s has failed to start", async (_name, start) => {
    const { manager, announced } = raw({ start });
    await expect(manager.start("a")).rejects.toMatchObject({ code: "kernel/start-failed" });
    expect([manager.state("a"), await announced()]).toEqual(["failed", []]);
    await manager.stop("a");
    expect(manager.state("a")).toBe("stopped");
  });

  test("one that is no function has failed to start, too", async () => {
    const { manager } = raw({ start: undefined });
    await expect(manager.start("a")).rejects.toMatchObject({ code: "kernel/start-failed" });
  });

  test("one that resolves twice, and rejects after that, has started once", async () => {
    const start = () =>
      thenable((resolve, reject) => {
        resolve();
        resolve();
        reject(new Error("late"));
      });
    const { manager, announced } = raw({ start });
    await manager.start("a");
    expect([manager.state("a"), await announced()]).toEqual(["running", ["started a"]]);
  });

  test("one that rejects after its deadline disturbs nobody", async () => {
    const late = Promise.withResolvers<void>();
    const { manager, pass } = load({ start: () => late.promise });
    const refused = rejection(manager.start("a"), { code: "kernel/start-timeout" });
    await settle();
    await pass(30_000);
    await refused;
    late.reject(new Error("late"));
    await settle();
    expect(manager.state("a")).toBe("failed");
  });

  test("one that says it is over while it starts has failed", async () => {
    for (const error of [undefined, new Error("no")]) {
      const { manager } = load({
        start(context) {
          context.end(error);
          return never();
        },
      });
      await expect(manager.start("a")).rejects.toMatchObject({ code: "kernel/module-failed" });
      expect(manager.state("a")).toBe("failed");
    }
  });

  test("one that stops itself while it starts waits for nobody", async () => {
    const fixture = managerFixture();
    const start = async (): Promise<void> => {
      await fixture.manager.stop("a");
    };
    fixture.manager.load(createNativeModule({ id: "a", start, invoke: () => null }), manifestOf("a"));
    await expect(fixture.manager.start("a")).rejects.toMatchObject({ code: "kernel/start-cancelled" });
    await settle();
    expect(fixture.manager.state("a")).toBe("stopped");
  });
});

describe("stopping", () => {
  test.each<[string, () => unknown, string]>([
    [
      "throws at once",
      () => {
        throw new Error("no");
      },
      "kernel/stop-failed",
    ],
    [
      "throws what explodes when it is looked at",
      () => {
        throw explosive();
      },
      "kernel/stop-failed",
    ],
    ["rejects", () => Promise.reject(new Error("no")), "kernel/stop-failed"],
  ])("a module that %s has failed to stop, and nothing of it lands", async (_name, stop, code) => {
    const { manager, bus } = raw({ stop });
    await manager.start("a");
    await expect(manager.stop("a")).rejects.toMatchObject({ code });
    expect([manager.state("a"), bus.grants("a")]).toEqual(["failed", []]);
  });

  test("one that never does so is failed at the deadline", async () => {
    const { manager, pass } = raw({ stop: never });
    await manager.start("a");
    const refused = rejection(manager.stop("a"), { code: "kernel/stop-timeout" });
    await pass(10_000);
    await refused;
  });
});

describe("after its life", () => {
  test("its sender does nothing, messages that wait included", async () => {
    const { manager, contexts, pass, bus } = load({}, { grants: ["*"] });
    await manager.start("a");
    const heard: string[] = [];
    const subscription = bus.subscribe({ topic: "event.a.*" });
    void subscription.consume((received) => {
      if (received.kind === "message") heard.push(received.topic);
    });
    const sender = contexts[0]?.sender;
    await sender?.emitEvent({ kind: "now", payload: null });
    const delayed = sender?.emitEvent({ kind: "later", payload: null, delayMs: 100 }).catch(() => {});
    const narrowed = sender?.narrow("emit:*");
    await settle();
    await manager.stop("a");
    for (const each of [sender, narrowed])
      await expect(each?.emitEvent({ kind: "late", payload: null })).rejects.toMatchObject({ code: "bus/denied" });
    await pass(1000, 100);
    await delayed;
    expect(heard).toEqual(["event.a.now", "event.a.module_stopped"]);
  });

  test("what it answers does not count", async () => {
    const answer = Promise.withResolvers<JsonValue>();
    const { manager } = load({ invoke: () => answer.promise });
    await manager.start("a");
    const calling = manager.invoke({ moduleId: "a", method: "m", payload: null });
    const refused = rejection(calling, { code: "kernel/not-running" });
    await settle();
    const stopping = manager.stop("a");
    answer.resolve("late");
    await Promise.all([stopping, refused]);
  });

  test("an answer that comes together with the stop does not count either", async () => {
    const { manager } = load({
      invoke() {
        void manager.stop("a");
        return "already";
      },
    });
    await manager.start("a");
    await expect(manager.invoke({ moduleId: "a", method: "m", payload: null })).rejects.toMatchObject({
      code: "kernel/not-running",
    });
  });
});

test("an observer that throws changes nothing", async () => {
  const { manager, logger } = load(
    {},
    {
      onChange() {
        throw new Error("no");
      },
    },
  );
  await manager.start("a");
  await manager.stop("a");
  expect(manager.state("a")).toBe("stopped");
  expect(JSON.stringify(logger.records)).toContain("What hears of modules failed.");
});

test("a bus that is closed keeps no module from running", async () => {
  const { manager, bus, logger } = load({});
  await bus[Symbol.asyncDispose]();
  await expect(manager.start("a")).rejects.toMatchObject({ code: "bus/closed" });
  expect(manager.state("a")).toBe("loaded");
  expect(logger.records).toEqual([]);
});
