import type { JsonValue, Plugin } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { startApi } from "./_api.ts";
import { digestOf, newProject, type PluginParts, type Upload, uploadOf, valueOf, wasmPlugin } from "./_plugins.ts";

const ID = "acme.hello";
const SPIN = { body: "(loop $again (br $again)) (unreachable)" };

const CALLS: readonly (readonly [what: string, parts: PluginParts, status: number, code: string])[] = [
  ["computes for ever", { operations: { go: SPIN } }, 502, "plugin/out-of-fuel"],
  ["traps", { operations: { go: { body: "(unreachable)" } } }, 502, "plugin/crashed"],
  [
    "recurses without end",
    { operations: { go: { body: "(call 1 (local.get 0) (local.get 1))" } } },
    502,
    "plugin/crashed",
  ],
  [
    "asks for all memory",
    { operations: { go: { body: "(drop (memory.grow (i32.const 60000))) (unreachable)" } } },
    502,
    "plugin/out-of-memory",
  ],
  ["answers with no JSON", { operations: { go: "{nope" } }, 502, "plugin/bad-output"],
  ["answers with no output", { operations: { go: "[]" } }, 502, "plugin/bad-output"],
  ["answers beyond its memory", { operations: { go: { body: "(i64.const -1)" } } }, 502, "plugin/bad-output"],
  ["answers with a number past 2^53", { operations: { go: valueOf(1e300) } }, 502, "plugin/bad-output"],
  [
    "answers with half a character",
    { operations: { go: String.raw`{"kind":"value","value":"\ud800"}` } },
    502,
    "plugin/bad-output",
  ],
  [
    "answers with a thousand levels",
    { operations: { go: `{"kind":"value","value":${"[".repeat(1000)}${"]".repeat(1000)}}` } },
    502,
    "plugin/bad-output",
  ],
  [
    "answers with the key __proto__",
    { operations: { go: '{"kind":"value","value":{"__proto__":1}}' } },
    502,
    "plugin/bad-output",
  ],
];

test.each(CALLS)(
  "a plugin that %s ends in a problem of its own, and is called again",
  async (_what, parts, status, code) => {
    const api = await startApi();
    const project = await newProject(api);
    const operations = { ...parts.operations, well: valueOf("well") };
    expect((await project.run(wasmPlugin({ ...parts, operations }))).body["state"]).toBe("active");
    const answer = await project.invoke(ID, "go");
    expect({ status: answer.status, contentType: answer.contentType, code: answer.body["code"] }).toEqual({
      status,
      contentType: "application/problem+json",
      code,
    });
    expect(answer.body["traceId"]).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
    expect((await project.invoke(ID, "well")).body["output"]).toEqual({ kind: "value", value: "well" });
  },
);

test("a plugin that never answers is not waited for longer than it may take", async () => {
  const metadata = { id: ID, version: "1.0.0", apiVersion: "1.0", operations: ["go"] };
  const silent: Plugin = { metadata, invoke: () => new Promise(() => {}) };
  const api = await startApi({}, { memoryPlugins: { silent } });
  const project = await newProject(api);
  const manifest = {
    ...wasmPlugin({ operations: { go: "" }, limits: { timeoutMs: 50 } }).manifest,
    entry: { kind: "memory", name: "silent" },
  };
  await api.call({ path: `${project.path}/plugins`, body: { manifest } });
  await project.post(ID, "enable");
  const answer = await project.invoke(ID, "go");
  expect(answer).toMatchObject({ status: 504, body: { code: "plugin/timeout", retryable: true } });
});

test("a refusal is an answer and no problem", async () => {
  const api = await startApi();
  const project = await newProject(api);
  await project.run(wasmPlugin({ operations: { go: '{"kind":"refused","reason":"not on Sundays"}' } }));
  expect(await project.invoke(ID, "go")).toMatchObject({
    status: 200,
    body: { output: { kind: "refused", reason: "not on Sundays" } },
  });
});

test.each<readonly [what: string, upload: Upload, said: RegExp]>([
  ["never ends starting", wasmPlugin({ imports: "(func $s (loop $a (br $a))) (start $s)" }), /start|initialis/],
  ["is no module", withCode(Uint8Array.from([1, 2, 3, 4])), /module/],
  ["imports what nobody gives", wasmPlugin({ imports: '(import "env" "exec" (func (param i32)))' }), /env|import/],
  ["lacks an operation of its manifest", withCode(wasmPlugin({ operations: { other: "" } }).code), /greet/],
])("a plugin that %s is installed, fails when it is enabled, and says why", async (_what, upload, said) => {
  const api = await startApi();
  const project = await newProject(api);
  const { status, body } = await project.run(upload);
  expect({ status, state: body["state"] }).toEqual({ status: 200, state: "failed" });
  expect(body["failure"]).toMatchObject({ code: "plugin/load-failed", message: expect.stringMatching(said) });
  expect(await project.invoke(ID, "greet")).toMatchObject({ status: 503, body: { code: "plugin/not-active" } });
  expect((await api.call({ path: "/health/ready", token: "" })).status).toBe(200);
});

test("a plugin that spins is stopped while others are answered", async () => {
  const api = await startApi();
  const project = await newProject(api);
  const limits = { fuel: 50_000_000 };
  await project.run(wasmPlugin({ id: "evil.spin", operations: { go: SPIN }, limits }));
  await project.run(wasmPlugin());
  const spinning = Array.from({ length: 4 }, () => project.invoke("evil.spin", "go"));
  const others = await Promise.all(
    Array.from({ length: 20 }, async (_, at) =>
      at % 2 === 0 ? project.invoke(ID, "greet") : api.call({ path: "/health/ready", token: "" }),
    ),
  );
  expect(others.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  for (const { status, body } of await Promise.all(spinning)) {
    expect([502, 504]).toContain(status);
    expect(["plugin/out-of-fuel", "plugin/timeout"]).toContain(body["code"]);
  }
});

test("an operation that fails too often is not called for a while, and the plugin's others are", async () => {
  const api = await startApi();
  const project = await newProject(api);
  await project.run(wasmPlugin({ operations: { go: { body: "(unreachable)" }, well: valueOf(1) } }));
  const codes = new Set<JsonValue | undefined>();
  for (let at = 0; at < 40; at += 1) codes.add((await project.invoke(ID, "go")).body["code"]);
  expect(codes).toEqual(new Set(["plugin/crashed", "resilience/circuit-open"]));
  expect((await project.invoke(ID, "well")).status).toBe(200);
});

describe("requests", () => {
  test.each([
    ["an operation that is not there", "operations/nope", { input: 1 }, 404, "plugin/unknown-operation"],
    ["a call without input", "operations/greet", {}, 422, "interface/invalid"],
    ["a call with more than input", "operations/greet", { input: 1, as: "root" }, 422, "interface/invalid"],
    ["an input that does not fit", "operations/typed", { input: "x" }, 422, "plugin/invalid-input"],
    ["an input that is too large", "operations/greet", { input: "x".repeat(300_000) }, 413, "plugin/input-too-large"],
    ["a version that is not installed", "upgrade", { version: "9.9.9" }, 404, "plugin/version-not-found"],
    ["a rollback with nothing before", "rollback", undefined, 409, "plugin/no-previous-version"],
    ["a parameter that is not known", "enable?force=yes", undefined, 422, "server/invalid-parameters"],
    ["an action that is not there", "explode", {}, 404, "server/no-such-route"],
  ] as const)("%s is refused", async (_what, action, body, status, code) => {
    const api = await startApi();
    const project = await newProject(api);
    const upload = wasmPlugin({ operations: { greet: valueOf(1), typed: valueOf(1) } });
    const typed = { input: { type: "integer" }, output: true };
    const operations = { ...(upload.manifest["operations"] as object), typed };
    await project.run({ ...upload, manifest: { ...upload.manifest, operations } });
    expect(await project.post(ID, action, body)).toMatchObject({ status, body: { code } });
  });

  test.each([
    ["no manifest", {}, "interface/invalid", ""],
    ["a manifest and a path", { manifest: {}, path: "x" }, "interface/invalid", ""],
    ["a path and code", { path: "x", code: "" }, "interface/invalid", ""],
    ["code that is no base64", { manifest: {}, code: "a-b=" }, "interface/invalid", "/code"],
    ["a manifest that is none", { manifest: { id: "x" } }, "plugin/invalid-manifest", "/manifestVersion"],
    ["a manifest that is no JSON", { manifest: "{" }, "plugin/invalid-manifest", ""],
  ] as const)("installing %s is refused, naming the field", async (_what, body, code, pointer) => {
    const api = await startApi();
    const { path } = await newProject(api);
    const answer = await api.call({ path: `${path}/plugins`, body });
    expect(answer).toMatchObject({ status: 422, body: { code } });
    const issues = answer.body["issues"] as readonly { readonly pointer: string }[];
    expect(issues.map((issue) => issue.pointer)).toContain(pointer);
  });

  test("code that is not what the manifest pins, or is no module, is refused before it is kept or run", async () => {
    const api = await startApi();
    const project = await newProject(api);
    const upload = wasmPlugin();
    const other = { ...upload, code: wasmPlugin({ version: "2.0.0" }).code };
    expect(await project.install(other)).toMatchObject({ status: 422, body: { code: "plugin/digest-mismatch" } });
    expect((await project.list()).body["items"]).toEqual([]);
    const again = { ...upload, manifest: { ...upload.manifest, name: "Another" } };
    await project.install(upload);
    expect((await project.install(upload)).status).toBe(201);
    expect(await project.install(again)).toMatchObject({ status: 409, body: { code: "plugin/version-exists" } });
  });

  test("everything about plugins needs a token", async () => {
    const api = await startApi();
    const { path } = await newProject(api);
    const plugins = `${path}/plugins`;
    const calls = [
      { path: plugins },
      { path: plugins, body: uploadOf(wasmPlugin()) },
      { path: `${plugins}/${ID}` },
      { path: `${plugins}/${ID}/operations/greet`, body: { input: 1 } },
      { path: `${path}/audit` },
      { path: "/v1/plugin-keys" },
      { path: "/v1/plugin-keys", body: {} },
      { path: "/v1/plugin-keys/k/revoke", body: {} },
    ];
    for (const call of calls) expect((await api.call({ ...call, token: "" })).status).toBe(401);
  });

  test.each(["limit=0", "limit=x", "limit=1001", "since=1"])("an audit with ?%s is refused", async (query) => {
    const api = await startApi();
    const { path } = await newProject(api);
    const answer = await api.call({ path: `${path}/audit?${query}` });
    expect(answer).toMatchObject({ status: 422, body: { code: "server/invalid-parameters" } });
  });

  test.each(["A", "a b", "..a", "a".repeat(100), "a/b"])("%j is no id of a plugin, and there is none", async (id) => {
    const api = await startApi();
    const { path } = await newProject(api);
    const answer = await api.call({ path: `${path}/plugins/${encodeURIComponent(id)}` });
    expect(answer).toMatchObject({ status: 404, body: { code: "plugin/not-found" } });
  });
});

function withCode(code: Uint8Array): Upload {
  const { manifest } = wasmPlugin();
  return { code, manifest: { ...manifest, entry: { kind: "wasm", file: "plugin.wasm", digest: digestOf(code) } } };
}
