import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addPluginKeyRequest,
  buildContracts,
  grantPluginRequest,
  installPluginRequest,
  invokePluginRequest,
  MEDIA_TYPES,
  readRequest,
  revokePluginKeyRequest,
  upgradePluginRequest,
  type VersionedRequest,
} from "../src/index.ts";

const contracts = buildContracts();
const ajv = new Ajv2020({ strict: true, allErrors: false });
addFormats.default(ajv);

const REQUESTS: readonly (readonly [name: string, versions: VersionedRequest<unknown>])[] = [
  ["install-plugin", installPluginRequest],
  ["grant-plugin", grantPluginRequest],
  ["upgrade-plugin", upgradePluginRequest],
  ["invoke-plugin", invokePluginRequest],
  ["add-plugin-key", addPluginKeyRequest],
  ["revoke-plugin-key", revokePluginKeyRequest],
];

const text = fc.constantFrom(
  "",
  "x",
  "acme.*",
  "json",
  "toml",
  "AAAA",
  "AA==",
  "A===",
  "AA=A",
  "a/b",
  "a/../b",
  ".a",
  "GET",
  "2026-01-01T00:00:00.000Z",
  "2026-13-01T00:00:00.000Z",
  "2026-02-29T00:00:00.000Z",
  "x".repeat(501),
);
const plain = fc.oneof(text, fc.constantFrom(null, true, 0, 1, 443, 70_000, 1.5, -1));
const texts = fc.array(plain, { maxLength: 3 });
const rule = fc.record(
  { host: plain, methods: texts, paths: texts, ports: texts, allowHttp: plain, allowPrivate: texts, other: plain },
  { requiredKeys: [], noNullPrototype: true },
);
const storage = fc.record({ maxBytes: plain, maxKeys: plain }, { requiredKeys: [], noNullPrototype: true });
const any = fc.oneof(
  { weight: 5, arbitrary: text },
  plain,
  texts,
  fc.dictionary(text, plain, { maxKeys: 2, noNullPrototype: true }),
);
const NAMES = ["manifest", "format", "code", "path", "version", "input", "reason", "keyId", "publicKey", "plugins"];
const FIELDS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ...Object.fromEntries([...NAMES, "notBefore", "notAfter", "publish", "secrets", "config"].map((name) => [name, any])),
  http: fc.oneof(any, fc.array(rule, { maxLength: 2 })),
  storage: fc.oneof(any, storage),
  plugins: fc.oneof(any, fc.array(text, { minLength: 1, maxLength: 2 })),
};
const document = fc.record(FIELDS, { requiredKeys: [], noNullPrototype: true });

/** Documents of the right fields alone, so that what is in them matters. */
function documentOf(name: string): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const schema = contracts.get(`dto/${name}/v1.json`) as { readonly properties: object; readonly required?: string[] };
  const own = Object.fromEntries(Object.keys(schema.properties).map((field) => [field, FIELDS[field] ?? any]));
  return fc.record(own, { requiredKeys: schema.required ?? [], noNullPrototype: true });
}

describe.each(REQUESTS)("%s", (name, versions) => {
  test("the published schema takes and refuses the same documents as the code, under every media type", () => {
    const validate = ajv.compile(structuredClone(contracts.get(`dto/${name}/v1.json`)) as object);
    let takenAtAll = 0;
    fc.assert(
      fc.property(fc.oneof(documentOf(name), document), fc.constantFrom(...MEDIA_TYPES), (value, { version }) => {
        let taken = true;
        try {
          expect(readRequest(versions, version, value)).toEqual(value);
          takenAtAll += 1;
        } catch (error) {
          if ((error as { readonly code?: string }).code !== "interface/invalid") throw error;
          taken = false;
        }
        expect({ value, taken: validate(value) }).toEqual({ value, taken });
      }),
      { numRuns: 3000 },
    );
    expect(takenAtAll).toBeGreaterThan(0);
  });
});

const issuesOf = (versions: VersionedRequest<unknown>, value: unknown): unknown => {
  try {
    readRequest(versions, 1, value);
  } catch (error) {
    return (error as { readonly issues: unknown }).issues;
  }
  return undefined;
};

test.each([
  [installPluginRequest, {}, { pointer: "", message: "must have either manifest or path" }],
  [installPluginRequest, { manifest: 1 }, { pointer: "/manifest", message: "must be an object or a text" }],
  [installPluginRequest, { manifest: {}, code: "A" }, { pointer: "/code", message: "must be base64" }],
  [invokePluginRequest, {}, { pointer: "/input", message: "is required" }],
  [upgradePluginRequest, { version: "" }, { pointer: "/version", message: "must not be empty" }],
  [
    grantPluginRequest,
    { storage: { maxBytes: 0, maxKeys: 1 } },
    { pointer: "/storage/maxBytes", message: "must be at least 1" },
  ],
] as const)("what is wrong is said: %#", (versions, value, issue) => {
  expect(issuesOf(versions as VersionedRequest<unknown>, value)).toEqual([issue]);
});

test("16 MiB in base64 are read, in time that grows with their length alone", () => {
  const code = "A".repeat(22_369_624);
  expect(readRequest(installPluginRequest, 1, { manifest: {}, code }).code).toHaveLength(code.length);
  expect(issuesOf(installPluginRequest, { manifest: {}, code: `${"A".repeat(22_369_623)}!` })).toEqual([
    { pointer: "/code", message: "must be base64" },
  ]);
});

test("every DTO of plugins is at its version 1 under every media type", () => {
  const openApi = contracts.get("openapi.json") as { readonly paths: Readonly<Record<string, object>> };
  const path = openApi.paths["/v1/projects/{id}/plugins"];
  const schemas = [...JSON.stringify(path).matchAll(/vnd\.cordon\.v2\+json":\{"schema":\{"\$ref":"([^"]+)"/g)];
  expect(schemas.map(([, ref]) => ref?.split("/").at(-1))).toEqual([
    "plugin-list.v1",
    "install-plugin.v1",
    "plugin.v1",
  ]);
});
