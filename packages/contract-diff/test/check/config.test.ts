import type { JsonValue } from "@cordon/core";
import { expect, test } from "vitest";
import { type CheckConfig, DEFAULT_CONFIG, readConfig, settingsFor } from "../../src/check/config.ts";
import { matchesPattern } from "../../src/check/matches-pattern.ts";
import { document } from "./_samples.ts";

function read(value: JsonValue): CheckConfig {
  return readConfig(document("contract-diff.json", value));
}

test("an empty configuration is the default one", () => {
  expect(read({})).toEqual(DEFAULT_CONFIG);
});

test("one folder is a list of one", () => {
  expect(read({ contracts: "api", waivers: "w.json", sources: ["src/a.ts#A"] })).toEqual({
    contracts: ["api"],
    sources: ["src/a.ts#A"],
    rules: [],
    waivers: "w.json",
  });
});

test("the first rule that matches counts, by the name with or without its version", () => {
  const config = read({
    rules: [
      { match: "dto/create-*", flow: "in" },
      { match: "dto/old/v1", level: "none" },
      { match: "**", flow: "out", content: "open", formats: "assertion", defaults: "filled", versions: "all" },
    ],
  });
  expect(settingsFor(config, ["dto/create-order/v1", "dto/create-order"])).toEqual({ flow: "in" });
  expect(settingsFor(config, ["dto/old/v1", "dto/old"])).toEqual({ level: "none" });
  expect(settingsFor(config, ["dto/old/v2", "dto/old"])).toMatchObject({ flow: "out", versions: "all" });
});

test("no rule that matches says nothing", () => {
  expect(settingsFor(read({ rules: [{ match: "a" }] }), ["b"])).toEqual({});
});

test.each([
  ["an unknown field", { contract: "a" }, "contract"],
  ["an unknown field of a rule", { rules: [{ match: "a", flows: "in" }] }, "/rules/0: "],
  ["a flow that there is not", { rules: [{ match: "a", flow: "up" }] }, "/rules/0/flow: "],
  ["a rule that matches nothing", { rules: [{ flow: "in" }] }, "/rules/0/match: "],
  ["no contracts", { contracts: [] }, "/contracts: "],
  ["no object", [], "(whole value)"],
])("%s is refused with file and pointer", (_name, value, said) => {
  const reading = (): CheckConfig => read(value);
  expect(reading).toThrow("contract-diff.json: ");
  expect(reading).toThrow(said);
});

test.each([
  ["dto/order", "dto/order", true],
  ["dto/order", "dto/*", true],
  ["dto/a/order", "dto/*", false],
  ["dto/a/order", "dto/**", true],
  ["dto/a/order", "**/order", true],
  ["order", "**/order", true],
  ["reorder", "**/order", false],
  ["dto/create-order", "dto/create-*", true],
  ["dto/order", "dto", false],
  ["dto.order", "dto?order", false],
  ["a+b(c)", "a+b(c)", true],
  ["aab", "a+b", false],
  ["anything/at/all", "**", true],
  ["Dto/order", "dto/*", false],
  ["a/b/c", "a*c", false],
  ["a/b/c", "a**c", true],
  ["dto/x/", "dto/*", false],
  ["", "", true],
])("%s is matched by %s: %s", (name, pattern, isMatched) => {
  expect(matchesPattern(name, pattern)).toBe(isMatched);
});

test("a pattern of many stars takes no longer than its length", () => {
  expect(matchesPattern("a/".repeat(100), `${"**/a".repeat(50)}b`)).toBe(false);
  expect(matchesPattern("a".repeat(5000), `${"*a".repeat(100)}b`)).toBe(false);
});
