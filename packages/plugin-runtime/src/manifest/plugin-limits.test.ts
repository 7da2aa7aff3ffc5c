import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { AskedLimits } from "./manifest.ts";
import {
  PLUGIN_CEILING_DEFAULTS,
  PLUGIN_LIMIT_DEFAULTS,
  PLUGIN_LIMIT_MAXIMA,
  resolvePluginLimits,
} from "./plugin-limits.ts";

test("a manifest that asks for nothing gets the defaults", () => {
  expect(resolvePluginLimits({})).toEqual(PLUGIN_LIMIT_DEFAULTS);
  expect(resolvePluginLimits({ limits: {} })).toEqual(PLUGIN_LIMIT_DEFAULTS);
  expect(Object.isFrozen(resolvePluginLimits({}))).toBe(true);
  const entry = { kind: "javascript", file: "plugin.js", digest: "" } as const;
  expect(resolvePluginLimits({ entry })).toEqual({ ...PLUGIN_LIMIT_DEFAULTS, fuel: 30_000_000 });
  expect(resolvePluginLimits({ entry, limits: { fuel: 5 } })).toMatchObject({ fuel: 5 });
});

test("what is asked for is given up to the ceiling, also where the default is above it", () => {
  expect(resolvePluginLimits({ limits: { fuel: 1, timeoutMs: 600_000 } })).toEqual({
    ...PLUGIN_LIMIT_DEFAULTS,
    fuel: 1,
    timeoutMs: 30_000,
  });
  const tight = { ...PLUGIN_CEILING_DEFAULTS, fuel: 1000, memoryBytes: 65_536 };
  expect(resolvePluginLimits({}, tight)).toMatchObject({ fuel: 1000, memoryBytes: 65_536 });
});

test("no limit is ever above its ceiling or its request", () => {
  const names = Object.keys(PLUGIN_LIMIT_DEFAULTS) as (keyof AskedLimits)[];
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.nat(2000), fc.nat(2000), (name, asked, ceiling) => {
      const unit = name === "memoryBytes" ? 65_536 : 1;
      const [one, other] = [(asked + 1) * unit, (ceiling + 1) * unit];
      const resolved = resolvePluginLimits({ limits: { [name]: one } }, { ...PLUGIN_CEILING_DEFAULTS, [name]: other });
      expect(resolved[name]).toBe(Math.min(one, other));
    }),
  );
});

test("defaults are below ceilings, and ceilings below the maxima", () => {
  for (const name of Object.keys(PLUGIN_LIMIT_DEFAULTS) as (keyof AskedLimits)[]) {
    expect(PLUGIN_LIMIT_DEFAULTS[name]).toBeLessThanOrEqual(PLUGIN_CEILING_DEFAULTS[name]);
    expect(PLUGIN_CEILING_DEFAULTS[name]).toBeLessThanOrEqual(PLUGIN_LIMIT_MAXIMA[name]);
  }
});

test.each([
  ["fuel", 0],
  ["fuel", Number.NaN],
  ["timeoutMs", 1.5],
  ["timeoutMs", Infinity],
  ["memoryBytes", 65_537],
  ["memoryBytes", 0],
  ["hostCalls", -1],
  ["logRecords", 1_000_001],
])("a limit or ceiling %s of %d is a mistake that names itself", (name, value) => {
  expect(() => resolvePluginLimits({ limits: { [name]: value } })).toThrow(new RegExp(`limit ${name} .* is ${value}`));
  expect(() => resolvePluginLimits({}, { ...PLUGIN_CEILING_DEFAULTS, [name]: value })).toThrow(
    new RegExp(`ceiling ${name} .* is ${value}`),
  );
});
