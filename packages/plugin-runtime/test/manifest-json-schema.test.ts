import type { JsonValue } from "@cordon/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { manifestJsonSchema } from "../src/manifest/manifest-json-schema.ts";
import { changedManifest, fullManifest } from "./_manifest.ts";

test("the JSON Schema has a name of its own, says what is required, and knows no other fields", () => {
  expect(manifestJsonSchema()).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:cordon:contract:plugin-manifest:v1",
    required: ["manifestVersion", "id", "version", "apiVersion", "entry", "operations"],
    additionalProperties: false,
  });
});

test("the JSON Schema takes and refuses what one field alone decides", () => {
  const takes = new Ajv2020({ strict: false }).compile(manifestJsonSchema());
  expect(takes(fullManifest())).toBe(true);
  for (const [pointer, value] of [
    ["/id", "A"],
    ["/name", "a\nb"],
    ["/entry/file", "../a"],
    ["/entry/digest", "sha256:"],
    ["/capabilities/http/0/host", "1.2.3.4"],
    ["/capabilities/http/0/paths", ["/%2e"]],
    ["/capabilities/http/0/methods", ["GET", "GET"]],
    ["/limits/memoryBytes", 65_537],
    ["/operations", {}],
    ["/health/input", undefined],
    ["/x", 1],
  ] as const)
    expect([pointer, takes(changedManifest(pointer, value as JsonValue))]).toEqual([pointer, false]);
});
