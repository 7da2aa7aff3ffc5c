import type { Finding } from "../finding.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { isExpired, type Waiver } from "./waivers.ts";

/** What `waiverNotes` goes by. */
export interface WaiverNotesOptions {
  readonly now: number;
  /** Whether all that the waivers are for was looked at. Otherwise one that matches nothing may well be for something else. */
  readonly isWhole: boolean;
}

/** The waiver that is for a finding, run out or not. Its rule must be the finding's too, so that a slip of the pen excuses nothing. */
export function waiverOf(
  finding: Pick<Finding, "fingerprint" | "rule">,
  waivers: readonly Waiver[],
): Waiver | undefined {
  return waivers.find(({ fingerprint, rule }) => fingerprint === finding.fingerprint && rule === finding.rule);
}

/**
 * Findings about the waivers themselves. One that ran out fails while its change is still there; once the change is gone it is only in the
 * way, like any other that matches nothing.
 */
export function waiverNotes(
  waivers: readonly Waiver[],
  findings: readonly Finding[],
  { now, isWhole }: WaiverNotesOptions,
): readonly Finding[] {
  return waivers.flatMap((waiver) => {
    const finding = findings.find((each) => waiverOf(each, [waiver]) !== undefined);
    if (finding !== undefined) return isExpired(waiver, now) ? [expired(waiver, finding)] : [];
    return isWhole ? [unused(waiver, findings)] : [];
  });
}

function expired(waiver: Waiver, finding: Finding): Finding {
  const { contract } = finding;
  const message = `The waiver of ${waiver.rule} in ${contract} ran out on ${waiver.expires}. Take the change back, or have the waiver approved again.`;
  return note(waiver, { rule: "contract/waiver-expired", contract, message, fails: true });
}

function unused(waiver: Waiver, findings: readonly Finding[]): Finding {
  const other = findings.find(({ fingerprint }) => fingerprint === waiver.fingerprint);
  const message =
    other === undefined
      ? `The waiver of ${waiver.rule} with the fingerprint ${waiver.fingerprint} matches no finding. Remove it.`
      : `The waiver with the fingerprint ${waiver.fingerprint} names the rule ${waiver.rule}, and the finding is ${other.rule}, so it excuses nothing. Correct the rule.`;
  return note(waiver, { rule: "contract/waiver-unused", contract: other?.contract ?? "", message, fails: false });
}

function note(waiver: Waiver, what: Pick<Finding, "rule" | "contract" | "message" | "fails">): Finding {
  const change = { rule: what.rule, breaks: "none", subject: waiver.fingerprint, path: "" } as const;
  return {
    ...change,
    ...what,
    bump: "none",
    certainty: "proven",
    fingerprint: fingerprintOf(what.contract, change),
    new: waiver.place,
  };
}
