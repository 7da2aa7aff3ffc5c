import type { JsonObject, JsonValue } from "@cordon/core";
import type { CompareContractsOptions } from "../../src/check/compare-contracts.ts";
import type { Comparers } from "../../src/check/comparers.ts";
import { type CheckSettings, resolveCheckSettings } from "../../src/check/check-settings.ts";
import type { ContractDocument } from "../../src/document.ts";
import type { Change, Changes, Finding, Flow } from "../../src/finding.ts";
import type { ContractFile } from "../../src/sources/find-contracts.ts";
import type { ContractKind } from "../../src/sources/detect-kind.ts";

export const NOW: number = Date.UTC(2026, 0, 15);

/** A change that breaks backward, unless something else is said. */
export function change(parts: Partial<Change> = {}): Change {
  return {
    rule: "schema/required",
    breaks: "backward",
    bump: "major",
    certainty: "proven",
    subject: "",
    path: "/id",
    message: "The property id becomes required.",
    ...parts,
  };
}

export function finding(parts: Partial<Finding> = {}): Finding {
  return { ...change(parts), contract: "orders", fingerprint: "0123456789abcdef", fails: true, ...parts };
}

/** Every pointer is on line 7, and what is asked for is kept. */
export function document(file: string, value: JsonValue, asked: (readonly string[])[] = []): ContractDocument {
  return {
    file,
    value,
    linesOf(pointers) {
      asked.push(pointers);
      return pointers.map(() => 7);
    },
  };
}

export function contract(
  file: string,
  value: JsonValue,
  {
    kind = "json-schema",
    name = "orders",
    version,
  }: { kind?: Exclude<ContractKind, "wit">; name?: string; version?: number } = {},
): ContractFile {
  return { name, ...(version === undefined ? {} : { version }), kind, document: document(file, value) };
}

export function wit(...texts: readonly string[]): ContractFile {
  return { name: "guest", kind: "wit", documents: texts.map((text, index) => document(`${index}.wit`, text)) };
}

/** Comparers that look at `required` alone, and take any other contract for two of the same. */
export const comparers: Comparers = {
  jsonSchema: requiredOnly,
  eventType: requiredOnly,
  openApi: (old, next) => requiredOnly(old, next, { flow: "in" }),
  asyncApi: (old, next) => requiredOnly(old, next, { flow: "out" }),
  wit: () => ({ changes: [], examined: 1 }),
};

export function options(
  settings: CheckSettings = {},
  more: Partial<CompareContractsOptions> = {},
): CompareContractsOptions {
  return {
    contract: "orders",
    settings: resolveCheckSettings({ flow: "in", ...settings }),
    comparers,
    waivers: [],
    now: NOW,
    ...more,
  };
}

function requiredOnly(old: ContractDocument, next: ContractDocument, { flow }: { readonly flow: Flow }): Changes {
  const [before, after] = [requiredOf(old), requiredOf(next)];
  const [narrow, wide] = flow === "in" ? (["backward", "forward"] as const) : (["forward", "backward"] as const);
  const places = {
    old: { file: old.file, pointer: "/required" },
    new: { file: next.file, pointer: "/required" },
  };
  const changed = (name: string, breaks: "backward" | "forward"): Change => ({
    ...change({ path: `/${name}`, breaks, bump: breaks === "backward" ? "major" : "minor" }),
    message: `The property ${name} is ${after.includes(name) ? "required now" : "required no more"}.`,
    ...places,
  });
  const words: readonly Change[] =
    titleOf(old) === titleOf(next)
      ? []
      : [change({ rule: "schema/words", breaks: "none", bump: "patch", path: "", message: "The title changed." })];
  return {
    changes: [
      ...after.filter((name) => !before.includes(name)).map((name) => changed(name, narrow)),
      ...before.filter((name) => !after.includes(name)).map((name) => changed(name, wide)),
      ...words,
    ],
    examined: 1,
  };
}

function requiredOf({ value }: ContractDocument): readonly string[] {
  return ((value as JsonObject)["required"] as readonly string[] | undefined) ?? [];
}

function titleOf({ value }: ContractDocument): JsonValue {
  return (value as JsonObject)["title"] ?? "";
}
