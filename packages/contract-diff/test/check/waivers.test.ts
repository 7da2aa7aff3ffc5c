import type { JsonValue } from "@cordon/core";
import { expect, test } from "vitest";
import { waiverNotes } from "../../src/check/waiver-notes.ts";
import { isExpired, readWaivers, type Waiver } from "../../src/check/waivers.ts";
import { document, finding, NOW } from "./_samples.ts";

const GOOD = {
  fingerprint: "0123456789abcdef",
  rule: "schema/required",
  reason: "Nobody has called it since March.",
  expires: "2026-01-31",
};

function read(value: JsonValue): readonly Waiver[] {
  return readWaivers(document("contract-diff.waivers.json", value));
}

function refusal(value: JsonValue): string {
  try {
    read(value);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

test("a waiver has its place", () => {
  const place = { file: "contract-diff.waivers.json", pointer: "/waivers/0", line: 7 };
  expect(read({ waivers: [{ ...GOOD, approvedBy: "Ada" }] })).toEqual([{ ...GOOD, approvedBy: "Ada", place }]);
});

test.each([
  ["no object", [], "(whole value)"],
  ["nothing", null, "(whole value)"],
  ["another field", { waivers: [], more: 1 }, "more"],
  ["no list", { waivers: {} }, "/waivers: "],
  ["an unknown field of a waiver", { waivers: [{ ...GOOD, until: "x" }] }, "/waivers/0: "],
  [
    "a fingerprint of another shape",
    { waivers: [{ ...GOOD, fingerprint: "0123" }] },
    "/waivers/0/fingerprint: must be",
  ],
  ["a reason that says nothing", { waivers: [{ ...GOOD, reason: "ok        " }] }, "/waivers/0/reason: must say"],
  ["a day that there is not", { waivers: [{ ...GOOD, expires: "2026-02-30" }] }, "/waivers/0/expires: must be a day"],
  ["no day", { waivers: [{ ...GOOD, expires: "soon" }] }, "/waivers/0/expires: must be a day"],
  ["a mistake in the second", { waivers: [GOOD, { ...GOOD, rule: 1 }] }, "/waivers/1/rule: "],
  ["two for one finding", { waivers: [GOOD, GOOD] }, "/waivers/1/fingerprint: is waived already"],
  ["a key of the prototype", JSON.parse('{"waivers":[],"__proto__":{"waivers":[]}}') as JsonValue, "(whole value)"],
])("%s is refused with file and pointer", (_name, value, said) => {
  const message = refusal(value);
  expect(message).toContain("contract-diff.waivers.json: ");
  expect(message).toContain(said);
});

test("a waiver counts on its last day, and not on the next", () => {
  const [waiver] = read({ waivers: [GOOD] });
  if (waiver === undefined) throw new Error("There is one.");
  expect(isExpired(waiver, Date.UTC(2026, 0, 31, 23, 59))).toBe(false);
  expect(isExpired(waiver, Date.UTC(2026, 1, 1))).toBe(true);
});

test("a waiver that matches is no note", () => {
  expect(waiverNotes(read({ waivers: [GOOD] }), [finding()], { now: NOW, isWhole: true })).toEqual([]);
});

test("a waiver that ran out fails while its change is there", () => {
  const waivers = read({ waivers: [{ ...GOOD, expires: "2026-01-01" }] });
  const [note] = waiverNotes(waivers, [finding()], { now: NOW, isWhole: true });
  expect(note).toMatchObject({ rule: "contract/waiver-expired", fails: true, contract: "orders" });
  expect(note?.message).toContain("2026-01-01");
});

test("a waiver that matches nothing is told of and fails nothing, run out or not", () => {
  for (const expires of ["2026-01-01", "2026-12-31"]) {
    const notes = waiverNotes(read({ waivers: [{ ...GOOD, expires }] }), [], { now: NOW, isWhole: true });
    expect(notes).toMatchObject([{ rule: "contract/waiver-unused", fails: false, new: { line: 7 } }]);
  }
});

test("a waiver is not told to match nothing where not all was looked at", () => {
  expect(waiverNotes(read({ waivers: [GOOD] }), [], { now: NOW, isWhole: false })).toEqual([]);
});

test("a waiver that names another rule than its finding is told so", () => {
  const waivers = read({ waivers: [{ ...GOOD, rule: "schema/enum" }] });
  const [note] = waiverNotes(waivers, [finding()], { now: NOW, isWhole: true });
  expect(note?.message).toContain("the finding is schema/required");
});
