import type { Breaks, Bump, Change, Flow } from "../finding.ts";
import type { SchemaComparer } from "../rules/compare-schemas.ts";
import type { Side } from "./side.ts";
import { placeOfSpot, type Spot } from "./spot.ts";

/** What is said of a change. The bump follows from whom it breaks, and `old` and `next` from where it was seen. */
export interface Report {
  readonly rule: string;
  readonly breaks: Breaks;
  readonly subject: string;
  readonly message: string;
  readonly old?: Spot | undefined;
  readonly next?: Spot | undefined;
  /** Why it cannot be decided belongs into the message. */
  readonly isUnknown?: boolean;
  /** Where it is more than words and yet breaks nobody. */
  readonly bump?: Bump;
}

/** Two things that are looked at, and the subject of one of those who share them. */
export interface Shared {
  readonly old: object;
  readonly next: object;
  readonly flow: Flow;
  readonly user: string;
}

/** Two versions that are being compared, and what was found so far. */
export interface Comparison {
  readonly old: Side;
  readonly next: Side;
  readonly comparer: SchemaComparer;
  readonly changes: readonly Change[];
  readonly examined: number;
  /** Counts something that was held against its partner. */
  examine(): void;
  report(what: Report): void;
  /** For what both sides of a conversation must agree on: those of the old contract are let down, and those of the new one. */
  reportBoth(what: Omit<Report, "breaks">): void;
  /**
   * Looks at two things that several places may share, once for each flow. What is found says in `alsoAt` who uses them, so that a
   * definition of thousands of channels gives one change.
   */
  shared(what: Shared, look: () => void): void;
  /** Takes what the comparer of schemas said. */
  add(changes: readonly Change[]): void;
}

const BUMPS: Readonly<Record<Breaks, Bump>> = { backward: "major", forward: "minor", none: "patch" };

/** Begins a comparison. */
export function createComparison(old: Side, next: Side, comparer: SchemaComparer): Comparison {
  const changes: Change[] = [];
  const looks: Readonly<Record<Flow, Map<object, Map<object, Look>>>> = { in: new Map(), out: new Map() };
  let examined = 0;
  const report = (what: Report): void => void changes.push(changeOf(what));
  return {
    old,
    next,
    comparer,
    get changes() {
      const all = [...looks.in.values(), ...looks.out.values()].flatMap((byNext) => [...byNext.values()]);
      return withUsers(changes, all);
    },
    get examined() {
      return examined;
    },
    examine: () => void (examined += 1),
    report,
    reportBoth(what) {
      report({ ...what, breaks: "backward" });
      report({ ...what, breaks: "forward" });
    },
    shared({ old: before, next: after, flow, user }, look) {
      const byNext = looks[flow].get(before) ?? new Map<object, Look>();
      looks[flow].set(before, byNext);
      const known = byNext.get(after);
      known?.users.add(user);
      if (known !== undefined) return;
      const from = changes.length;
      look();
      byNext.set(after, { from, to: changes.length, users: new Set([user]) });
    },
    add: (found) => void changes.push(...found),
  };
}

/** Whom it breaks that something of this flow is there no more, or is new. */
export function breaksOf(event: "removed" | "added", flow: Flow): Breaks {
  const isNarrower = event === "removed";
  return isNarrower === (flow === "in") ? "backward" : "forward";
}

/** Which changes were found of something that is shared, and by whom. */
interface Look {
  readonly from: number;
  readonly to: number;
  readonly users: Set<string>;
}

const MAX_USERS = 20;

function withUsers(changes: readonly Change[], looks: readonly Look[]): readonly Change[] {
  const all = [...changes];
  for (const { from, to, users } of looks) {
    const more = users.size - MAX_USERS;
    const listed = [...users].sort().slice(0, MAX_USERS);
    const alsoAt = more > 0 ? [...listed, `and ${more} more`] : listed;
    for (const [index, change] of changes.slice(from, to).entries()) all[from + index] = { ...change, alsoAt };
  }
  return all;
}

function changeOf({ rule, breaks, subject, message, old, next, isUnknown = false, bump }: Report): Change {
  return {
    rule,
    breaks,
    bump: bump ?? BUMPS[breaks],
    certainty: isUnknown ? "unknown" : "proven",
    subject,
    path: "",
    message,
    ...(old === undefined ? {} : { old: placeOfSpot(old) }),
    ...(next === undefined ? {} : { new: placeOfSpot(next) }),
  };
}
