import type { JsonObject, JsonValue } from "@cordon/core";
import type { Bump } from "../finding.ts";
import type { ContractFile } from "../sources/find-contracts.ts";
import { documentsOf } from "./compare-by-kind.ts";
import { declaredBump, type DeclaredVersion } from "./version-demand.ts";

/** Versions that are declared beside the contract: of its package, or by whoever runs the check. */
export interface GivenVersion {
  readonly declared?: Bump;
  readonly packageVersions?: { readonly from: string; readonly to: string };
}

const WIT_PACKAGE = /^[ \t]*package[ \t]+[^\s@;{]{1,300}@([^\s;{]{1,100})/m;

/**
 * The version that is declared for a change: the contract's own, or else what was given beside it. `undefined` where none is, or where what
 * is written is no version; then the demand is only told of.
 */
export function declaredFor(old: ContractFile, next: ContractFile, given: GivenVersion): DeclaredVersion | undefined {
  const own = between("contract", versionOfContract(old), versionOfContract(next));
  if (own !== undefined) return own;
  if (given.declared !== undefined) return { bump: given.declared, source: "option" };
  return between("package", given.packageVersions?.from, given.packageVersions?.to);
}

function versionOfContract(contract: ContractFile): string | undefined {
  switch (contract.kind) {
    case "openapi":
    case "asyncapi":
      return infoVersion(contract.document.value);
    case "wit":
      return documentsOf(contract)
        .map(({ value }) => (typeof value === "string" ? WIT_PACKAGE.exec(value)?.[1] : undefined))
        .find((version) => version !== undefined);
    default:
      return undefined;
  }
}

function between(source: DeclaredVersion["source"], from?: string, to?: string): DeclaredVersion | undefined {
  if (from === undefined || to === undefined) return undefined;
  const bump = declaredBump(from, to);
  return bump === undefined ? undefined : { bump, source, from, to };
}

function infoVersion(value: JsonValue): string | undefined {
  const info = member(value, "info");
  const version = info === undefined ? undefined : member(info, "version");
  return typeof version === "string" ? version : undefined;
}

function member(value: JsonValue, key: string): JsonValue | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, key))
    return undefined;
  return (value as JsonObject)[key];
}
