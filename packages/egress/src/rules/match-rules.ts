import type { Target } from "../request/target.ts";
import type { CompiledRule } from "./compile-rule.ts";
import type { DenialReason } from "./egress-rule.ts";

/** The rules of each list that allow a request; at least one in each. */
export interface Allowed {
  readonly kind: "allowed";
  readonly rules: readonly (readonly CompiledRule[])[];
}

/** What no rule of some list goes along with. */
export interface Denied {
  readonly kind: "denied";
  readonly reason: DenialReason;
}

const STAGES: readonly DenialReason[] = ["host", "scheme", "port", "method", "path"];

/** Holds a request against lists of rules: each list must have one that allows all of it. */
export function matchRules(
  chain: readonly (readonly CompiledRule[])[],
  target: Target,
  method: string,
): Allowed | Denied {
  const allowed: (readonly CompiledRule[])[] = [];
  for (const rules of chain) {
    const reached = rules.map((rule) => stageReached(rule, target, method));
    const matching = rules.filter((_rule, at) => reached[at] === STAGES.length);
    if (matching.length === 0) return { kind: "denied", reason: STAGES[Math.max(0, ...reached)] ?? "host" };
    allowed.push(matching);
  }
  // No list at all would be a grant without any rule, and that allows nothing.
  return chain.length === 0 ? { kind: "denied", reason: "host" } : { kind: "allowed", rules: allowed };
}

function stageReached(rule: CompiledRule, target: Target, method: string): number {
  const { isSecure, port, path } = target;
  if (!rule.host.matches(target)) return 0;
  if (!isSecure && !rule.allowHttp) return 1;
  if (!(rule.ports?.has(port) ?? port === (isSecure ? 443 : 80))) return 2;
  if (!rule.methods.has(method)) return 3;
  return rule.matchesPath(path) ? STAGES.length : 4;
}
