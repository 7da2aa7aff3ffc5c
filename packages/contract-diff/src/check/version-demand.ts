import semver from "semver";
import type { Bump, Finding } from "../finding.ts";
import { greatestBump } from "./bump-order.ts";

/** The version that an owner gives to a change, and where it was said. */
export interface DeclaredVersion {
  readonly bump: Bump;
  readonly source: "contract" | "package" | "option";
  readonly from?: string;
  readonly to?: string;
}

/** What `demandedBump` goes by. */
export interface DemandOptions {
  /** Whether a change that could not be decided is let pass, and so asks for nothing. */
  readonly allowUnknown: boolean;
}

/**
 * The part of the version that the findings ask for. A waiver excuses a proven change from failing, and not from its version: those who
 * read the version still meet the change. One that could not be decided asks for nothing once it is waived or let pass.
 */
export function demandedBump(findings: readonly Finding[], { allowUnknown }: DemandOptions): Bump {
  const asking = findings.filter(
    ({ certainty, waived }) => certainty === "proven" || (waived === undefined && !allowUnknown),
  );
  return greatestBump(asking.map(({ bump }) => bump));
}

/**
 * What going from one version to another declares, or `undefined` where one of them is no version. Before 1.0.0 the minor part says
 * `major` and the patch says `minor`, as semver's users read it. A pre-release stands for the release that it leads to. A version that
 * stays or goes down declares `none`.
 */
export function declaredBump(oldVersion: string, newVersion: string): Bump | undefined {
  const [old, next] = [versionOf(oldVersion), versionOf(newVersion)];
  if (old === null || next === null) return undefined;
  if (semver.compare(next, old) <= 0) return "none";
  if (next.major !== old.major) return "major";
  const part = greatestBump([next.minor === old.minor ? "patch" : "minor", ...leadsTo(old)]);
  if (next.major > 0 || part === "major") return part;
  return part === "minor" ? "major" : "minor";
}

/** The version that a demand comes to, said for people: `2.0.0`, or before 1.0.0 what stands in for it. */
export function smallestVersion(oldVersion: string, demanded: Exclude<Bump, "none">): string | undefined {
  const old = versionOf(oldVersion);
  if (old === null) return undefined;
  if (old.major > 0) return semver.inc(`${old.major}.${old.minor}.${old.patch}`, demanded) ?? undefined;
  return semver.inc(`0.${old.minor}.${old.patch}`, demanded === "major" ? "minor" : "patch") ?? undefined;
}

// `1.0` and `2` are versions to those who write them in OpenAPI documents.
function versionOf(text: string): semver.SemVer | null {
  const short = /^v?(\d+)(?:\.(\d+))?$/.exec(text.trim());
  return semver.parse(short === null ? text : `${short[1]}.${short[2] ?? 0}.0`);
}

function leadsTo({ prerelease, minor, patch }: semver.SemVer): readonly Bump[] {
  if (prerelease.length === 0) return [];
  if (patch > 0) return ["patch"];
  return [minor > 0 ? "minor" : "major"];
}
