import type { JsonObject } from "@cordon/core";
import { expect, test } from "vitest";
import { createPluginHarness, type Deniable, type HarnessCall, type PluginFiles } from "../src/index.ts";
import { harnessPorts } from "./_folder.ts";
import { filesOf } from "./_plugin-files.ts";

const ports = harnessPorts();
const ASKS: JsonObject = {
  capabilities: {
    storage: { maxBytes: 1000, maxKeys: 10 },
    events: { publish: ["orders.*"] },
    http: [{ host: "api.example.com", methods: ["GET"], paths: ["/v1/*"] }],
    secrets: [{ name: "API_KEY", hosts: ["api.example.com"] }],
    config: { type: "object", properties: { size: { type: "number" } } },
  },
};

async function call(files: PluginFiles, deny: readonly Deniable[] = []): Promise<HarnessCall> {
  await using harness = await createPluginHarness({ ...ports, files, deny });
  return await harness.call("run", "x", new AbortController().signal);
}

test("a call tells its output, its fuel, its memory, its time and its log", async () => {
  const { outcome, usage, hostUses, logs } = await call(
    filesOf('context.log("warn", "beware"); return value(input + "!");'),
  );
  expect(outcome).toEqual({ kind: "output", output: { kind: "value", value: "x!" } });
  expect(usage.fuelUsed).toBeGreaterThan(100_000);
  expect(usage.peakMemoryBytes).toBeGreaterThan(65_536);
  expect(usage.wallMs).toBeGreaterThan(0);
  expect(hostUses).toEqual([]);
  expect(logs).toMatchObject([{ level: "warn", message: "beware" }]);
});

test("what is granted is used, and what is denied is told", async () => {
  const files = filesOf('await context.storage.put("a", 1); await context.publish("orders.new", 1); return value(1);', {
    manifest: ASKS,
    files: { config: {} },
  });
  const { hostUses } = await call(files);
  expect(hostUses.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(["storage allowed", "publish allowed"]);
  const denied = await call(files, ["publish"]);
  expect(denied.hostUses.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
    "storage allowed",
    "publish denied",
  ]);
  expect(denied.outcome).toMatchObject({ kind: "error", code: "plugin/failed" });
});

test("requests get the answers that were written down, and others a 404", async () => {
  const body = `const get = (url) => context.http({ method: "GET", url, headers: { authorization: "{{secret:API_KEY}}" } });
    const [one, other] = [await get("https://api.example.com/v1/a"), await get("https://api.example.com/v1/b")];
    return value([one.status, one.body, other.status]);`;
  const http = [{ method: "GET", url: "https://api.example.com/v1/a", status: 200, body: "found" }];
  const files = filesOf(body, { manifest: ASKS, files: { config: {}, http } });
  expect((await call(files)).outcome).toEqual({
    kind: "output",
    output: { kind: "value", value: [200, "found", 404] },
  });
  expect((await call(files, ["http"])).hostUses).toMatchObject([{ action: "http", outcome: "denied" }]);
  expect((await call(files, ["secrets"])).outcome).toMatchObject({ kind: "error", code: "plugin/failed" });
});

test("the configuration is what lies beside the manifest, and a plugin that needs one does not load without", async () => {
  const manifest = ASKS;
  const files = filesOf("return value(context.config);", { manifest, files: { config: { size: 3 } } });
  expect((await call(files)).outcome).toEqual({ kind: "output", output: { kind: "value", value: { size: 3 } } });
  await expect(call(filesOf("return value(1);", { manifest }))).rejects.toMatchObject({
    code: "kit/not-loaded",
    message: expect.stringContaining("config.json"),
  });
  const wrong = filesOf("return value(1);", { manifest, files: { config: { size: "large" } } });
  await expect(call(wrong)).rejects.toMatchObject({ code: "plugin/invalid-grant" });
});

test("of a call that is stopped, its fuel is told", async () => {
  const { outcome, usage } = await call(filesOf("for (;;);"));
  expect(outcome).toMatchObject({ kind: "error", code: "plugin/out-of-fuel" });
  expect(usage.fuelUsed).toBe(30_000_000);
});

test("storage outlives a call, and a log is that of one call", async () => {
  const body =
    'const n = ((await context.storage.get("n")) ?? 0) + 1; await context.storage.put("n", n); context.log("info", `${n}`); return value(n);';
  await using harness = await createPluginHarness({
    ...ports,
    files: filesOf(body, { manifest: ASKS, files: { config: {} } }),
  });
  const messages: string[] = [];
  for (let at = 0; at < 3; at += 1) {
    const { logs } = await harness.call("run", null, new AbortController().signal);
    messages.push(...logs.map(({ message }) => message));
  }
  expect(messages).toEqual(["1", "2", "3"]);
});

test("failing again and again opens no circuit", async () => {
  await using harness = await createPluginHarness({ ...ports, files: filesOf('throw new Error("no");') });
  for (let at = 0; at < 30; at += 1) {
    const { outcome } = await harness.call("run", null, new AbortController().signal);
    expect(outcome).toMatchObject({ code: "plugin/failed" });
  }
});

test("code that is no plugin is refused, and says why", async () => {
  const files = filesOf("return value(1);", { manifest: { version: "2.0.0" } });
  await expect(call(files)).rejects.toMatchObject({ message: expect.stringContaining("2.0.0") });
});
