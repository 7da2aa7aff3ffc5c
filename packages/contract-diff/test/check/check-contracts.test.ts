import { expect, test } from "vitest";
import {
  checkContracts,
  createMemoryTree,
  findContracts,
  jsonReport,
  readWaivers,
  terminalReport,
} from "../../src/index.ts";
import type { CheckContractsOptions, CheckRun, ContractFile } from "../../src/index.ts";

const { signal } = new AbortController();

function contractsOf(files: Record<string, string>): Promise<readonly ContractFile[]> {
  return findContracts(createMemoryTree(files), "", signal);
}

async function check(
  old: Record<string, string>,
  next: Record<string, string>,
  options: Partial<CheckContractsOptions> = {},
): Promise<CheckRun> {
  return checkContracts({ old: await contractsOf(old), next: await contractsOf(next), now: 0, ...options }, signal);
}

const tag = (maxLength: number): string => JSON.stringify({ type: "string", maxLength });

test("a library finds what the command line finds, and every report is made of it", async () => {
  const run = await check({ "tag.json": tag(9) }, { "tag.json": tag(5) }, { settingsOf: () => ({ flow: "in" }) });
  expect(run.comparisons.flatMap(({ findings }) => findings)).toMatchObject([
    { contract: "tag", rule: "schema/max-length", breaks: "backward", fails: true },
  ]);
  expect(terminalReport(run)).toContain("schema/max-length");
  expect(JSON.parse(jsonReport(run))).toMatchObject({ passes: false });
});

test("settings are asked for by the name of the contract", async () => {
  const asked: string[] = [];
  const settingsOf = (contract: string): { readonly level: "none" } => {
    asked.push(contract);
    return { level: "none" };
  };
  const run = await check({ "tag/v1.json": tag(9) }, { "tag/v1.json": tag(5) }, { settingsOf });
  expect(new Set(asked)).toEqual(new Set(["tag"]));
  expect(run.comparisons[0]?.findings.some(({ fails }) => fails)).toBe(false);
});

test("the newest version is held against all before it where that is asked for", async () => {
  const versions = { "tag/v1.json": tag(3), "tag/v2.json": tag(9), "tag/v3.json": tag(5) };
  const run = await check(versions, versions, { settingsOf: () => ({ flow: "in", versions: "all" }) });
  const failing = run.comparisons.filter(({ findings }) => findings.some(({ fails }) => fails));
  expect(failing.map(({ contract }) => contract)).toEqual(["tag/v2..v3"]);
});

test("a waiver excuses a finding until it runs out", async () => {
  const files = [{ "tag.json": tag(9) }, { "tag.json": tag(5) }] as const;
  const settingsOf = (): { readonly flow: "in" } => ({ flow: "in" });
  const [found] = (await check(...files, { settingsOf })).comparisons.flatMap(({ findings }) => findings);
  const waiver = { reason: "nobody sends more than five", expires: "2026-12-31" };
  const value = { waivers: [{ fingerprint: found?.fingerprint ?? "", rule: found?.rule ?? "", ...waiver }] };
  const waivers = readWaivers({ file: "waivers.json", value, linesOf: () => [] });
  const before = await check(...files, { settingsOf, waivers, now: Date.parse("2026-12-01") });
  expect(before.comparisons[0]?.findings[0]).toMatchObject({ fails: false, waived: "nobody sends more than five" });
  const after = await check(...files, { settingsOf, waivers, now: Date.parse("2027-01-02") });
  expect(after.comparisons[0]?.findings[0]?.fails).toBe(true);
});

test("nothing on either side is a failure", async () => {
  await expect(checkContracts({ old: [], next: [], now: 0 }, signal)).rejects.toMatchObject({
    code: "contract-diff/nothing-compared",
  });
});
