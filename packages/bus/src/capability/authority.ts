import type { Clock, IdSource } from "@cordon/core";
import { busError } from "../errors.ts";
import { checkName } from "../pattern/name-pattern.ts";
import { overlaps, type SegmentPattern } from "../pattern/segment-pattern.ts";
import { parseCapability } from "./capability-pattern.ts";
import { checkLimits } from "./check-limits.ts";
import type { BusAuditRecord, Grant, GrantOptions, NarrowOptions } from "./grant.ts";
import { HeldGrant, type HeldGrantInit, MAX_NARROWED } from "./held-grant.ts";
import { PrincipalGrants } from "./principal.ts";

/** A grant as other processes are told of it. One that is limited in uses is none: each process would count for itself. */
export interface GrantRecord {
  readonly id: string;
  readonly principal: string;
  readonly capability: string;
  readonly expiresAt: number | undefined;
  /** The grant that it was narrowed from. */
  readonly parentId: string | undefined;
}

/** Who shares grants with other processes. */
export interface AuthorityListener {
  readonly onGrant: (grant: GrantRecord) => void;
  readonly onRevoke: (grantIds: readonly string[]) => void;
}

/** What an authority is made with. */
export interface AuthorityOptions {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly onAudit: (record: BusAuditRecord) => void;
  /** Grants that a principal may have at once. Default 10,000. */
  readonly maxGrants?: number;
}

const MAX_ENDED = 10_000;
const MAX_IN_ALL = 100_000;

/** Who may do what on one bus. */
export class Authority {
  readonly #options: AuthorityOptions;
  readonly #principals = new Map<string, PrincipalGrants>();
  /** Names that have had a sender: it looks into the grants that it was opened with. */
  readonly #opened = new Set<string>();
  readonly #held = new Map<string, HeldGrant>();
  readonly #listeners = new Set<AuthorityListener>();
  /** Ids of what was revoked, oldest first: another process may not have heard of it yet and give it again. */
  readonly #ended = new Set<string>();

  constructor(options: AuthorityOptions) {
    this.#options = options;
  }

  /** Hears of grants and revocations made here. */
  listen(listener: AuthorityListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** The grants of a name, for as long as there is a sender of it. */
  open(name: string): PrincipalGrants {
    const grants = this.#principal(name);
    this.#opened.add(name);
    return grants;
  }

  #principal(name: string): PrincipalGrants {
    const known = this.#principals.get(name);
    if (known !== undefined) return known;
    const added = new PrincipalGrants(name, (over) => this.#forget(over.end("over")));
    this.#principals.set(name, added);
    return added;
  }

  grant(principal: string, capability: string, { id, ...limits }: GrantOptions = {}): Grant {
    checkName(principal, "principal");
    const pattern = parseCapability(capability);
    return this.#grant({ principal, pattern, ...checkLimits(limits), parent: undefined }, id);
  }

  /** The grants that were made here and can be shared. */
  records(): readonly GrantRecord[] {
    const now = this.#options.clock.now();
    return [...this.#held.values()].filter((held) => held.isShareable(now)).map(recordOf);
  }

  /** The ids of grants that were revoked, here or elsewhere, of late. */
  ended(): readonly string[] {
    return [...this.#ended];
  }

  /**
   * Puts a grant in force that was made in another process, until `leasedUntil` unless it is taken over again. One that was revoked, or whose
   * parent is over, is over; one that was made here, too, needs no lease.
   */
  adopt({ id, principal, capability, expiresAt, parentId }: GrantRecord, leasedUntil: number): void {
    const known = this.#held.get(id);
    if (known !== undefined) {
      if (known.isLeased) known.lease(leasedUntil);
      return;
    }
    if (this.#ended.has(id)) return;
    checkName(principal, "principal");
    const pattern = parseCapability(capability);
    const parent = parentId === undefined ? undefined : this.#held.get(parentId);
    if (parentId !== undefined && parent === undefined) return;
    parent?.checkNarrower(pattern, expiresAt, undefined);
    this.#add({ id, principal, pattern, expiresAt, uses: undefined, parent }).lease(leasedUntil);
  }

  /** Ends the grants of these ids, wherever they were made, and all that was narrowed from them. */
  withdraw(ids: readonly string[]): void {
    this.#remember(ids);
    for (const id of ids) this.#forget(this.#held.get(id)?.end("revoked") ?? []);
  }

  /** Ends the leases of these ids: whoever gave them does not any more. */
  lapse(ids: readonly string[]): void {
    for (const id of ids) {
      const held = this.#held.get(id);
      if (held?.isLeased === true) this.#forget(held.end("revoked"));
    }
  }

  revoke(principal: string, capability: string): number {
    checkName(principal, "principal");
    const pattern = parseCapability(capability);
    const now = this.#options.clock.now();
    const found = this.#principals.get(principal)?.active(now) ?? [];
    const ended = found.filter((grant) => overlaps(grant.pattern, pattern)).flatMap((grant) => grant.end("revoked"));
    this.#end(ended);
    return ended.length;
  }

  list(principal?: string): readonly Grant[] {
    const now = this.#options.clock.now();
    const names = principal === undefined ? [...this.#principals.keys()] : [principal];
    return names.flatMap((name) => this.#principals.get(name)?.active(now) ?? []).map((held) => this.#handle(held));
  }

  #grant(init: Omit<HeldGrantInit, "id">, id: string = this.#options.ids.next()): Grant {
    const { maxGrants = 10_000 } = this.#options;
    const known = this.#held.get(id);
    if (known?.isLeased === false) throw new RangeError(`A grant with the id "${id}" is in force already.`);
    if (this.#ended.has(id)) throw new RangeError(`The grant with the id "${id}" was revoked.`);
    const grants = this.#principal(init.principal);
    if (grants.size >= maxGrants && grants.active(this.#options.clock.now()).length >= maxGrants)
      throw busError("bus/too-many-grants", { max: maxGrants });
    // Whoever holds a grant can narrow it for any number of names.
    if (this.#held.size >= MAX_IN_ALL) throw busError("bus/too-many-grants", { max: MAX_IN_ALL });
    // What another process had given takes its leave: two of one id could not be revoked together.
    if (known !== undefined) this.#forget(known.end("revoked"));
    const held = this.#add({ ...init, id });
    this.#audit("grant", held);
    if (!held.isCounted) for (const { onGrant } of this.#listeners) onGrant(recordOf(held));
    return this.#handle(held);
  }

  #add(init: HeldGrantInit): HeldGrant {
    const held = new HeldGrant(init);
    this.#held.set(held.id, held);
    this.#principal(held.principal).add(held);
    return held;
  }

  #handle(held: HeldGrant): Grant {
    const { clock } = this.#options;
    return Object.freeze({
      id: held.id,
      principal: held.principal,
      capability: held.pattern.text,
      expiresAt: held.expiresAt,
      get usesLeft() {
        return held.usesLeft;
      },
      get active() {
        return held.isActive(clock.now());
      },
      narrow: (options: NarrowOptions) => this.#narrow(held, options),
      revoke: () => this.#end(held.end("revoked")),
    });
  }

  #narrow(held: HeldGrant, options: NarrowOptions): Grant {
    const { principal = held.principal, capability = held.pattern.text } = options;
    checkName(principal, "principal");
    if (!held.isActive(this.#options.clock.now()))
      throw busError("bus/denied", { publisher: held.principal, capability: held.pattern.text });
    if (held.depth >= MAX_NARROWED) throw busError("bus/too-narrow", { max: MAX_NARROWED });
    const pattern: SegmentPattern = parseCapability(capability);
    const { expiresAt, uses } = checkLimits(options);
    held.checkNarrower(pattern, expiresAt, uses);
    return this.#grant({ principal, pattern, expiresAt, uses, parent: held });
  }

  #end(ended: readonly HeldGrant[]): void {
    if (ended.length === 0) return;
    this.#forget(ended);
    for (const held of ended) this.#audit("revoke", held);
    const grantIds = ended.map(({ id }) => id);
    this.#remember(grantIds);
    for (const { onRevoke } of this.#listeners) onRevoke(grantIds);
  }

  #remember(ids: readonly string[]): void {
    for (const id of ids) this.#ended.add(id);
    for (const id of this.#ended) {
      if (this.#ended.size <= MAX_ENDED) return;
      this.#ended.delete(id);
    }
  }

  #forget(ended: readonly HeldGrant[]): void {
    for (const held of ended) {
      this.#held.delete(held.id);
      this.#leave(held);
    }
  }

  #leave(held: HeldGrant): void {
    const grants = this.#principals.get(held.principal);
    grants?.delete(held);
    if (grants?.size === 0 && !this.#opened.has(held.principal)) this.#principals.delete(held.principal);
  }

  #audit(action: "grant" | "revoke", held: HeldGrant): void {
    const { clock, onAudit } = this.#options;
    const { id: grantId, principal, pattern } = held;
    onAudit({ at: clock.now(), principal, action, capability: pattern.text, outcome: "allowed", grantId });
  }
}

function recordOf({ id, principal, pattern, expiresAt, parent }: HeldGrant): GrantRecord {
  return { id, principal, capability: pattern.text, expiresAt, parentId: parent?.id };
}
