import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import type { JsonValue } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import { describe, expect, test } from "vitest";
import { MANIFEST_FIELDS } from "../src/manifest/manifest-fields.ts";
import { manifestJsonSchema } from "../src/manifest/manifest-json-schema.ts";
import { parseManifest } from "../src/manifest/parse-manifest.ts";
import { PLUGIN_CEILING_DEFAULTS, PLUGIN_LIMIT_DEFAULTS, PLUGIN_LIMIT_MAXIMA } from "../src/manifest/plugin-limits.ts";
import { CHECK_LIMITS } from "../src/schema/check-run.ts";
import { VALUE_SCHEMA_KEYWORDS } from "../src/schema/keyword-shapes.ts";
import { VALUE_SCHEMA_LIMITS } from "../src/schema/schema-limits.ts";
import { canonicalManifest } from "../src/signing/canonical-manifest.ts";
import { digestOf } from "../src/signing/digest-of.ts";
import { signManifest } from "../src/signing/sign-manifest.ts";
import { verifySignature } from "../src/signing/verify-signature.ts";
import { keyPairOf } from "./_manifest.ts";
import { signByHand } from "./_manifest-signing-example.ts";

const spec = readFileSync(new URL("../../../docs/spec/plugin-manifest.md", import.meta.url), "utf8");
const blocks = (language: string): readonly string[] =>
  [...spec.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, body = ""]) => body);
const [example = "", vector = "", signature = ""] = blocks("json");
const [keywords = "", , keys = "", signedText = "", digest = ""] = blocks("text");
const [seed = "", publicKey = ""] = keys.trim().split("\n");
const written = (value: number): string => value.toLocaleString("en-US");

describe("the examples", () => {
  test("are manifests, and say the same in both languages", () => {
    const [toml = ""] = blocks("toml");
    expect(parseManifest(toml, { format: "toml" })).toEqual(parseManifest(example));
    expect(parseManifest(example)).toEqual(JSON.parse(example));
  });

  test("have every field but those of the signature and of memory plugins", () => {
    const manifest = parseManifest(example);
    expect(Object.keys(manifest).sort()).toEqual(
      Object.keys(manifestJsonSchema()["properties"] as object)
        .filter((name) => name !== "signature")
        .sort(),
    );
  });
});

test("the table has every field, in the order of the code's own table", () => {
  const rows = [...spec.matchAll(/^\| `(\/[^`]*)` +\|/gm)].map(([, field]) => field);
  expect(rows).toEqual(MANIFEST_FIELDS.map(({ field }) => field));
});

test("the limits are those of the code", () => {
  for (const [name, value] of Object.entries<number>(PLUGIN_LIMIT_DEFAULTS)) {
    const ceiling = PLUGIN_CEILING_DEFAULTS[name as keyof typeof PLUGIN_CEILING_DEFAULTS];
    expect(spec).toMatch(new RegExp(`^\\| \`${name}\` +\\| ${written(value)} +\\| ${written(ceiling)} +\\|`, "m"));
  }
  for (const [name, value] of Object.entries<number>(PLUGIN_LIMIT_MAXIMA))
    expect(spec).toMatch(new RegExp(`^\\| \`/limits/${name}\` .* to ${written(value)}`, "m"));
  const { maxBytes, maxSubschemas, maxDepth, maxEnumEntries } = VALUE_SCHEMA_LIMITS;
  expect(spec).toContain(
    `${written(maxBytes)} bytes of JSON, ${maxSubschemas} schemas in all, ${maxDepth} inside each other`,
  );
  expect(spec).toContain(`1 to ${maxEnumEntries} entries`);
  expect(spec).toContain(
    `${written(CHECK_LIMITS.maxSteps)} steps and ${CHECK_LIMITS.maxDepth} checks inside each other`,
  );
});

test("the keywords of schemas are those of the code", () => {
  expect(keywords.trim().split(/\s+/).sort()).toEqual([...VALUE_SCHEMA_KEYWORDS].sort());
});

describe("the test vector", () => {
  const pair = keyPairOf(Buffer.from(seed, "hex"));

  test("has the key of RFC 8032", () => {
    expect(pair.publicKey).toBe(publicKey);
  });

  test("has the bytes and the digest that are signed", () => {
    const bytes = Buffer.from(canonicalManifest(parseManifest(vector)));
    expect(bytes.toString()).toBe(signedText.trimEnd());
    expect(digestOf(bytes)).toBe(digest.trim());
  });

  test("has the signature that is made and that is taken", async () => {
    const expected = JSON.parse(signature) as { readonly keyId: string };
    const { keyId } = expected;
    expect(signManifest(parseManifest(vector), { keyId, privateKey: pair.privateKey }).signature).toEqual(expected);
    const manifest = parseManifest({ ...(JSON.parse(vector) as object), signature: expected });
    const trust = { find: async () => ({ keyId, publicKey, plugins: ["acme.*"] }) };
    const request = { manifest, trust, clock: createManualClock() };
    expect(await verifySignature(request, new AbortController().signal)).toEqual({ keyId });
  });

  test("is what the procedure in the document makes, with nothing but the platform", () => {
    const source = readFileSync(new URL("_manifest-signing-example.ts", import.meta.url), "utf8");
    expect(blocks("ts")).toEqual([source]);
    const value = JSON.parse(vector) as Record<string, JsonValue>;
    expect(signByHand(value, "acme-2026", pair.privateKey)).toEqual({
      ...value,
      signature: JSON.parse(signature) as unknown,
    });
  });
});
