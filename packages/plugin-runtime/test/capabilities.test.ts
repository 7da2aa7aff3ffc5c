import { describe, expect, test } from "vitest";
import type { GrantedCapabilities } from "../src/index.ts";
import { fixtureManifest } from "./_fixture-plugin.ts";
import { activeFixture, never, target } from "./_host.ts";

const HTTP = [{ host: "api.example.com", methods: ["GET" as const], paths: ["/v1/*"] }];
const ALL: GrantedCapabilities = {
  http: HTTP,
  storage: { maxBytes: 1000, maxKeys: 3 },
  publish: ["orders.*"],
  secrets: ["API_KEY"],
};
const get = (url: string, headers: Record<string, string> = {}) => ({ method: "GET", url, headers });
const failedWith = (guestCode: string) => ({ code: "plugin/failed", details: { guestCode } });

describe("what was not granted", () => {
  test.each([
    ["storage", "put", { key: "a", value: 1 }],
    ["publish", "publish", "orders.made"],
    ["http", "http", get("https://api.example.com/v1/a")],
  ] as const)(
    "%s is denied, and the denial is in the audit and in the telemetry",
    async (capability, operation, input) => {
      const { invoke, audit, telemetry } = await activeFixture();
      await expect(invoke(operation, input)).rejects.toMatchObject(failedWith("plugin/denied"));
      expect(await audit.recent({ scope: "p1", limit: 1 }, never())).toMatchObject([
        { action: capability, outcome: "denied", pluginId: "acme.fixture", detail: { code: "plugin/denied" } },
      ]);
      expect(telemetry.spans).toContainEqual(
        expect.objectContaining({ name: `plugin.${capability}`, failed: "plugin/denied" }),
      );
    },
  );

  test("a grant that was taken back is so at once, for calls under way, too", async () => {
    const { host, invoke } = await activeFixture();
    await host.grant(target, ALL, never());
    await invoke("put", { key: "a", value: 1 });
    await host.grant(target, {}, never());
    await expect(invoke("put", { key: "a", value: 2 })).rejects.toMatchObject(failedWith("plugin/denied"));
  });

  test("a grant gives no more than the manifest asks for", async () => {
    const { host, invoke } = await activeFixture();
    await host.grant(
      target,
      {
        http: [{ host: "*.example.com", methods: ["GET", "POST"], paths: ["/*"] }],
        storage: { maxBytes: 1e9, maxKeys: 1e6 },
        publish: ["orders.*", "users.*"],
      },
      never(),
    );
    await expect(invoke("publish", "users.made")).rejects.toMatchObject(failedWith("plugin/denied"));
    await expect(invoke("http", get("https://other.example.com/v1/a"))).rejects.toMatchObject({
      code: "plugin/failed",
    });
    await expect(invoke("http", { ...get("https://api.example.com/v1/a"), method: "POST" })).rejects.toMatchObject({
      code: "plugin/failed",
    });
    await expect(invoke("http", get("https://api.example.com/v2/a"))).rejects.toMatchObject({ code: "plugin/failed" });
    await expect(invoke("put", { key: "a", value: "x".repeat(1000) })).rejects.toMatchObject(
      failedWith("plugin/quota"),
    );
    for (const key of ["a", "b", "c"]) await invoke("put", { key, value: 1 });
    await expect(invoke("put", { key: "d", value: 1 })).rejects.toMatchObject(failedWith("plugin/quota"));
  });
});

describe("storage", () => {
  test("what one call keeps another finds, and a restart, too", async () => {
    const { host, invoke } = await activeFixture();
    await host.grant(target, ALL, never());
    await invoke("put", { key: "a", value: { deep: [1, "ü"] } });
    expect((await invoke("get", "a")).output).toEqual({ kind: "value", value: { deep: [1, "ü"] } });
    await host.disable(target, never());
    await host.enable(target, never());
    expect((await invoke("get", "a")).output).toEqual({ kind: "value", value: { deep: [1, "ü"] } });
    expect((await invoke("get", "none")).output).toEqual({ kind: "value", value: null });
  });

  test("what would go beyond the quota is not written, and what is deleted or replaced counts no more", async () => {
    const { host, invoke } = await activeFixture();
    await host.grant(target, ALL, never());
    await invoke("put", { key: "a", value: "x".repeat(900) });
    await expect(invoke("put", { key: "b", value: "x".repeat(200) })).rejects.toMatchObject(failedWith("plugin/quota"));
    expect((await invoke("get", "b")).output).toEqual({ kind: "value", value: null });
    await invoke("put", { key: "a", value: "small" });
    await invoke("put", { key: "b", value: "x".repeat(200) });
    const { storage } = await host.usage(target, never());
    expect(storage).toEqual({ bytes: 1 + 7 + 1 + 202, keys: 2 });
  });

  test.each([
    "",
    "../other",
    "a/../b",
    "p2:acme.other",
    "plugin-data:p2:acme.other",
    "x".repeat(121),
    "a b",
    "ü",
    "\u0000",
    7,
    null,
  ])("the key %j reaches nothing of anybody else", async (key) => {
    const { host, invoke, storage } = await activeFixture();
    await host.grant(target, ALL, never());
    const other = { collection: "plugin-data:p2:acme.other", key: "secret" };
    await storage.commit(
      { changes: [{ ...other, kind: "put", value: { value: "of another" }, expect: "any" }] },
      never(),
    );
    const read = await invoke("get", key).catch((error: unknown) => error);
    expect(JSON.stringify(read)).not.toContain("of another");
    await invoke("put", { key, value: "mine" }).catch(() => {});
    expect((await storage.get(other, never()))?.value).toEqual({ value: "of another" });
    expect(await storage.list({ collection: other.collection, limit: 10 }, never())).toHaveLength(1);
  });

  test("calls that write at the same time lose nothing, and the count stays true", async () => {
    const { host, invoke } = await activeFixture();
    await host.grant(target, ALL, never());
    await Promise.all([1, 2, 3, 4].map((value) => invoke("put", { key: "abc"[value % 3] ?? "a", value })));
    const { storage } = await host.usage(target, never());
    expect(storage).toEqual({ bytes: 6, keys: 3 });
  });
});

describe("http", () => {
  test("a secret is put in on its way out, and the plugin never has it", async () => {
    const seen: string[] = [];
    const { host, invoke, audit, events, logs } = await activeFixture({
      answer: ({ headers }) => {
        seen.push(headers["authorization"] ?? "");
        return { status: 200, body: "welcome" };
      },
    });
    await host.grant(target, ALL, never());
    const request = get("https://api.example.com/v1/a", { authorization: "Bearer {{secret:API_KEY}}" });
    const { output } = await invoke("http", request);
    expect(output).toMatchObject({ kind: "value", value: { status: 200, body: "welcome", bodyEncoding: "text" } });
    expect(seen).toEqual(["Bearer s3cr3t-value-of-p1"]);
    const kept = JSON.stringify([
      output,
      await audit.recent({ scope: "p1", limit: 100 }, never()),
      events.events(),
      logs(),
    ]);
    expect(kept).not.toContain("s3cr3t");
  });

  test("a secret that was not granted is not put in", async () => {
    const { host, invoke } = await activeFixture();
    await host.grant(target, { ...ALL, secrets: [] }, never());
    const request = get("https://api.example.com/v1/a", { authorization: "{{secret:API_KEY}}" });
    await expect(invoke("http", request)).rejects.toMatchObject(failedWith("egress/secret-denied"));
  });

  test("an answer that has the secret in it does not reach the plugin", async () => {
    const { host, invoke } = await activeFixture({
      answer: () => ({ status: 200, body: "you sent s3cr3t-value-of-p1" }),
    });
    await host.grant(target, ALL, never());
    await expect(invoke("http", get("https://api.example.com/v1/a"))).rejects.toMatchObject(
      failedWith("egress/secret-leak"),
    );
  });

  test("a secret goes to the hosts of its manifest alone, whatever else the plugin may call", async () => {
    const seen: string[] = [];
    const { host, invoke } = await activeFixture({
      manifest: fixtureManifest("1.0.0", {
        capabilities: {
          http: [
            { host: "api.example.com", methods: ["GET"], paths: ["/v1/*"] },
            { host: "other.example.com", methods: ["GET"], paths: ["/*"] },
          ],
          secrets: [{ name: "API_KEY", hosts: ["api.example.com"] }],
        },
      }),
      answer: ({ headers }) => {
        seen.push(headers["authorization"] ?? "");
        return { status: 200 };
      },
    });
    await host.grant(
      target,
      { http: [{ host: "*.example.com", methods: ["GET"], paths: ["/*"] }], secrets: ["API_KEY"] },
      never(),
    );
    const headers = { authorization: "{{secret:API_KEY}}" };
    await expect(invoke("http", get("https://other.example.com/", headers))).rejects.toMatchObject(
      failedWith("egress/secret-denied"),
    );
    expect(seen).toEqual([]);
  });

  test("plain http is for hosts for which both the manifest and the operator have allowHttp", async () => {
    for (const [asked, granted, isSent] of [
      [true, true, true],
      [true, false, false],
      [false, true, false],
    ] as const) {
      const rule = { host: "api.example.com", methods: ["GET" as const], paths: ["/v1/*"] };
      const manifest = fixtureManifest("1.0.0", { capabilities: { http: [{ ...rule, allowHttp: asked }] } });
      const { host, invoke } = await activeFixture({ manifest });
      await host.grant(target, { http: [{ ...rule, allowHttp: granted }] }, never());
      const sent = await invoke("http", get("http://api.example.com/v1/a")).then(
        () => true,
        () => false,
      );
      expect(sent).toBe(isSent);
    }
  });

  test("an answer that is no text comes as base64", async () => {
    const { host, invoke } = await activeFixture({ answer: () => ({ status: 200, body: Uint8Array.of(0xff, 0) }) });
    await host.grant(target, ALL, never());
    const { output } = await invoke("http", get("https://api.example.com/v1/a"));
    expect(output).toMatchObject({ value: { body: "/wA=", bodyEncoding: "base64" } });
  });

  test.each([
    null,
    "text",
    7,
    {},
    { method: "GET" },
    { method: 1, url: "x" },
    { ...get("https://api.example.com/v1/a"), headers: { a: 1 } },
  ])("what is no request is refused by name: %j", async (request) => {
    const { host, invoke } = await activeFixture();
    await host.grant(target, ALL, never());
    await expect(invoke("http", request as never)).rejects.toMatchObject(failedWith("plugin/invalid-request"));
  });
});

test.each([
  [{ http: [{ host: "10.0.0.1.", methods: ["GET"], paths: ["/*"] }] }, "/http"],
  [{ http: [{ host: "api.example.com", methods: ["CONNECT"], paths: ["/*"] }] }, "/http"],
  [{ http: [{ host: "api.example.com", methods: ["GET"], paths: ["/*"], allowPrivate: ["0.0.0.0/0"] }] }, "/http"],
  [{ storage: { maxBytes: 0, maxKeys: 1 } }, "/storage/maxBytes"],
  [{ publish: ["*"] }, "/publish/0"],
  [{ secrets: [7] }, "/secrets/0"],
  [{ files: true }, "/files"],
])("a grant that cannot be is refused by name, and changes nothing: %j", async (granted, pointer) => {
  const { host } = await activeFixture();
  const before = await host.get(target, never());
  await expect(host.grant(target, granted as GrantedCapabilities, never())).rejects.toMatchObject({
    code: "plugin/invalid-grant",
    issues: [{ pointer }],
  });
  expect(await host.get(target, never())).toEqual(before);
});

describe("events and configuration", () => {
  test("an event says who it is from by the host's word", async () => {
    const { host, invoke, events } = await activeFixture();
    await host.grant(target, ALL, never());
    const { callId } = await invoke("publish", "orders.made");
    expect(events.events()).toMatchObject([
      { scope: "p1", pluginId: "acme.fixture", callId, topic: "orders.made", data: { from: "fixture" } },
    ]);
  });

  test.each(["orders", "ordersx.made", "orders.", "orders.*", "", "orders.Made", "orders/made", 7, null])(
    "the topic %j is none of those granted",
    async (topic) => {
      const { host, invoke, events } = await activeFixture();
      await host.grant(target, ALL, never());
      await expect(invoke("publish", topic)).rejects.toMatchObject(failedWith("plugin/denied"));
      expect(events.events()).toEqual([]);
    },
  );

  test("a plugin without a schema for it is given no configuration", async () => {
    const { host, invoke } = await activeFixture();
    await expect(host.grant(target, { config: { a: 1 } }, never())).rejects.toMatchObject({
      code: "plugin/invalid-grant",
    });
    expect((await invoke("config")).output).toEqual({ kind: "value", value: null });
  });
});
