import { generateKeyPairSync } from "node:crypto";
import { buildContracts } from "@cordon/interface";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { type Answer, type Call, startApi } from "./_api.ts";
import { newProject, uploadOf, valueOf, wasmPlugin } from "./_plugins.ts";
import { BINDINGS } from "../src/router/bindings.ts";
import { STREAM_BINDINGS } from "../src/streams/mount-event-streams.ts";

const contracts = buildContracts();
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
for (const [path, schema] of contracts) if (path.startsWith("dto/")) ajv.addSchema(structuredClone(schema), path);

function expectToFit(dto: string, answer: Answer): void {
  const fits = ajv.validate(`dto/${dto}/v1.json`, answer.body);
  expect({ dto, body: answer.body, errors: fits ? [] : ajv.errors }).toMatchObject({
    errors: [],
  });
}

test("what the routes of plugins answer with fits the published contracts", async () => {
  const api = await startApi();
  const { path } = await newProject(api);
  const plugin = `${path}/plugins/acme.hello`;
  const publicKey = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" });
  const capabilities = {
    http: [{ host: "api.example.com", methods: ["GET"], paths: ["/"], allowHttp: true }],
    storage: { maxBytes: 10, maxKeys: 1 },
    secrets: [{ name: "KEY", hosts: ["api.example.com"] }],
    config: { type: "object" },
  };
  const operations = { greet: valueOf(1), refuse: '{"kind":"refused","reason":"no"}' };
  const calls: readonly (readonly [dto: string, call: Call])[] = [
    ["plugin", { path: `${path}/plugins`, body: uploadOf(wasmPlugin({ operations, capabilities })) }],
    ["plugin", { method: "POST", path: `${plugin}/enable` }],
    [
      "plugin",
      { method: "PUT", path: `${plugin}/grant`, body: { config: { deep: [1] }, storage: { maxBytes: 1, maxKeys: 1 } } },
    ],
    ["plugin", { method: "POST", path: `${plugin}/enable` }],
    ["plugin", { path: `${path}/plugins`, body: uploadOf(wasmPlugin({ operations, capabilities, version: "1.1.0" })) }],
    ["plugin", { path: `${plugin}/upgrade`, body: { version: "1.1.0" } }],
    ["plugin", { path: plugin }],
    ["plugin-list", { path: `${path}/plugins` }],
    ["plugin-result", { path: `${plugin}/operations/greet`, body: { input: null } }],
    ["plugin-result", { path: `${plugin}/operations/refuse`, body: { input: null } }],
    ["problem", { path: `${plugin}/operations/none`, body: { input: null } }],
    ["plugin-log", { path: `${plugin}/logs` }],
    ["plugin-usage", { path: `${plugin}/usage` }],
    ["plugin-audit", { path: `${plugin}/audit` }],
    ["plugin-audit", { path: `${path}/audit` }],
    ["plugin-key", { path: "/v1/plugin-keys", body: { keyId: "k", publicKey, plugins: ["*"] } }],
    ["plugin-key", { path: "/v1/plugin-keys/k/revoke", body: { reason: "old" } }],
    ["plugin-key-list", { path: "/v1/plugin-keys" }],
  ];
  for (const [dto, call] of calls) expectToFit(dto, await api.call(call));
});

test("every route is in the API's description, and every path of the description is a route", () => {
  const { paths } = contracts.get("openapi.json") as { readonly paths: Readonly<Record<string, object>> };
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== "parameters")
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
  const bound = [...BINDINGS, ...STREAM_BINDINGS]
    .filter(({ path }) => path !== "/openapi.json")
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
  expect(new Set(described)).toEqual(new Set(bound));
});
