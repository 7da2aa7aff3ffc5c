import type { PluginContext } from "@cordon/core";
import type { Lane, WasmEngine } from "@cordon/wasm-engine";
import { afterAll, describe, expect, test } from "vitest";
import { HOST_TEXT_BYTES } from "../src/adapters/javascript/javascript-limits.ts";
import { JAVASCRIPT_FUEL } from "../src/manifest/plugin-limits.ts";
import { pluginError } from "../src/errors.ts";
import type { ResolvedPluginLimits } from "../src/manifest/plugin-limits.ts";
import type { Sandbox, SandboxUsage } from "../src/ports/sandbox.ts";
import { call, engineMaker, fakeContext, LIMITS, load, METADATA, pluginOf } from "./_javascript-engine.ts";

const NEVER = new AbortController().signal;
const PLENTY = { fuel: 50_000_000, memoryBytes: 16_777_216 };
const makeEngine = engineMaker();
const engine = makeEngine();
afterAll(() => engine[Symbol.asyncDispose]());

async function sandboxOf(body: string, limits: Partial<ResolvedPluginLimits> = {}): Promise<Sandbox> {
  return (await load(engine, pluginOf(body), limits)).sandbox;
}

/** What a call of a plugin with this body answers with. */
async function valueOf(
  body: string,
  context: PluginContext,
  limits: Partial<ResolvedPluginLimits> = {},
): Promise<unknown> {
  const { output } = await call(await sandboxOf(body, limits), "run", null, context, { ...LIMITS, ...limits });
  return (output as { readonly value: unknown }).value;
}

describe.each(["suspended", "worker"] as const)("a plugin's context, in the lane %s", (lane) => {
  const own = makeEngine(lane);
  afterAll(() => own[Symbol.asyncDispose]());
  const run = async (body: string, context: PluginContext): Promise<unknown> =>
    (await call((await load(own, pluginOf(body))).sandbox, "run", null, context)).output;

  test("is that of the interface, and nothing else", async () => {
    const { context } = fakeContext();
    const names = Object.keys(context).sort();
    const found = await run(
      "return value([Object.keys(context).sort(), Object.keys(context.storage).sort(), context.callId, context.config, context.now(), Date.now()]);",
      context,
    );
    const storage = ["delete", "get", "list", "put"];
    const value = [names, storage, "call-1", { greeting: "hello" }, 1_700_000_000_120, 1_700_000_000_120];
    expect(found).toEqual({ kind: "value", value });
  });

  test("keeps values, and finds nothing where nothing is", async () => {
    const found = await run(
      `const { storage } = context;
      await storage.put("b", { c: [1, "ä"] }); await storage.put("a", null); await storage.put("x", 1); await storage.delete("x");
      return value([await storage.get("b"), await storage.get("a"), (await storage.get("x")) === undefined, await storage.list(), await storage.list({ prefix: "b" })]);`,
      fakeContext().context,
    );
    expect(found).toEqual({ kind: "value", value: [{ c: [1, "ä"] }, null, true, ["a", "b"], ["b"]] });
  });

  test("publishes, calls out and logs through the host's own", async () => {
    const { context, published, logged } = fakeContext();
    const found = await run(
      `await context.publish("topic", { a: 1 }); context.log("warn", "said", { b: 2 }); context.log("error", "bare");
      console.debug("a", { c: 3 }, 4n, new RangeError("e")); console.info("i");
      return value(await context.http({ method: "GET", url: "https://a.example/" }));`,
      context,
    );
    const response = {
      status: 200,
      headers: { "content-type": "text/plain" },
      body: "https://a.example/",
      bodyEncoding: "text",
    };
    expect(found).toEqual({ kind: "value", value: response });
    expect(published).toEqual([["topic", { a: 1 }]]);
    expect(logged).toEqual([
      ["warn", "said", { b: 2 }],
      ["error", "bare", undefined],
      [
        "debug",
        expect.stringMatching(/^a \{"c":3\} bigint RangeError: e\n {4}at invoke \(plugin\.js:9:/u) as string,
        undefined,
      ],
      ["info", "i", undefined],
    ]);
  });

  test("tells the plugin why the host refused, by a code", async () => {
    const denied = async (): Promise<never> => {
      throw pluginError("plugin/denied", { pluginId: "a", capability: "http" });
    };
    const context = fakeContext({
      http: denied,
      publish: () => Promise.reject(new Error("The host's secret.")),
    }).context;
    const found = await run(
      `const codes = [];
      for (const ask of [() => context.http({}), () => context.publish("t", 1)]) await ask().catch((error) => codes.push([error instanceof Error, error.code]));
      return value(codes);`,
      context,
    );
    expect(found).toEqual({
      kind: "value",
      value: [
        [true, "plugin/denied"],
        [true, "core/internal"],
      ],
    });
  });
});

describe("a plugin that fails", () => {
  test("says so with its error's code, and its log says where", async () => {
    const { context, logged } = fakeContext();
    const sandbox = await sandboxOf('throw Object.assign(new RangeError("gone"), { code: "shop/sold-out" });');
    const error: unknown = await call(sandbox, "run", null, context).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "plugin/failed",
      details: { pluginId: "a", error: "RangeError: gone", guestCode: "shop/sold-out" },
    });
    expect(logged).toEqual([
      [
        "error",
        "RangeError: gone",
        { code: "shop/sold-out", stack: expect.stringContaining("plugin.js:8:") as string },
      ],
    ]);
  });

  test("with a refusal of the host that it does not catch, carries that code", async () => {
    const http = async (): Promise<never> => {
      throw pluginError("plugin/denied", { pluginId: "a", capability: "http" });
    };
    await expect(
      call(await sandboxOf("await context.http({});"), "run", null, fakeContext({ http }).context),
    ).rejects.toMatchObject({
      code: "plugin/failed",
      details: { guestCode: "plugin/denied" },
    });
  });

  test("has failed also where the limit of its output is smaller than its error", async () => {
    const limits = { outputBytes: 64 };
    await expect(call(await sandboxOf('throw new Error("x".repeat(5000));', limits), "run")).rejects.toMatchObject({
      code: "plugin/failed",
    });
    await expect(call(await sandboxOf('return value("x".repeat(64));', limits), "run")).rejects.toMatchObject({
      code: "plugin/bad-output",
    });
  });

  test("has used what it used", async () => {
    const used: SandboxUsage[] = [];
    const { context } = fakeContext();
    const sandbox = await sandboxOf("throw 1;");
    const running = sandbox.run(
      { operation: "run", input: Buffer.from("1"), context, limits: LIMITS, onUsage: (usage) => used.push(usage) },
      NEVER,
    );
    await expect(running).rejects.toMatchObject({ code: "plugin/failed" });
    expect(used).toHaveLength(1);
    expect(used[0]?.fuelUsed).toBeGreaterThan(100_000);
  });
});

describe("what is too large", () => {
  test("to be asked of the host is the plugin's error, and the call goes on", async () => {
    const body = `const text = "x".repeat(${HOST_TEXT_BYTES});
      return value(await context.storage.put("k", text).catch((error) => [error.name, error.message]));`;
    const problem = `What the plugin asks of the host is larger than ${HOST_TEXT_BYTES} bytes.`;
    const limits = { ...PLENTY, fuel: 2_000_000_000 };
    expect(await valueOf(body, fakeContext().context, limits)).toEqual(["RangeError", problem]);
  });

  test("to be answered by the host is an error that the plugin hears of", async () => {
    const http: PluginContext["http"] = async () => ({
      status: 200,
      headers: {},
      body: "x".repeat(HOST_TEXT_BYTES),
      bodyEncoding: "text",
    });
    const body = "return value(await context.http({}).catch((error) => error.code));";
    expect(await valueOf(body, fakeContext({ http }).context, PLENTY)).toBe("plugin/quota");
  });

  test("to be logged is cut, or goes without its fields", async () => {
    const { context, logged } = fakeContext();
    const body = `context.log("info", "m".repeat(10000), { small: 1 }); context.log("info", "n", { large: "f".repeat(70000) }); return value(1);`;
    await valueOf(body, context, PLENTY);
    expect(logged).toEqual([
      ["info", "m".repeat(8192), { small: 1 }],
      ["info", "n", undefined],
    ]);
  });
});

describe("a call", () => {
  test("is given its input as it is", async () => {
    const input = { __proto__: null, constructor: 1, "\u2028": "\u{1F600}", deep: [[[{}]]], number: 1e21 };
    const { output } = await call(await sandboxOf("return value(call);"), 'a "quoted" operation', input);
    expect(output).toEqual({ kind: "value", value: { operation: 'a "quoted" operation', input } });
  });

  test("that waits too long is stopped, and so is one whose caller goes away", async () => {
    const http = (): Promise<never> => new Promise(() => {});
    const { context } = fakeContext({ http });
    const sandbox = await sandboxOf("await context.http({});");
    const request = { operation: "run", input: Buffer.from("1"), context, limits: LIMITS, onUsage: () => {} };
    const late = sandbox.run({ ...request, limits: { ...LIMITS, timeoutMs: 50 } }, NEVER);
    await expect(late).rejects.toMatchObject({ code: "plugin/timeout" });
    const caller = new AbortController();
    const running = sandbox.run(request, caller.signal);
    caller.abort();
    await expect(running).rejects.toMatchObject({ code: "core/aborted" });
  });

  test("after disposal is refused, and disposing twice does no harm", async () => {
    const sandbox = await sandboxOf("return value(1);");
    await sandbox[Symbol.asyncDispose]();
    await sandbox[Symbol.asyncDispose]();
    await expect(call(sandbox, "run")).rejects.toMatchObject({ code: "plugin/not-active" });
  });

  test("runs on the caller's thread with the fuel that is the default, and in a worker with more", async () => {
    const lanes: Lane[] = [];
    const watched: WasmEngine = {
      ...engine,
      async load(module, options) {
        const guest = await engine.load(module, options);
        const watch: typeof guest.call = async (request, signal) => {
          const report = await guest.call(request, signal);
          lanes.push(report.lane);
          return report;
        };
        const { operations, dispatchers } = guest;
        return { operations, dispatchers, call: watch, [Symbol.asyncDispose]: () => guest[Symbol.asyncDispose]() };
      },
    };
    const { sandbox } = await load(watched, pluginOf("return value(1);"));
    lanes.length = 0;
    const { context } = fakeContext();
    await call(sandbox, "run", null, context, { ...LIMITS, fuel: JAVASCRIPT_FUEL });
    await call(sandbox, "run", null, context, { ...LIMITS, fuel: JAVASCRIPT_FUEL + 1 });
    expect(lanes).toEqual(["suspended", "worker"]);
  });
});

test("a source is a plugin by its default export or by the name plugin, and says what it is", async () => {
  const metadata = { id: "a", version: "1.0.0", apiVersion: "1.0", operations: ["run", "count"] };
  for (const exported of ["export default", "export const plugin ="]) {
    const source = `${exported} { metadata: ${METADATA}, invoke: async () => ({ kind: "value", value: 1 }) };`;
    expect((await load(engine, source)).metadata).toEqual(metadata);
  }
});

test("a source that evaluates for ever is stopped off the caller's thread", async () => {
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  await load(engine, pluginOf("return value(1);"));
  setImmediate(count);
  await expect(load(engine, "for (;;) {}")).rejects.toMatchObject({ code: "plugin/load-failed" });
  isOver = true;
  expect(turns).toBeGreaterThan(10);
});
