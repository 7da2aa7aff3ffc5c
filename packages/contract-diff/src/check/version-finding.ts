import type { Bump, Change } from "../finding.ts";
import type { Place } from "../document.ts";
import { isEnough } from "./bump-order.ts";
import { type DeclaredVersion, smallestVersion } from "./version-demand.ts";

/** The finding that a declared version is smaller than what the changes ask for; `undefined` where it is not. */
export function versionFinding(
  demanded: Bump,
  declared: DeclaredVersion | undefined,
  place: Place,
): Change | undefined {
  if (declared === undefined || demanded === "none" || isEnough(declared.bump, demanded)) return undefined;
  const { from, to } = declared;
  return {
    rule: "contract/version-too-small",
    breaks: "none",
    bump: "none",
    certainty: "proven",
    // With the versions in it, so that a waiver of one release does not excuse the next.
    subject: `${[from ?? "", to ?? ""].join(" -> ")}, needs ${demanded}`,
    path: "",
    message: messageOf(demanded, declared),
    new: place,
  };
}

function messageOf(demanded: Exclude<Bump, "none">, { bump, source, from, to }: DeclaredVersion): string {
  const asked = `The changes ask for a ${demanded} version`;
  if (from === undefined || to === undefined)
    return `${asked}, and the one declared is ${bump}. Declare ${demanded}, or take back what asks for it.`;
  const whose = source === "package" ? "the package's version" : "the version";
  const went = from === to ? `${whose} stays ${from}` : `${whose} goes from ${from} to ${to}, which is ${bump}`;
  const smallest = smallestVersion(from, demanded);
  const before1 = /^v?0(\.|$)/.test(from)
    ? " Before 1.0.0 a breaking change raises the minor part, and any other the patch."
    : "";
  const raise = smallest === undefined ? `Raise it` : `Raise it to ${smallest} or more`;
  return `${asked}, and ${went}.${before1} ${raise}, or take back what asks for it.`;
}
