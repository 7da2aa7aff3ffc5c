import type { Grant, MessageBus } from "@cordon/bus";
import type { Clock, Logger, Principal, Storage } from "@cordon/core";
import { serverError } from "../errors.ts";
import { checkGrantLimits, refuseCountedEvents } from "./check-grant.ts";
import { createGrantRecords } from "./grant-records.ts";
import { descendantsOf, isStanding } from "./grant-tree.ts";
import type { BusGrantRecord, BusGrants } from "./messaging-parts.ts";

/** What grants are put in force on, and kept in. */
export interface BusGrantsOptions {
  readonly bus: Pick<MessageBus, "grantCapability">;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The grants, and what keeps bus and storage the same. */
export interface SyncedBusGrants extends BusGrants {
  /** Puts in force what storage has, ends what it has no more, and forgets what has expired. */
  readonly sync: (signal: AbortSignal) => Promise<void>;
}

interface CountedGrant {
  readonly record: BusGrantRecord;
  readonly grant: Grant;
}

/** Servers share no more of them with one another. */
const MAX_GRANTS = 5000;

/**
 * Grants on the bus that are kept in storage. Every server of one database puts all of them in force, each under its record's id: so their end is
 * told from bus to bus at once, and what was not heard is made good by the next `sync`.
 */
export function createBusGrants({ bus, storage, clock, logger }: BusGrantsOptions): SyncedBusGrants {
  const records = createGrantRecords(storage);
  const held = new Map<string, Grant>();
  const counted = new Map<string, CountedGrant>();
  const adding = new Set<string>();
  const refused = new Set<string>();
  /** Revoked while storage did not answer. */
  const unremoved = new Set<string>();
  let last: Promise<void> = Promise.resolve();

  const end = (id: string): void => {
    held.get(id)?.revoke();
    held.delete(id);
  };
  const remove = async (ids: readonly string[], signal: AbortSignal): Promise<void> => {
    for (const id of ids) unremoved.add(id);
    await records.remove(ids, signal);
    for (const id of ids) unremoved.delete(id);
  };
  const putInForce = ({ id, principal, capability, expiresAt }: BusGrantRecord): boolean => {
    if (held.has(id) || adding.has(id) || refused.has(id) || unremoved.has(id)) return false;
    try {
      held.set(
        id,
        bus.grantCapability(principal, capability, { id, ...(expiresAt === undefined ? {} : { expiresAt }) }),
      );
      return true;
    } catch (error) {
      // Revoked a moment ago, and about to leave storage; or written by a server of another version.
      refused.add(id);
      logger.log("warn", "a grant on the bus was not put in force", { grantId: id, error });
      return false;
    }
  };
  const runSync = async (signal: AbortSignal): Promise<void> => {
    await remove([...unremoved], signal);
    const before = [...held.keys()];
    const all = await records.all(signal);
    const byId = new Map(all.map((record) => [record.id, record]));
    const standing = new Set(all.filter((record) => isStanding(record, byId, clock.now())).map(({ id }) => id));
    // One that was added since is not in the list, and is none of those of before.
    for (const id of before) if (!standing.has(id)) end(id);
    for (const id of refused) if (!byId.has(id)) refused.delete(id);
    for (const [id, { grant }] of counted) if (!grant.active) counted.delete(id);
    const fresh = all.filter((record) => standing.has(record.id) && putInForce(record)).map(({ id }) => id);
    await records.remove(
      [...byId.keys()].filter((id) => !standing.has(id) && !adding.has(id)),
      signal,
    );
    if (fresh.length === 0) return;
    // One may have been revoked by a server that cannot be heard now, after it was read.
    const still = new Set((await records.all(signal)).map(({ id }) => id));
    for (const id of fresh) if (!still.has(id)) end(id);
  };
  const sync = (signal: AbortSignal): Promise<void> => {
    const next = last.then(() => runSync(signal));
    last = next.catch(() => undefined);
    return next;
  };
  const keep = async (
    grant: Grant,
    by: Principal,
    parentId: string | undefined,
    signal: AbortSignal,
  ): Promise<BusGrantRecord> => {
    const record = recordOf(grant, by, parentId, clock.now());
    if (grant.usesLeft !== undefined) {
      refuseCountedEvents(grant);
      counted.set(grant.id, { record, grant });
      return record;
    }
    adding.add(grant.id);
    try {
      await records.put(record, signal);
      held.set(grant.id, grant);
    } catch (error) {
      grant.revoke();
      throw error;
    } finally {
      adding.delete(grant.id);
    }
    return record;
  };
  /** The grant to an id, here or, if it was given elsewhere a moment ago, in storage. */
  const find = async (id: string, signal: AbortSignal): Promise<Grant> => {
    const known = (): Grant | undefined => counted.get(id)?.grant ?? held.get(id);
    if (known() === undefined) await sync(signal);
    const found = known();
    if (found?.active !== true) throw serverError("server/no-such-grant", { id: id.slice(0, 64) });
    return found;
  };
  const checkRoom = (): void => {
    if (held.size + counted.size >= MAX_GRANTS) throw serverError("server/too-many-grants", { max: MAX_GRANTS });
  };
  return {
    sync,
    async add({ principal, capability, ...limits }, by, signal) {
      checkGrantLimits(limits, clock.now());
      checkRoom();
      return keep(bus.grantCapability(principal, capability, limits), by, undefined, signal);
    },
    async narrow(id, limits, by, signal) {
      checkGrantLimits(limits, clock.now());
      checkRoom();
      const parent = await find(id, signal);
      const record = await keep(parent.narrow(limits), by, id, signal);
      // Whoever revoked the parent meanwhile may have looked for what was narrowed from it before this was there.
      if (counted.has(id) || (await records.get(id, signal)) !== undefined) return record;
      end(record.id);
      counted.get(record.id)?.grant.revoke();
      await remove([record.id], signal);
      throw serverError("server/no-such-grant", { id: id.slice(0, 64) });
    },
    async revoke(id, signal) {
      if (unremoved.has(id)) return sync(signal);
      const grant = await find(id, signal);
      // At once, and on all servers, whatever storage says.
      grant.revoke();
      if (counted.delete(id)) return;
      held.delete(id);
      unremoved.add(id);
      const descendants = descendantsOf(id, await records.all(signal));
      for (const each of descendants) end(each);
      await remove([id, ...descendants], signal);
    },
    async list(page, signal) {
      const { after = "", limit } = page;
      const kept = await records.list(page, signal);
      const own = [...counted.values()].filter(({ grant }) => grant.active).map(({ record }) => record);
      const both = [...kept, ...own.filter(({ id }) => id > after)];
      return both.sort((one, other) => (one.id < other.id ? -1 : 1)).slice(0, limit);
    },
  };
}

function recordOf(grant: Grant, by: Principal, parentId: string | undefined, now: number): BusGrantRecord {
  const { id, principal, capability, expiresAt, usesLeft } = grant;
  return {
    id,
    principal,
    capability,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(usesLeft === undefined ? {} : { uses: usesLeft }),
    ...(parentId === undefined ? {} : { parentId }),
    grantedBy: by.id,
    grantedAt: now,
  };
}
