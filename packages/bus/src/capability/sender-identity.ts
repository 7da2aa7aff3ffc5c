import type { CheckedLimits } from "./check-limits.ts";
import type { BusAuditRecord } from "./grant.ts";
import { type HeldGrant, MAX_NARROWED } from "./held-grant.ts";
import type { PrincipalGrants } from "./principal.ts";
import { busError } from "../errors.ts";
import type { Speaker, Spent } from "./speaker.ts";
import { covers, type SegmentPattern } from "../pattern/segment-pattern.ts";

/** What a narrowed sender is limited to. */
export interface SenderScope extends CheckedLimits {
  readonly pattern: SegmentPattern;
}

/** Who a sender is, and what it may do at this moment. */
export class SenderIdentity implements Speaker {
  readonly isGuarded = true;
  readonly #grants: PrincipalGrants;
  readonly #onAudit: (record: BusAuditRecord) => void;
  readonly #parent: SenderIdentity | undefined;
  readonly #scope: SenderScope | undefined;
  readonly #depth: number;
  #usesLeft: number;
  #closed = false;

  constructor(
    grants: PrincipalGrants,
    onAudit: (record: BusAuditRecord) => void,
    parent?: SenderIdentity,
    scope?: SenderScope,
  ) {
    this.#grants = grants;
    this.#onAudit = onAudit;
    this.#parent = parent;
    this.#depth = parent === undefined ? 0 : parent.#depth + 1;
    this.#scope = scope;
    this.#usesLeft = scope?.uses ?? Number.POSITIVE_INFINITY;
  }

  get name(): string {
    return this.#grants.name;
  }

  /** Throws `bus/too-narrow` where each check would have to go up too far. */
  narrow(scope: SenderScope): SenderIdentity {
    if (this.#depth >= MAX_NARROWED) throw busError("bus/too-narrow", { max: MAX_NARROWED });
    return new SenderIdentity(this.#grants, this.#onAudit, this, scope);
  }

  close(): void {
    this.#closed = true;
  }

  can(capability: SegmentPattern, now: number): boolean {
    return this.#find(capability, now) !== undefined;
  }

  /** What it denies is audited. */
  check(capability: SegmentPattern, also: SegmentPattern | undefined, now: number): void {
    this.#require(capability, now);
    if (also !== undefined) this.#require(also, now);
  }

  spend(capability: SegmentPattern, also: SegmentPattern | undefined, now: number): Spent {
    const grant = this.#require(capability, now);
    const other = also && this.#require(also, now);
    if (grant.isCounted || other?.isCounted === true) grant.use(other);
    this.#useScope();
    return other === undefined ? grant : bothOf(grant, other);
  }

  isClosed(): boolean {
    if (this.#closed) return true;
    for (let each = this.#parent; each !== undefined; each = each.#parent) if (each.#closed) return true;
    return false;
  }

  #useScope(): void {
    this.#usesLeft -= 1;
    // Not by recursion, as it is whoever has the sender that narrows it.
    for (let each = this.#parent; each !== undefined; each = each.#parent) each.#usesLeft -= 1;
  }

  #require(capability: SegmentPattern, now: number): HeldGrant {
    const found = this.#find(capability, now);
    if (found !== undefined) return found;
    const { name } = this;
    this.#onAudit({ at: now, principal: name, action: "publish", capability: capability.text, outcome: "denied" });
    throw busError("bus/denied", { publisher: name, capability: capability.text });
  }

  #find(capability: SegmentPattern, now: number): HeldGrant | undefined {
    return this.#allows(capability, now) ? this.#grants.find(capability, now) : undefined;
  }

  #allows(capability: SegmentPattern, now: number): boolean {
    if (!this.#allowsItself(capability, now)) return false;
    for (let each = this.#parent; each !== undefined; each = each.#parent)
      if (!each.#allowsItself(capability, now)) return false;
    return true;
  }

  #allowsItself(capability: SegmentPattern, now: number): boolean {
    if (this.#closed || this.#usesLeft <= 0) return false;
    const scope = this.#scope;
    if (scope === undefined) return true;
    return covers(scope.pattern, capability) && (scope.expiresAt === undefined || now < scope.expiresAt);
  }
}

function bothOf(one: HeldGrant, other: HeldGrant): Spent {
  return {
    get isRevoked() {
      return one.isRevoked || other.isRevoked;
    },
  };
}
