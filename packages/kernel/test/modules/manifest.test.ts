import { describe, expect, test } from "vitest";
import { MODULE_MANIFEST_FIELDS } from "../../src/modules/manifest/manifest-fields.ts";
import type { ModuleManifest } from "../../src/modules/manifest/module-manifest.ts";
import { parseModuleManifest } from "../../src/modules/manifest/parse-module-manifest.ts";
import { FULL, issuesOfSource } from "./_manifests.ts";

describe("a manifest", () => {
  test("is read from text, from bytes and from a value alike, frozen all the way down", () => {
    const text = JSON.stringify(FULL);
    for (const source of [text, new TextEncoder().encode(text), FULL]) {
      const manifest = parseModuleManifest(source);
      expect(manifest).toEqual(FULL);
      expect(
        Object.isFrozen(manifest) && Object.isFrozen(manifest.restart) && Object.isFrozen(manifest.dependsOn),
      ).toBe(true);
    }
  });

  test("shares nothing with what it was read from", () => {
    const source = structuredClone(FULL) as unknown as { dependsOn: string[] };
    const manifest = parseModuleManifest(source as unknown as ModuleManifest);
    source.dependsOn.push("other");
    expect(manifest.dependsOn).toEqual(FULL.dependsOn);
  });

  test("may leave out all that is not its identity", () => {
    const { manifestVersion, id, version, kind, entry } = FULL;
    expect(parseModuleManifest({ manifestVersion, id, version, kind, entry })).toEqual({
      manifestVersion,
      id,
      version,
      kind,
      entry,
    });
  });

  test.each(["a", "a1", "acme.browser", "a-b_c", "0.1"])("may have the id %s", (id) => {
    expect(parseModuleManifest({ ...FULL, id }).id).toBe(id);
  });

  test.each(["0.0.0", "1.2.3", "1.0.0-rc.1", "10.20.30-alpha-x"])("may have the version %s", (version) => {
    expect(parseModuleManifest({ ...FULL, version }).version).toBe(version);
  });

  test.each([
    ["native", "browser"],
    ["plugin", "acme.browser"],
    ["wasm", "a.wasm"],
    ["wasm", "build/out/a-b_c.wasm"],
  ] as const)("of the kind %s may have the entry %s", (kind, entry) => {
    const { limits: _limits, ...rest } = FULL;
    expect(parseModuleManifest({ ...rest, kind, entry }).entry).toBe(entry);
  });

  test("says what is wrong with every field at once", () => {
    const issues = issuesOfSource({
      ...FULL,
      id: "A",
      version: "1",
      extra: 1,
      restart: { policy: "sometimes", more: 2 },
    });
    expect(issues.map(({ pointer }) => pointer).sort()).toEqual([
      "/extra",
      "/id",
      "/restart/more",
      "/restart/policy",
      "/version",
    ]);
  });
});

describe("the table of fields", () => {
  const fieldsOf = (value: object, pointer = ""): readonly string[] =>
    Object.entries(value).flatMap(([name, part]) => [
      `${pointer}/${name}`,
      ...(typeof part === "object" && !Array.isArray(part) ? fieldsOf(part as object, `${pointer}/${name}`) : []),
    ]);

  test("has every field once, and no other", () => {
    expect(MODULE_MANIFEST_FIELDS.map(({ field }) => field).sort()).toEqual([...fieldsOf(FULL)].sort());
  });

  test("and a manifest has no field that is not in it: each is unknown by any other name", () => {
    for (const field of fieldsOf(FULL)) {
      const changed = structuredClone(FULL) as unknown as Record<string, Record<string, unknown>>;
      const [, first = "", second] = field.split("/");
      if (second === undefined) changed[`${first}x`] = {};
      else Object.assign(changed[first] ?? {}, { [`${second}x`]: 1 });
      expect(issuesOfSource(changed)).toEqual([{ pointer: `${field}x`, message: "is not a known field" }]);
    }
  });
});
