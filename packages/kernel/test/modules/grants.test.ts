import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createNativeModule } from "../../src/adapters/native/native-module.ts";
import { capabilityOverlap } from "../../src/modules/capability-overlap.ts";
import type { ModuleManifest } from "../../src/modules/manifest/module-manifest.ts";
import type { ModuleContext } from "../../src/modules/module.ts";
import type { ModuleConfigRequest, ModuleManagerOptions } from "../../src/modules/module-manager-options.ts";
import { managerFixture, manifestOf, settle } from "./_fixtures.ts";

describe("what both allow", () => {
  test.each([
    [["a:b"], ["a:b"], ["a:b"]],
    [["a:b"], ["a:c"], []],
    [["a:b"], ["a:*"], ["a:b"]],
    [["a:*"], ["a:b"], ["a:b"]],
    [["a:*"], ["a:b:c"], ["a:b:c"]],
    [["a:b:c"], ["a:*"], ["a:b:c"]],
    [["a:*"], ["*"], ["a:*"]],
    [["*"], ["a:b"], ["a:b"]],
    [["*"], ["*"], ["*"]],
    [["a:*:c"], ["a:b:*"], ["a:b:c"]],
    [["a:*:c"], ["a:b"], []],
    [["a:b"], ["a:b:c"], []],
    [["a:b:c"], ["a:b"], []],
    [["a"], ["a:*"], []],
    [["a:*", "a:b"], ["a:b"], ["a:b"]],
    [["a:b"], [], []],
    [[], ["*"], []],
  ])("%j and %j: %j", (asked, allowed, both) => {
    expect(capabilityOverlap(asked, allowed)).toEqual(both);
  });

  /** What a pattern says, in another way: as an expression. */
  const matches = (pattern: string, name: string): boolean => {
    const parts = pattern.split(":");
    const source = parts.map((part, at) =>
      part === "*" ? (at === parts.length - 1 ? "[^:]+(?::[^:]+)*" : "[^:]+") : part,
    );
    return new RegExp(`^${source.join(":")}$`).test(name);
  };

  test("a name is covered by the result just where it is by both", () => {
    const pattern = fc
      .array(fc.constantFrom("a", "b", "*"), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join(":"));
    const name = fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(":"));
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 3 }),
        fc.array(pattern, { maxLength: 3 }),
        name,
        (asked, allowed, each) => {
          const covered = (patterns: readonly string[]): boolean => patterns.some((one) => matches(one, each));
          expect(covered(capabilityOverlap(asked, allowed))).toBe(covered(asked) && covered(allowed));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

async function runningWith(manifest: Partial<ModuleManifest>, options: Partial<ModuleManagerOptions>) {
  const fixture = managerFixture(options);
  const contexts: ModuleContext[] = [];
  const start = (context: ModuleContext): void => void contexts.push(context);
  fixture.manager.load(createNativeModule({ id: "a", start, invoke: () => null }), manifestOf("a", manifest));
  await fixture.manager.start("a");
  const [context] = contexts;
  if (context === undefined) throw new TypeError("The module was not started.");
  return { ...fixture, contexts, context };
}

describe("what a module may do", () => {
  test("without a word of its host it is nothing, whatever its manifest asks for", async () => {
    const { manager, bus, context } = await runningWith({ capabilities: ["*", "emit:*"] }, {});
    expect([manager.status("a").capabilities, bus.grants("a")]).toEqual([[], []]);
    await expect(context.sender.emitEvent({ kind: "hello", payload: null })).rejects.toMatchObject({
      code: "bus/denied",
    });
  });

  test("is what it asks for, as far as the host approves it", async () => {
    const { manager, context } = await runningWith(
      { capabilities: ["emit:*", "db:read"] },
      { grants: ["emit:hello", "db:*"] },
    );
    expect(manager.status("a").capabilities).toEqual(["emit:hello", "db:read"]);
    await context.sender.emitEvent({ kind: "hello", payload: null });
    await expect(context.sender.emitEvent({ kind: "other", payload: null })).rejects.toMatchObject({
      code: "bus/denied",
    });
    expect([context.sender.can("db:read"), context.sender.can("db:write")]).toEqual([true, false]);
  });

  test("a host may say it of each module", async () => {
    const seen: string[] = [];
    const grants = ({ id }: ModuleManifest): readonly string[] => {
      seen.push(id);
      return ["emit:hello"];
    };
    const { manager } = await runningWith({ capabilities: ["emit:*"] }, { grants });
    expect([manager.status("a").capabilities, seen]).toEqual([["emit:hello"], ["a"]]);
  });

  test("it has it only while it runs, and each life anew", async () => {
    const { manager, bus, contexts, context } = await runningWith({ capabilities: ["emit:hello"] }, { grants: ["*"] });
    expect(bus.grants("a").map(({ capability }) => capability)).toEqual(["emit:hello"]);
    await manager.stop("a");
    expect(bus.grants("a")).toEqual([]);
    await manager.start("a");
    expect(bus.grants("a")).toHaveLength(1);
    // The old sender has the name of the new one, and nothing of its rights.
    await expect(context.sender.emitEvent({ kind: "hello", payload: null })).rejects.toMatchObject({
      code: "bus/denied",
    });
    await contexts[1]?.sender.emitEvent({ kind: "hello", payload: null });
    contexts[1]?.end(new Error("over"));
    expect(bus.grants("a")).toEqual([]);
  });

  test("what others were granted by the host under its name stays", async () => {
    const { manager, bus } = await runningWith({ capabilities: ["emit:hello"] }, { grants: ["*"] });
    bus.grantCapability("a", "emit:hello");
    await manager.stop("a");
    expect(bus.grants("a")).toHaveLength(1);
  });

  test("a right that the bus does not take leaves no other behind, and nothing starts", async () => {
    const { manager, bus } = managerFixture({ grants: ["*"] });
    const refusing = {
      ...bus,
      grantCapability(principal: string, capability: string) {
        if (capability === "b:c") throw new Error("not this one");
        return bus.grantCapability(principal, capability);
      },
    };
    await manager[Symbol.asyncDispose]();
    const again = managerFixture({ grants: ["*"], bus: refusing });
    again.manager.load(
      createNativeModule({ id: "a", invoke: () => null }),
      manifestOf("a", { capabilities: ["a:b", "b:c"] }),
    );
    await expect(again.manager.start("a")).rejects.toThrow("not this one");
    expect([again.manager.state("a"), bus.grants("a")]).toEqual(["loaded", []]);
  });
});

describe("what a module is told", () => {
  const readConfig = async ({ keys, secretKeys }: ModuleConfigRequest) => ({
    ...Object.fromEntries(keys.map((key) => [key, `value of ${key}`])),
    ...Object.fromEntries(secretKeys.map((key) => [key, `secret ${key}`])),
    stray: "of another module",
  });

  test("configuration is what its manifest names, as far as the host approves it", async () => {
    const config = ["db.url", "db.pool", "token"];
    const { context } = await runningWith({ config }, { readConfig, grants: ["config:db.url", "secret:token"] });
    expect(context.config).toEqual({ "db.url": "value of db.url", token: "secret token" });
    expect(Object.isFrozen(context.config)).toBe(true);
  });

  test("without approval, and without anything asked for, nothing is even read", async () => {
    const reads: ModuleConfigRequest[] = [];
    const counted = async (request: ModuleConfigRequest) => {
      reads.push(request);
      return {};
    };
    expect((await runningWith({ config: ["a"] }, { readConfig: counted })).context.config).toEqual({});
    expect((await runningWith({}, { readConfig: counted, grants: ["*"] })).context.config).toEqual({});
    expect(reads).toEqual([]);
  });

  test("configuration that cannot be read keeps the module from starting", async () => {
    const fixture = managerFixture({ grants: ["*"], readConfig: () => Promise.reject(new Error("no storage")) });
    fixture.manager.load(createNativeModule({ id: "a", invoke: () => null }), manifestOf("a", { config: ["k"] }));
    await expect(fixture.manager.start("a")).rejects.toMatchObject({ code: "kernel/start-failed" });
  });

  test("its log has its name, which it cannot change, and ends with its life", async () => {
    const { manager, context, logger } = await runningWith({}, {});
    context.log("info", "hello", { moduleId: "kernel", more: 1 });
    await manager.stop("a");
    context.log("info", "a ghost");
    await settle();
    expect(logger.records).toEqual([{ level: "info", message: "hello", fields: { moduleId: "a", more: 1 } }]);
  });

  test("its clock is the host's", async () => {
    const { context, clock } = await runningWith({}, {});
    expect(context.clock).toBe(clock);
  });
});
