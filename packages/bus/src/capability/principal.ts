import { covers, type SegmentPattern } from "../pattern/segment-pattern.ts";
import type { HeldGrant } from "./held-grant.ts";

const MAX_DECISIONS = 1000;

/** The grants of one principal. */
export class PrincipalGrants {
  readonly name: string;
  readonly #grants = new Set<HeldGrant>();
  /** Which grant covered a capability last time: most messages of a sender need the same few. */
  readonly #decisions = new Map<string, HeldGrant>();
  /** What no grant covered: only another grant can change that, so a sender that tries again and again costs little. */
  readonly #denied = new Set<string>();

  readonly #onOver: (grant: HeldGrant) => void;

  /** `onOver` hears of grants that have expired or are used up: they never come back. */
  constructor(name: string, onOver: (grant: HeldGrant) => void) {
    this.name = name;
    this.#onOver = onOver;
  }

  get size(): number {
    return this.#grants.size;
  }

  add(grant: HeldGrant): void {
    this.#grants.add(grant);
    // It may be a better one than those that were chosen.
    this.#decisions.clear();
    this.#denied.clear();
  }

  delete(grant: HeldGrant): void {
    this.#grants.delete(grant);
    this.#decisions.clear();
  }

  /** Grants that are active; those that are over are forgotten. */
  active(now: number): readonly HeldGrant[] {
    for (const grant of this.#grants) if (!grant.isActive(now)) this.#onOver(grant);
    return [...this.#grants];
  }

  /** A grant that covers the capability now, one without limits before others. */
  find(capability: SegmentPattern, now: number): HeldGrant | undefined {
    const decided = this.#decisions.get(capability.text);
    if (decided !== undefined && decided.isActive(now)) return decided;
    if (this.#denied.has(capability.text)) return undefined;
    const found = this.#search(capability, now);
    if (found === undefined) {
      if (this.#denied.size >= MAX_DECISIONS) this.#denied.clear();
      this.#denied.add(capability.text);
      return undefined;
    }
    if (this.#decisions.size >= MAX_DECISIONS) this.#decisions.clear();
    this.#decisions.set(capability.text, found);
    return found;
  }

  #search(capability: SegmentPattern, now: number): HeldGrant | undefined {
    let best: HeldGrant | undefined;
    for (const grant of this.active(now)) {
      if (covers(grant.pattern, capability) && (best === undefined || isBetter(grant, best))) best = grant;
    }
    return best;
  }
}

/** Uses are spent last, and of those that expire, the one that lasts longest is taken. */
function isBetter(one: HeldGrant, other: HeldGrant): boolean {
  if (one.isCounted !== other.isCounted) return other.isCounted;
  return (one.expiresAt ?? Number.POSITIVE_INFINITY) > (other.expiresAt ?? Number.POSITIVE_INFINITY);
}
