import { busError } from "../errors.ts";
import { covers, type SegmentPattern } from "../pattern/segment-pattern.ts";

/** How often a right can be narrowed: each check goes up all the way. */
export const MAX_NARROWED = 32;

/** What a grant is made of. */
export interface HeldGrantInit {
  readonly id: string;
  readonly principal: string;
  readonly pattern: SegmentPattern;
  readonly expiresAt: number | undefined;
  readonly uses: number | undefined;
  readonly parent: HeldGrant | undefined;
}

/** The state of one grant. Only the authority that made it has it; others have a `Grant` that leads here. */
export class HeldGrant {
  readonly id: string;
  readonly principal: string;
  readonly pattern: SegmentPattern;
  readonly expiresAt: number | undefined;
  readonly #parent: HeldGrant | undefined;
  readonly #children = new Set<HeldGrant>();
  /** How often it was narrowed. */
  readonly depth: number;
  /** Whether it or one that it comes from is limited in uses. */
  readonly isCounted: boolean;
  #usesLeft: number | undefined;
  #state: "in force" | "over" | "revoked" = "in force";
  /** For one of another process: until when its word holds. */
  #leasedUntil: number | undefined;

  constructor({ id, principal, pattern, expiresAt, uses, parent }: HeldGrantInit) {
    this.id = id;
    this.principal = principal;
    this.pattern = pattern;
    this.expiresAt = least(expiresAt, parent?.expiresAt);
    this.#usesLeft = uses;
    this.#parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
    this.isCounted = uses !== undefined || parent?.isCounted === true;
    if (parent !== undefined) parent.#children.add(this);
  }

  /** The fewest of its own and of those that it comes from. */
  get usesLeft(): number | undefined {
    let fewest = this.#usesLeft;
    // Here and below not by recursion: how deep the tree is was decided by whoever narrowed.
    for (let each = this.#parent; each !== undefined; each = each.#parent) fewest = least(fewest, each.#usesLeft);
    return fewest;
  }

  get isRevoked(): boolean {
    return this.#state === "revoked";
  }

  get parent(): HeldGrant | undefined {
    return this.#parent;
  }

  isActive(now: number): boolean {
    if (this.#state !== "in force" || (this.expiresAt !== undefined && now >= this.expiresAt)) return false;
    if (!this.#hasLease(now)) return false;
    return !this.isCounted || this.usesLeft !== 0;
  }

  /** Whether it lasts only as long as another process says so. */
  get isLeased(): boolean {
    return this.#leasedUntil !== undefined;
  }

  /** Whether it was made in this process and lasts by itself. */
  isShareable(now: number): boolean {
    return this.#leasedUntil === undefined && !this.isCounted && this.isActive(now);
  }

  #hasLease(now: number): boolean {
    let until = this.#leasedUntil;
    for (let each = this.#parent; each !== undefined; each = each.#parent) until = least(until, each.#leasedUntil);
    return until === undefined || now < until;
  }

  /** Lets a grant of another process last until then. */
  lease(until: number): void {
    this.#leasedUntil = until;
  }

  /** Uses it once, and all that it comes from. What `other`, which the same message needs, comes from as well is used once for both. */
  use(other?: HeldGrant): void {
    const used = new Set([...lineOf(this), ...lineOf(other)]);
    for (const each of used) if (each.#usesLeft !== undefined) each.#usesLeft -= 1;
  }

  /** Throws unless what is asked for lies within this grant. */
  checkNarrower(pattern: SegmentPattern, expiresAt: number | undefined, uses: number | undefined): void {
    if (!covers(this.pattern, pattern)) throw busError("bus/not-narrower", { field: "capability" });
    if (expiresAt !== undefined && this.expiresAt !== undefined && expiresAt > this.expiresAt)
      throw busError("bus/not-narrower", { field: "expiresAt" });
    const { usesLeft } = this;
    if (uses !== undefined && usesLeft !== undefined && uses > usesLeft)
      throw busError("bus/not-narrower", { field: "uses" });
  }

  /** Ends it and all that was narrowed from it; returns those that it ended. One that is over by its own limits was good until then. */
  end(how: "over" | "revoked"): readonly HeldGrant[] {
    if (this.#parent !== undefined) this.#parent.#children.delete(this);
    const ended: HeldGrant[] = [];
    const left: HeldGrant[] = [this];
    for (let each = left.pop(); each !== undefined; each = left.pop()) {
      if (each.#state === "in force") {
        each.#state = how;
        ended.push(each);
      }
      for (const child of each.#children) left.push(child);
      each.#children.clear();
    }
    return ended;
  }
}

function lineOf(grant: HeldGrant | undefined): readonly HeldGrant[] {
  const line: HeldGrant[] = [];
  for (let each = grant; each !== undefined; each = each.parent) line.push(each);
  return line;
}

function least(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
