import { expect, test } from "vitest";
import type { VersionsRule } from "../../src/check/check-settings.ts";
import { pairContracts } from "../../src/check/pair-contracts.ts";
import type { ContractFile } from "../../src/sources/find-contracts.ts";
import { contract } from "./_samples.ts";

function versions(...numbers: readonly number[]): readonly ContractFile[] {
  return numbers.map((version) => contract(`v${version}.json`, {}, { name: "dto/order", version }));
}

function pairs(
  old: readonly ContractFile[],
  next: readonly ContractFile[],
  rule: VersionsRule = "independent",
): readonly string[] {
  return pairContracts(old, next, () => rule).map(
    (pair) => `${pair.contract}: ${pair.old?.version ?? "-"} ${pair.next?.version ?? "-"}`,
  );
}

test("each version is held against the same one", () => {
  expect(pairs(versions(1, 2), versions(2, 3))).toEqual([
    "dto/order/v1: 1 -",
    "dto/order/v2: 2 2",
    "dto/order/v3: - 3",
  ]);
});

test("the newest version is also held against the one before it", () => {
  expect(pairs(versions(1, 2), versions(10, 1, 2), "previous")).toContain("dto/order/v2..v10: 2 10");
  expect(pairs(versions(1, 2), versions(10, 1, 2), "previous")).toHaveLength(4);
});

test("the newest version is also held against all before it", () => {
  expect(pairs(versions(1), versions(1, 2, 3), "all").slice(3)).toEqual([
    "dto/order/v2..v3: 2 3",
    "dto/order/v1..v3: 1 3",
  ]);
});

test("a single version has none before it", () => {
  expect(pairs(versions(1), versions(1), "all")).toEqual(["dto/order/v1: 1 1"]);
});

test("rules are asked for by the name with and without its version", () => {
  const asked: (readonly string[])[] = [];
  pairContracts([], versions(1, 2), (names) => {
    asked.push(names);
    return "independent";
  });
  expect(asked).toEqual([["dto/order/v2", "dto/order"]]);
});

test("two files of the same contract are refused with both names", () => {
  const twice = [contract("a.json", {}), contract("a.yaml", {})];
  expect(() => pairs([], twice)).toThrow(/a\.yaml: .*orders.*a\.json/);
});

test("a contract called like what every object has is one like any other", () => {
  const odd = ["__proto__", "constructor"].map((name) => contract("a.json", {}, { name }));
  expect(pairs(odd, odd)).toEqual(["__proto__: - -", "constructor: - -"]);
});
