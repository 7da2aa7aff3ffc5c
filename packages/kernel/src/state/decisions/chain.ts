import { createHash } from "node:crypto";
import { canonicalJson } from "../canonical-json.ts";
import type { Decision, DecisionEntry, DecisionHead } from "./decision.ts";

// Told apart from every other hash of the same bytes, and from those of a later format.
const DOMAIN = "cordon/decision-log/v1";
// Two values, three texts, and what redaction made longer.
const LIMITS = { maxBytes: 1_048_576, maxDepth: 80 };

/** What the first entry of a log has as its `previous`. It holds the log's name, so an entry of one log fits into no other. */
export function genesisHash(name: string): string {
  return sha256(`${DOMAIN}/genesis\n${name}`);
}

/**
 * The hash of an entry, over the RFC 8785 text of all its fields but `hash`: for whoever checks entries that were exported. `undefined` for what can be
 * no entry.
 */
export function decisionHash(entry: Omit<DecisionEntry, "hash">): string | undefined {
  const { hash: _hash, ...rest } = entry as DecisionEntry;
  const json = canonicalJson(rest, LIMITS);
  return json.ok ? sha256(`${DOMAIN}/entry\n${json.text}`) : undefined;
}

/** Makes entries of decisions, in order, after a head. */
export function linkDecisions(
  head: DecisionHead,
  decisions: readonly { readonly decision: Decision; readonly at: number }[],
): readonly DecisionEntry[] {
  let { sequence, hash } = head;
  return decisions.map(({ decision, at }) => {
    sequence += 1;
    const unsealed = { ...decision, sequence, at, previous: hash };
    // Every field was checked when the decision came in.
    hash = decisionHash(unsealed) ?? "";
    return { ...unsealed, hash };
  });
}

/** The name under which an actor's entries are found, whatever characters it has. */
export function actorHash(actor: string): string {
  return sha256(`${DOMAIN}/actor\n${actor}`);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
