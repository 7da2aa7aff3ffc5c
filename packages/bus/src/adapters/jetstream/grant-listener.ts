import type { GrantRecord } from "../../capability/authority.ts";
import { busError } from "../../errors.ts";
import type { BusLink } from "../../ports/bus-relay.ts";
import type { ResolvedBridgeOptions } from "./bridge-options.ts";
import type { Frames, ReceivedFrame } from "./frame.ts";
import { GRANTS_CAPABILITY } from "./grant-speaker.ts";
import type { ProblemLog } from "./problem-log.ts";
import { type GrantsBody, readGrantsBody } from "./read-bodies.ts";
import type { Subjects } from "./subjects.ts";

/** How far the word of a server may be from this server's clock. */
export const MAX_SKEW_MS = 15_000;

const LEASE_TURNS = 3;

/** What one other server has said, and is saying. */
interface Heard {
  readonly epoch: number;
  readonly turn: number;
  readonly leasedUntil: number;
  /** When a word from before it can be shown no more. */
  readonly keptUntil: number;
  readonly grants: ReadonlyMap<string, GrantRecord>;
}

/** A word of which some parts have come. */
interface Partial {
  readonly epoch: number;
  readonly turn: number;
  readonly next: number;
  readonly grants: ReadonlyMap<string, GrantRecord>;
}

/** What the other servers have said of their grants. */
export interface GrantListener extends Disposable {
  /** Takes in what came. Throws for what no server of this bus has said. */
  readonly hear: (frame: ReceivedFrame) => void;
}

/**
 * Puts in force what the other servers say. Each word takes the place of the one before it; one that is older than that, or far from this server's
 * time, is none. What ends something counts with the first part of a word, what gives something with its last.
 */
export function createGrantListener(
  options: ResolvedBridgeOptions,
  frames: Frames,
  subjects: Subjects,
  link: BusLink,
  problems: ProblemLog,
): GrantListener {
  const { clock, grantEveryMs, revocations, bus } = options;
  const heard = new Map<string, Heard>();
  const begun = new Map<string, Partial>();

  const hear = (frame: ReceivedFrame): void => {
    const { token, body, origin } = frames.open(frame);
    if (frame.place !== subjects.grants(origin) || !token.allows(bus.name, GRANTS_CAPABILITY))
      throw refused("it is not a server's word on its grants");
    const said = readGrantsBody(body);
    const now = clock.now();
    if (!(Math.abs(said.at - now) <= MAX_SKEW_MS))
      throw refused("it is from another time. Clocks of servers may be 15 s apart");
    forgetOld(now);
    const before = heard.get(origin);
    if (before !== undefined && !isLater(said, before)) return;
    link.withdraw(said.ended);
    for (const { id, expiresAt } of said.revoked) revocations.revoke(id, expiresAt);
    revocations.refuseThrough(said.refusedThrough);
    const grants = joined(origin, said);
    if (grants !== undefined) replace(origin, said, before, grants);
  };
  /** All grants of a word, when its last part has come. Parts come in order, or the word is left for the next one. */
  const joined = (origin: string, said: GrantsBody): ReadonlyMap<string, GrantRecord> | undefined => {
    const partial = begun.get(origin);
    const isSame = partial?.epoch === said.epoch && partial.turn === said.turn;
    // One that somebody sends again must not take away what came since.
    if (partial !== undefined && (isSame ? said.part < partial.next : !isLater(said, partial))) return undefined;
    begun.delete(origin);
    if (said.part > 0 && !(isSame && partial.next === said.part)) return undefined;
    const grants = new Map(said.part === 0 ? [] : partial?.grants);
    for (const grant of said.grants) grants.set(grant.id, grant);
    if (said.part === said.parts - 1) return grants;
    begun.set(origin, { epoch: said.epoch, turn: said.turn, next: said.part + 1, grants });
    return undefined;
  };
  const replace = (
    origin: string,
    { epoch, turn, at }: GrantsBody,
    before: Heard | undefined,
    grants: ReadonlyMap<string, GrantRecord>,
  ): void => {
    const now = clock.now();
    const leasedUntil = now + LEASE_TURNS * grantEveryMs;
    const keptUntil = Math.max(leasedUntil, at + 2 * MAX_SKEW_MS);
    heard.set(origin, { epoch, turn, leasedUntil, keptUntil, grants });
    // A host may give the same grant on several servers: it lasts as long as one of them says so.
    link.lapse([...(before?.grants.keys() ?? [])].filter((id) => !isSaid(id, now)));
    adoptAll(grants, leasedUntil);
    // Others may have narrowed what was not known here before.
    const isMore = [...grants.keys()].some((id) => before?.grants.has(id) !== true);
    if (isMore)
      for (const other of heard.values()) if (other.grants !== grants) adoptAll(other.grants, other.leasedUntil);
  };
  const adoptAll = (grants: ReadonlyMap<string, GrantRecord>, leasedUntil: number): void => {
    for (const grant of grants.values()) {
      try {
        link.adopt(grant, leasedUntil);
      } catch (error) {
        // The others are good all the same.
        problems.tell("warn", "a grant of another server was refused", error);
      }
    }
  };
  const isSaid = (id: string, now: number): boolean =>
    heard.values().some(({ grants, leasedUntil }) => now < leasedUntil && grants.has(id));
  const forgetOld = (now: number): void => {
    for (const [origin, { keptUntil }] of heard) {
      if (now < keptUntil) continue;
      heard.delete(origin);
      begun.delete(origin);
    }
  };
  return {
    hear,
    [Symbol.dispose]() {
      // Nobody would tell this server any more when one of them is revoked.
      for (const { grants } of heard.values()) link.lapse([...grants.keys()]);
      heard.clear();
      begun.clear();
    },
  };
}

function isLater(said: GrantsBody, before: Pick<Heard, "epoch" | "turn">): boolean {
  return said.epoch > before.epoch || (said.epoch === before.epoch && said.turn > before.turn);
}

function refused(problem: string): Error {
  return busError("bus/bridge-refused", { problem });
}
