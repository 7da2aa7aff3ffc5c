import type { JsonValue } from "@cordon/core";
import { describe, expect, it } from "vitest";
import { createSpotReader } from "./create-spot-reader.ts";
import { sameSpots } from "./same-spots.ts";
import { childOf, type Spot } from "./spot.ts";

const spotOf = (value: JsonValue): Spot => ({
  document: { file: "a.json", value, linesOf: () => [] },
  pointer: "",
  value,
});

const reader = createSpotReader(() => undefined);
const isSame = (old: JsonValue, next: JsonValue, kind?: "foreign"): boolean =>
  sameSpots(spotOf(old), spotOf(next), { old: reader, next: reader }, kind);

/** Whether `at` of two documents is the same. */
const isSameAt = (old: JsonValue, next: JsonValue): boolean => {
  const [before, after] = [old, next].map((value) => childOf(spotOf(value), "at"));
  return before !== undefined && after !== undefined && sameSpots(before, after, { old: reader, next: reader });
};

describe("two values", () => {
  it.each<readonly [string, JsonValue, JsonValue, boolean]>([
    ["the same in another order of members", { a: 1, b: [1] }, { b: [1], a: 1 }, true],
    ["not the same in another order of items", [1, 2], [2, 1], false],
    ["not the same with a member more", { a: 1 }, { a: 1, b: 1 }, false],
    ["not the same with another member", { a: 1 }, { b: 1 }, false],
    ["not the same as a list that is an object", [1], { 0: 1 }, false],
    ["not the same deep down", [[[{ a: null }]]], [[[{ a: false }]]], false],
    ["not the same as nothing", {}, null, false],
  ])("are %s", (_name, old, next, expected) => {
    expect(isSame(old, next)).toBe(expected);
  });

  it("are not the same where what they refer to is not", () => {
    const document = (b: number): JsonValue => ({ at: { $ref: "#/b" }, b: { b } });
    expect(isSameAt(document(1), document(1))).toBe(true);
    expect(isSameAt(document(1), document(2))).toBe(false);
  });

  it("are the same where they refer to each other in circles", () => {
    const document = { at: { $ref: "#/b" }, b: { more: { $ref: "#/at" } } };
    expect(isSameAt(document, structuredClone(document))).toBe(true);
  });

  it("are not known to be the same where a reference leads nowhere", () => {
    expect(isSame({ $ref: "x.json" }, { $ref: "x.json" })).toBe(false);
  });

  it("are not known to be the same where ids decide where references lead", () => {
    expect(isSame({ $id: "urn:a" }, { $id: "urn:a" })).toBe(false);
    expect(isSame({ $id: "urn:a" }, { $id: "urn:a" }, "foreign")).toBe(true);
  });

  it("are not known to be the same in a file with an address of its own", () => {
    const document = { $id: "urn:a", at: { $ref: "#/b" }, b: {} };
    expect(isSameAt(document, structuredClone(document))).toBe(false);
  });

  it("are the same where a property is called id", () => {
    expect(isSame({ properties: { id: {} } }, { properties: { id: {} } })).toBe(true);
  });

  it("are the same by the address of something foreign in the network, and not by that of a file", () => {
    expect(isSame({ $ref: "https://a.example/x" }, { $ref: "https://a.example/x" }, "foreign")).toBe(true);
    expect(isSame({ $ref: "x.avsc" }, { $ref: "x.avsc" }, "foreign")).toBe(false);
  });
});
