import { AppError, type JsonValue } from "@cordon/core";
import { createSystemClock } from "@cordon/core/system";
import { createMemoryModuleCache, createWasmEngine } from "@cordon/wasm-engine";
import { afterAll, describe, expect, test } from "vitest";
import { HOSTILE_GUESTS } from "../../wasm-engine/test/_hostile-guests.ts";
import { digestOf, type PluginHost, type PluginManifest } from "../src/index.ts";
import { fixtureManifest, fixturePlugin } from "./_fixture-plugin.ts";
import { FIXTURE_SOURCE, fixtureModule } from "./_fixture-guests.ts";
import { hostFixture, never } from "./_host.ts";

const engine = createWasmEngine({ clock: createSystemClock(), cache: createMemoryModuleCache() });
afterAll(() => engine[Symbol.asyncDispose]());

const by = { scope: "p1", principalId: "mallory" };
const anything = { input: true, output: true };

function manifestOf(
  id: string,
  kind: "wasm" | "javascript",
  code: Uint8Array,
  changes: Partial<PluginManifest> = {},
): PluginManifest {
  return {
    manifestVersion: 1,
    id,
    version: "1.0.0",
    apiVersion: "^1.0",
    entry: { kind, file: `plugin.${kind === "wasm" ? "wasm" : "js"}`, digest: digestOf(code) },
    operations: { go: anything },
    ...changes,
  };
}

/** Installs, enables and calls a plugin, and gives the code of the error that it ended in. */
async function endOf(
  host: PluginHost,
  manifest: PluginManifest,
  code: Uint8Array,
  input: JsonValue = [1, 2, 3],
): Promise<string> {
  const target = { scope: "p1", pluginId: manifest.id, principalId: "mallory" };
  try {
    await host.install({ ...by, manifest: manifest as unknown as JsonValue, code }, never());
    const { state, failure } = await host.enable(target, never());
    if (state === "failed") return failure?.code ?? "none";
    const grant = host.allowInvoke({ scope: "p1", principalId: "mallory" });
    const { output } = await host.invoke({ grant, pluginId: manifest.id, operation: "go", input }, never());
    return `(answered ${output.kind})`;
  } catch (error) {
    if (!AppError.is(error)) throw error;
    return error.code;
  } finally {
    await host.uninstall(target, never()).catch(() => {});
  }
}

/** A plugin that answers all the while, and how each of its calls went. */
async function bystander(host: PluginHost) {
  const manifest = fixtureManifest("1.0.0") as unknown as JsonValue;
  await host.install({ ...by, scope: "p2", manifest }, never());
  await host.enable({ scope: "p2", pluginId: "acme.fixture", principalId: "ada" }, never());
  const grant = host.allowInvoke({ scope: "p2", principalId: "ada" });
  const progress = { isOver: false, answered: 0, wrong: [] as unknown[] };
  const running = (async () => {
    while (!progress.isOver) {
      const { answered } = progress;
      await host.invoke({ grant, pluginId: "acme.fixture", operation: "echo", input: answered }, never()).then(
        ({ output }) => {
          progress.answered += 1;
          if (output.kind !== "value" || output.value !== answered) progress.wrong.push(output);
        },
        (error: unknown) => progress.wrong.push(error),
      );
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  })();
  return async () => {
    progress.isOver = true;
    await running;
    return progress;
  };
}

const CODES: ReadonlySet<string> = new Set([
  "plugin/bad-output",
  "plugin/crashed",
  "plugin/failed",
  "plugin/input-too-large",
  "plugin/invalid-output",
  "plugin/load-failed",
  "plugin/out-of-fuel",
  "plugin/out-of-memory",
  "plugin/timeout",
]);

test("every guest of the engine's corpus ends in a typed error, and a bystander is answered all the while", async () => {
  const { host } = hostFixture({ engine });
  const stop = await bystander(host);
  const ends: Record<string, string> = {};
  for (const [at, { name, module }] of HOSTILE_GUESTS.entries()) {
    const code = module();
    ends[name] = await endOf(
      host,
      manifestOf(`evil.plugin-${at}`, "wasm", code, { limits: { timeoutMs: 5000 } }),
      code,
    );
  }
  const { answered, wrong } = await stop();
  expect(Object.entries(ends).filter(([, end]) => !CODES.has(end))).toEqual([]);
  expect(wrong).toEqual([]);
  expect(answered).toBeGreaterThan(HOSTILE_GUESTS.length);
});

describe("a plugin that is not what it says", () => {
  test("imports more than its manifest asks for", async () => {
    const { host } = hostFixture({ engine });
    const { wat } = await import("../../wasm-engine/test/_wat.ts");
    const code = wat(`(module (import "cordon" "http" (func (param i32 i32) (result i32)))
      (memory (export "memory") 1) (func (export "alloc") (param i32) (result i32) (i32.const 0))
      (func (export "go") (param i32 i32) (result i64) (i64.const 0)))`);
    expect(await endOf(host, manifestOf("evil.import", "wasm", code), code)).toBe("plugin/load-failed");
  });

  test("has no operation that its manifest names", async () => {
    const { host } = hostFixture({ engine });
    const code = await fixtureModule();
    expect(await endOf(host, manifestOf("evil.operations", "wasm", code), code)).toBe("plugin/load-failed");
  });

  test("is another plugin by its own word", async () => {
    const { host } = hostFixture({ engine });
    expect(
      await endOf(
        host,
        manifestOf("evil.name", "javascript", FIXTURE_SOURCE, { operations: { echo: anything } }),
        FIXTURE_SOURCE,
      ),
    ).toBe("plugin/load-failed");
  });

  test("is no WebAssembly, no JavaScript, or nothing at all", async () => {
    const { host } = hostFixture({ engine });
    for (const code of [Uint8Array.of(), Uint8Array.of(0, 0x61, 0x73, 0x6d), new Uint8Array(1000).fill(0xff)]) {
      expect(await endOf(host, manifestOf("evil.bytes", "wasm", code), code)).toBe("plugin/load-failed");
      expect(await endOf(host, manifestOf("evil.bytes", "javascript", code), code)).toBe("plugin/load-failed");
    }
  });

  test.each([
    ["throws while it is loaded", "throw new Error('x')"],
    ["computes for ever while it is loaded", "for (;;);"],
    ["takes all memory while it is loaded", "const a = []; for (;;) a.push(new Uint8Array(1e6).fill(1));"],
    ["has a syntax error", "export default {"],
    ["imports something", "import fs from 'node:fs'; export default {}"],
    ["exports nothing", "1"],
    ["has metadata that throws", "export default { get metadata() { throw 1 }, invoke() {} }"],
  ])("a source that %s does not become active", async (_name, source) => {
    const { host } = hostFixture({ engine });
    const stop = await bystander(host);
    const code = new TextEncoder().encode(source);
    expect(await endOf(host, manifestOf("evil.source", "javascript", code), code)).toBe("plugin/load-failed");
    expect((await stop()).wrong).toEqual([]);
  });
});

describe("a plugin in JavaScript that does what it may not", () => {
  const scripted = (body: string): Uint8Array =>
    new TextEncoder().encode(
      `export default { metadata: { id: "evil.js", version: "1.0.0", apiVersion: "1.0", operations: ["go"] }, async invoke({ input }, context) { ${body} } };`,
    );

  test.each([
    [
      "asks for http without having it",
      "await context.http({ method: 'GET', url: 'https://api.example.com/v1' })",
      "plugin/failed",
    ],
    ["asks for storage without having it", "await context.storage.put('a', 1)", "plugin/failed"],
    ["publishes without having it", "await context.publish('orders.made', 1)", "plugin/failed"],
    ["spins", "for (;;);", "plugin/out-of-fuel"],
    ["recurses for ever", "const f = () => f() + 1; f()", "plugin/failed"],
    ["backtracks for ever", "/(a+)+$/.test('a'.repeat(40) + 'b')", "plugin/out-of-fuel"],
    ["looks for code to run", "Function('return 1')()", "plugin/failed"],
    ["answers with a function", "return () => 1", "plugin/failed"],
    ["answers with a bomb", "return { kind: 'value', value: 'x'.repeat(2000) }", "plugin/bad-output"],
    [
      "answers with what its schema does not have",
      "return { kind: 'value', value: { secret: 1 } }",
      "plugin/invalid-output",
    ],
  ])("%s", async (_name, body, expected) => {
    const { host } = hostFixture({ engine });
    const stop = await bystander(host);
    const code = scripted(`${body}; return { kind: "value", value: null };`);
    const operations = { go: { input: true, output: { type: ["null", "string"] } } };
    const limits = { fuel: 50_000_000, timeoutMs: 5000, outputBytes: 1000 };
    expect(await endOf(host, manifestOf("evil.js", "javascript", code, { operations, limits }), code)).toBe(expected);
    expect((await stop()).wrong).toEqual([]);
  });

  test("a flood of logs stays within its bounds, and the others' logs stay readable", async () => {
    const { host } = hostFixture({ engine });
    const code = scripted(
      "for (let i = 0; i < 5000; i += 1) context.log('info', 'x'.repeat(5000)); return { kind: 'value', value: null };",
    );
    const manifest = manifestOf("evil.js", "javascript", code, {
      limits: { fuel: 50_000_000, timeoutMs: 5000, logRecords: 10 },
    });
    const target = { scope: "p1", pluginId: "evil.js", principalId: "mallory" };
    await host.install({ ...by, manifest: manifest as unknown as JsonValue, code }, never());
    await host.enable(target, never());
    const grant = host.allowInvoke({ scope: "p1", principalId: "mallory" });
    await host.invoke({ grant, pluginId: "evil.js", operation: "go", input: null }, never()).catch(() => {});
    const records = host.logs(target, 1000);
    expect(records.length).toBeLessThanOrEqual(10);
    expect(Math.max(...records.map(({ message }) => message.length))).toBeLessThanOrEqual(2000);
  });
});

test("a plugin cannot reach what another of the same scope keeps", async () => {
  const { host } = hostFixture({
    engine,
    memoryPlugins: {
      "fixture-1.0.0": fixturePlugin(),
      other: { ...fixturePlugin(), metadata: { ...fixturePlugin().metadata, id: "acme.other" } },
    },
  });
  const other = fixtureManifest("1.0.0", { id: "acme.other", entry: { kind: "memory", name: "other" } });
  for (const manifest of [fixtureManifest(), other]) {
    await host.install({ ...by, manifest: manifest as unknown as JsonValue }, never());
    const target = { ...by, pluginId: manifest.id };
    await host.grant(target, { storage: { maxBytes: 100, maxKeys: 2 } }, never());
    await host.enable(target, never());
  }
  const grant = host.allowInvoke({ scope: "p1", principalId: "ada" });
  await host.invoke({ grant, pluginId: "acme.fixture", operation: "put", input: { key: "a", value: "mine" } }, never());
  const { output } = await host.invoke({ grant, pluginId: "acme.other", operation: "get", input: "a" }, never());
  expect(output).toEqual({ kind: "value", value: null });
});
