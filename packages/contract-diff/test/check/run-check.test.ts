import { expect, test } from "vitest";
import { resolveCheckSettings } from "../../src/check/check-settings.ts";
import type { Comparers } from "../../src/check/comparers.ts";
import { pairContracts } from "../../src/check/pair-contracts.ts";
import { runCheck, type RunCheckOptions } from "../../src/check/run-check.ts";
import { summaryOf } from "../../src/check/summary.ts";
import { contractDiffError } from "../../src/errors.ts";
import { change, comparers, contract, document, NOW } from "./_samples.ts";

const OLD = contract("old.json", { required: ["a"] });
const NEXT = contract("new.json", { required: ["a", "b"] });
const { signal } = new AbortController();

function check(parts: Partial<RunCheckOptions> = {}): RunCheckOptions {
  return {
    pairs: pairContracts([OLD], [NEXT], () => "independent"),
    settingsOf: () => resolveCheckSettings({ flow: "in" }),
    comparers,
    rules: {},
    waivers: [],
    isWhole: true,
    now: NOW,
    given: {},
    against: "main",
    toolVersion: "1.0.0",
    readFile: async () => undefined,
    ...parts,
  };
}

test("a run counts what it found", async () => {
  const run = await runCheck(check(), signal);
  expect(summaryOf(run)).toEqual({
    contracts: 1,
    failedContracts: 1,
    failing: 1,
    waived: 0,
    unknown: 0,
    others: 0,
    bump: "major",
    passes: false,
  });
});

test("a run over nothing is refused", async () => {
  await expect(runCheck(check({ pairs: [] }), signal)).rejects.toMatchObject({
    code: "contract-diff/nothing-compared",
  });
});

test("an added and a removed contract are part of the run", async () => {
  const pairs = pairContracts(
    [contract("a.json", {}, { name: "a" })],
    [contract("b.json", {}, { name: "b" })],
    () => "independent",
  );
  const { comparisons } = await runCheck(check({ pairs }), signal);
  expect(comparisons.map(({ findings }) => findings[0]?.rule)).toEqual(["contract/removed", "contract/added"]);
});

test("a run that was aborted ends before the next contract", async () => {
  await expect(runCheck(check(), AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
});

function loading(file: string): Comparers {
  return {
    ...comparers,
    jsonSchema(old, next, { load }) {
      const part = load?.(file);
      const details = { file: old.file, pointer: "/$ref", target: file, problem: "which is not there" };
      if (part === undefined) throw contractDiffError("contract-diff/unresolved-ref", details);
      const places = { old: { file, pointer: "/x" }, new: { file: next.file, pointer: "/y" } };
      return { changes: [change(places)], examined: 1 };
    },
  };
}

test("a file that a contract refers to is read, and the comparison begun again", async () => {
  const read: string[] = [];
  const readFile = async (file: string): Promise<ReturnType<typeof document>> => {
    read.push(file);
    return document(file, {});
  };
  const run = await runCheck(check({ comparers: loading("part.json"), readFile }), signal);
  expect(read).toEqual(["part.json"]);
  expect(run.comparisons[0]?.findings[0]?.old).toEqual({ file: "part.json", pointer: "/x", line: 7 });
});

test("a file that is not there is refused in the words of the contract, and asked for once", async () => {
  let asked = 0;
  const readFile = async (): Promise<undefined> => void (asked += 1);
  const running = runCheck(check({ comparers: loading("part.json"), readFile }), signal);
  await expect(running).rejects.toMatchObject({ code: "contract-diff/unresolved-ref" });
  expect(asked).toBe(1);
});

test("a comparer that can do without a file is asked again once the file is there", async () => {
  const jsonSchema: Comparers["jsonSchema"] = (_old, _next, { load }) => ({
    changes: load?.("part.json") === undefined ? [change({ certainty: "unknown" })] : [],
    examined: 1,
  });
  const readFile = async (file: string): Promise<ReturnType<typeof document>> => document(file, {});
  const run = await runCheck(check({ comparers: { ...comparers, jsonSchema }, readFile }), signal);
  expect(run.comparisons[0]?.findings).toEqual([]);
});
