import type { JsonValue } from "@cordon/core";
import { describe, expect, test } from "vitest";
import { parseManifest } from "../src/manifest/parse-manifest.ts";
import { changedManifest, fullManifest, manifestIssues } from "./_manifest.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;
const CONTROL = "must be text without control characters other than line feeds";

test("a manifest that asks for all there is comes back as it was, frozen all the way down", () => {
  const manifest = parseManifest(fullManifest());
  expect(manifest).toEqual(fullManifest());
  const frozen = (value: unknown): boolean =>
    typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
  expect(frozen(manifest)).toBe(true);
});

test("a manifest with nothing but what is required is one", () => {
  const { manifestVersion, id, version, apiVersion, entry, operations } = fullManifest();
  const least = { manifestVersion, id, version, apiVersion, entry, operations } as JsonValue;
  expect(parseManifest(least)).toEqual(least);
});

test.each(["manifestVersion", "id", "version", "apiVersion", "entry", "operations"])("%s is required", (field) => {
  expect(manifestIssues(changedManifest(`/${field}`, undefined))).toContainEqual({
    pointer: `/${field}`,
    message: "is required",
  });
});

test.each([
  "/x",
  "/entry/x",
  "/operations/sort/x",
  "/capabilities/x",
  "/capabilities/http/0/x",
  "/capabilities/storage/x",
  "/capabilities/events/x",
  "/capabilities/secrets/0/x",
  "/limits/x",
  "/health/x",
  "/signature/x",
])("the field %s, which nobody knows, is reported by its pointer", (pointer) => {
  expect(manifestIssues(changedManifest(pointer, 1))).toEqual([{ pointer, message: "is not a known field" }]);
});

describe("what a field must be", () => {
  test.each<[string, JsonValue, string]>([
    ["/manifestVersion", 2, "must be 1"],
    ["/id", "Acme", "must be a-z"],
    ["/id", "a..b", "must be a-z"],
    ["/id", ".a", "must be a-z"],
    ["/id", "a.", "must be a-z"],
    ["/id", "a/b", "must be a-z"],
    ["/id", "a\n", "must be a-z"],
    ["/id", "a".repeat(101), "must have at most 100 characters"],
    ["/id", "", "must have at least 1 characters"],
    ["/id", 1, "must be a string"],
    ["/version", "1.0", "semantic version"],
    ["/version", "v1.0.0", "semantic version"],
    ["/version", " 1.0.0", "semantic version"],
    ["/version", "1.0.0+build", "without build metadata"],
    ["/version", "01.0.0", "semantic version"],
    ["/version", "99999999999999999.0.0", "too large"],
    ["/name", "two\nlines", "one line of text"],
    ["/name", "turned \u202e round", "one line of text"],
    ["/description", "bell \u0007", CONTROL],
    ["/description", "x".repeat(2001), "must have at most 2000 characters"],
    ["/apiVersion", "one", "must be a range"],
    ["/apiVersion", " ^1.0.0", "must be a range"],
    ["/entry", "plugin.wasm", "must be an object"],
    ["/entry/kind", "native", 'must be "wasm", "javascript" or "memory"'],
    ["/entry/digest", "sha256:abc", "64 hexadecimal digits"],
    ["/entry/digest", DIGEST.toUpperCase(), "64 hexadecimal digits"],
    ["/entry/digest", DIGEST.replace("sha256", "sha512"), "64 hexadecimal digits"],
    ["/operations", {}, "must have 1 to 64 operations"],
    ["/operations/sort/input", "any", "must be a schema"],
    ["/operations/sort/output", 1, "must be a schema"],
    ["/operations/sort/description", "\u0000", CONTROL],
    ["/capabilities/http", [], "must have at least 1 entries"],
    ["/capabilities/http/0/methods", [], "must have at least 1 entries"],
    ["/capabilities/http/0/methods", ["GET", "GET"], "must not have an entry twice"],
    ["/capabilities/http/0/allowHttp", "yes", "must be true or false"],
    ["/capabilities/http/0/paths", ["/a", "/a"], "must not have an entry twice"],
    ["/capabilities/storage/maxBytes", 0, "must be at least 1"],
    ["/capabilities/storage/maxBytes", 1.5, "must be a whole number"],
    ["/capabilities/storage/maxKeys", 1_000_001, "must be at most 1000000"],
    ["/capabilities/events/publish", [], "must have at least 1 entries"],
    ["/capabilities/secrets/0/hosts", [], "must have at least 1 entries"],
    [
      "/capabilities/secrets",
      [
        { name: "A", hosts: ["a.example"] },
        { name: "A", hosts: ["b.example"] },
      ],
      "must not have a name twice",
    ],
    ["/capabilities/config", true, "must be an object"],
    ["/limits/fuel", 0, "must be at least 1"],
    ["/limits/fuel", 1_000_000_000_001, "must be at most"],
    ["/limits/fuel", "1", "must be a whole number"],
    ["/limits/memoryBytes", 65_537, "must be a multiple of 65536"],
    ["/limits/memoryBytes", 1, "must be at least 65536"],
    ["/limits/timeoutMs", -1, "must be at least 1"],
    ["/limits/inputBytes", 1e300, "must be"],
    ["/limits/outputBytes", 0.5, "must be a whole number"],
    ["/limits/hostCalls", null, "must be a whole number"],
    ["/limits/logRecords", 1_000_001, "must be at most 1000000"],
    ["/health/operation", "none", "must be one of the operations"],
    ["/health/operation", "toString", "must be called by"],
    ["/signature/algorithm", "none", 'must be "ed25519"'],
    ["/signature/algorithm", "rsa", 'must be "ed25519"'],
    ["/signature/keyId", "a b", "must be letters"],
    ["/signature/value", `${"A".repeat(85)}B==`, "must be 64 bytes in base64"],
    ["/signature/value", `${"A".repeat(84)}-A==`, "must be 64 bytes in base64"],
    ["/signature/value", `${"A".repeat(86)}==\n`, "must have at most 88 characters"],
  ])("%s as %j is refused", (pointer, value, message) => {
    expect(manifestIssues(changedManifest(pointer, value))).toContainEqual({
      pointer,
      message: expect.stringContaining(message) as unknown,
    });
  });

  test("there are at most 64 operations", () => {
    const named = (count: number): JsonValue =>
      Object.fromEntries(
        [["sort", true], ...Array.from({ length: count - 1 }, (_, at) => [`o${at}`, true])].map(([name]) => [
          name,
          { input: true, output: true },
        ]),
      ) as JsonValue;
    expect(manifestIssues(changedManifest("/operations", named(64)))).toEqual([]);
    expect(manifestIssues(changedManifest("/operations", named(65)))).toHaveLength(1);
  });

  test("lists are bounded, and what is too long is not looked through", () => {
    const list = (count: number): JsonValue => Array.from({ length: count }, (_, at) => `t${at}`);
    expect(manifestIssues(changedManifest("/capabilities/events/publish", list(64)))).toEqual([]);
    expect(manifestIssues(changedManifest("/capabilities/events/publish", list(65)))).toHaveLength(1);
    const secret = (at: number): JsonValue => ({ name: `S${at}`, hosts: ["a.example"] });
    expect(
      manifestIssues(
        changedManifest(
          "/capabilities/secrets",
          Array.from({ length: 33 }, (_, at) => secret(at)),
        ),
      ),
    ).toHaveLength(1);
  });
});

test("what is wrong in a schema is told by its place in the manifest", () => {
  expect(manifestIssues(changedManifest("/operations/sort/input/properties/a~b", { pattern: "x" }))).toEqual([
    {
      pointer: "/operations/sort/input/properties/a~0b/pattern",
      message: expect.stringContaining("is refused") as unknown,
    },
  ]);
  expect(manifestIssues(changedManifest("/capabilities/config/not", {}))).toEqual([
    { pointer: "/capabilities/config/not", message: expect.stringContaining("is refused") as unknown },
  ]);
});

test("a health check that could never succeed is refused", () => {
  expect(manifestIssues(changedManifest("/health/input", { subject: 1 }))).toEqual([
    { pointer: "/health/input/subject", message: "must be a string" },
  ]);
  expect(manifestIssues(changedManifest("/health/input", undefined))).toEqual([
    { pointer: "/health/input", message: "is required" },
  ]);
});

test("a memory plugin has a name and no file", () => {
  expect(manifestIssues(changedManifest("/entry", { kind: "memory", name: "mail-sorter" }))).toEqual([]);
  expect(
    manifestIssues(changedManifest("/entry", { kind: "memory", name: "x", file: "a", digest: DIGEST })),
  ).toHaveLength(2);
});
