import { compareWitItem, hasCallables, presenceReport, sentence } from "./compare-wit-item.ts";
import type { ScopePair } from "./wit-comparison.ts";
import type { WitScope, WitWorld, WitWorldItem } from "./wit-contract.ts";
import type { WitChanges, WitReport } from "./wit-changes.ts";
import { byKey, pairUp, type Pair, type WitRole, type WitSide, type WitSides } from "./wit-sides.ts";
import type { WitFunction } from "./wit-type.ts";

/** What is known once the worlds are compared. */
export interface WorldsCompared {
  /** By the key of the interface: what the owner has to do with it, in worlds of both versions. */
  readonly roles: ReadonlyMap<string, ReadonlySet<WitRole>>;
  /** The keys of interfaces that a world names in one version only, so that their coming or going is reported there. */
  readonly covered: ReadonlySet<string>;
  /** What is left to compare: the worlds' own types and functions, and the interfaces written in them. */
  readonly scopes: readonly ScopePair[];
}

/** Compares which worlds there are, and what they import and export. Interfaces that are named are left to be compared by themselves. */
export function compareWitWorlds(sides: WitSides, changes: WitChanges): WorldsCompared {
  const { old, next } = sides;
  const state: State = { sides, changes, roles: new Map(), covered: new Set(), scopes: [] };
  for (const pair of pairUp(old.contract.worlds, next.contract.worlds, byKey(sides))) {
    changes.count();
    const world = pair.old ?? pair.next;
    if (world === undefined) continue;
    const subject = `world ${sides.nameOf(world.id)}`;
    if (pair.old !== undefined && pair.next !== undefined) compareWorld(state, subject, pair.old, pair.next);
    else {
      const { event, ...report } = presenceReport(pair, "wit/world", subject);
      if (sides.isKept(world.id)) changes.presence({ ...report, why: WORLD[event] }, event, OFFERED);
      for (const item of [...world.imports.values(), ...world.exports.values()])
        if (item.what.kind === "interface") state.covered.add((pair.old === undefined ? next : old).key(item.what.id));
    }
  }
  return state;
}

const WORLD = {
  added: "What is made for it does not run where only the old version is known.",
  removed: "What was made for it has no place any more; keep it until the next major version.",
};

interface State extends WorldsCompared {
  readonly sides: WitSides;
  readonly changes: WitChanges;
  readonly roles: Map<string, Set<WitRole>>;
  readonly covered: Set<string>;
  readonly scopes: ScopePair[];
}

const OFFERED: ReadonlySet<WitRole> = new Set<WitRole>(["offered"]);

function compareWorld(state: State, subject: string, old: WitWorld, next: WitWorld): void {
  const { sides, changes } = state;
  compareWitItem(changes, subject, old, next);
  // Its types and resources; what it imports and exports follows.
  state.scopes.push({ subject, old, next, roles: new Set([roleOf("import", sides)]) });
  for (const side of ["import", "export"] as const) {
    const keys = byKey(sides);
    const pairs = pairUp(old[`${side}s`], next[`${side}s`], {
      // Labels are the same in both versions as they are.
      old: (id) => (id.includes("/") ? keys.old(id) : id),
      next: (id) => (id.includes("/") ? keys.next(id) : id),
    });
    for (const pair of pairs) {
      const item = pair.old ?? pair.next;
      if (item === undefined) continue;
      changes.count();
      const name = item.what.kind === "interface" && pair.key.includes("/") ? sides.nameOf(item.what.id) : pair.key;
      const site = { state, subject: `${subject}, ${side} ${name}`, roles: new Set([roleOf(side, sides)]) };
      if (pair.old !== undefined && pair.next !== undefined) {
        compareItem(site, pair.old, pair.next);
        if (side === "export") compareOrigins(site, [old, pair.old], [next, pair.next]);
      } else reportItem(site, pair, `wit/${side}`);
    }
  }
  compareForeignIncludes(state, subject, old, next);
}

const roleOf = (side: "import" | "export", { owner }: WitSides): WitRole =>
  (side === "import") === (owner === "host") ? "offered" : "required";

interface Site {
  readonly state: State;
  readonly subject: string;
  readonly roles: ReadonlySet<WitRole>;
}

function reportItem({ state, subject, roles }: Site, pair: Pair<WitWorldItem>, rule: string): void {
  const item = pair.old ?? pair.next;
  if (item === undefined) return;
  const { sides, changes } = state;
  const { event, ...report } = presenceReport(pair, rule, subject);
  const side = event === "added" ? sides.next : sides.old;
  const scope = scopeOf(side, item);
  if (scope !== undefined && !hasCallables(scope)) {
    // An interface of types that comes along with another one is no news; its types are compared where they are used.
    if (!item.implicit) changes.harmless({ ...report, why: "It has only types, so nothing links to it." }, "minor");
  } else if (item.what.kind === "interface" && scope === undefined && item.implicit) {
    const why = "Whether it has anything to link cannot be told, because its package was not given; give its files.";
    changes.presence({ ...report, certainty: "unknown", why }, event, roles);
  } else changes.presence(report, event, roles);
  if (item.what.kind === "interface" && !(item.implicit && scope !== undefined && !hasCallables(scope)))
    state.covered.add(side.key(item.what.id));
}

function compareItem(site: Site, old: WitWorldItem, next: WitWorldItem): void {
  const { state, subject, roles } = site;
  const { sides, changes, scopes } = state;
  if (!old.implicit && !next.implicit) compareWitItem(changes, subject, old, next);
  const [mine, theirs] = [old.what, next.what];
  const report: Omit<WitReport, "what"> = { rule: "wit/item-kind", subject, old: old.at, next: next.at };
  if (mine.kind === "function" && theirs.kind === "function") {
    scopes.push({ subject, old: only(old, mine.function), next: only(next, theirs.function), roles, single: true });
  } else if (mine.kind === "function" || theirs.kind === "function") {
    const text = `it was ${KIND[mine.kind]} and is ${KIND[theirs.kind]}`;
    changes.mismatch({ ...report, what: sentence({ subject }, text) });
  } else if (
    mine.kind === "interface" &&
    theirs.kind === "interface" &&
    sides.old.key(mine.id) === sides.next.key(theirs.id)
  ) {
    const key = sides.old.key(mine.id);
    state.roles.set(key, new Set([...(state.roles.get(key) ?? []), ...roles]));
  } else compareMoved(site, report, [old, next]);
}

/**
 * An exported interface takes the resources that it uses from the world's export of their interface, if there is one, and from its import
 * otherwise. Those are two resources.
 */
function compareOrigins(
  { state, subject }: Site,
  [oldWorld, old]: readonly [WitWorld, WitWorldItem],
  [nextWorld, next]: readonly [WitWorld, WitWorldItem],
): void {
  const before = originsOf(state.sides.old, oldWorld, old);
  for (const [key, origin] of originsOf(state.sides.next, nextWorld, next)) {
    const was = before.get(key);
    if (was === undefined || was === origin) continue;
    const what = sentence(
      { subject },
      `the resources of ${key} that it uses were of the ${was} and are of the ${origin}`,
    );
    state.changes.mismatch({ rule: "wit/use-origin", subject, old: old.at, next: next.at, what });
  }
}

function originsOf(side: WitSide, world: WitWorld, item: WitWorldItem): ReadonlyMap<string, "import" | "export"> {
  const used = [...(scopeOf(side, item)?.uses ?? [])].filter((id) => {
    const scope = side.contract.interfaces.get(id);
    return scope === undefined || hasResources(scope);
  });
  return new Map(used.map((id) => [side.key(id), world.exports.has(id) ? "export" : "import"]));
}

const KIND: Readonly<Record<WitWorldItem["what"]["kind"], string>> = {
  function: "a function",
  interface: "an interface",
  inline: "an interface",
};

/** Interfaces under one label: what counts is what is in them. */
function compareMoved(
  site: Site,
  report: Omit<WitReport, "what">,
  [old, next]: readonly [WitWorldItem, WitWorldItem],
): void {
  const { state, subject, roles } = site;
  const [mine, theirs] = [scopeOf(state.sides.old, old), scopeOf(state.sides.next, next)];
  const inPlace = old.what.kind === "inline" && next.what.kind === "inline";
  if (mine === undefined || theirs === undefined || (!inPlace && (hasResources(mine) || hasResources(theirs)))) {
    const text = "it stands for another interface now";
    const why =
      mine === undefined || theirs === undefined
        ? "Whether it has the same functions cannot be told, because its package was not given; give its files."
        : "Whether its resources are the same ones cannot be told; compare the two interfaces by hand.";
    state.changes.mismatch({ ...report, certainty: "unknown", what: sentence({ subject }, text), why });
  } else state.scopes.push({ subject, old: mine, next: theirs, roles });
}

const hasResources = ({ types }: WitScope): boolean => [...types.values()].some(({ body }) => body.kind === "resource");

function scopeOf({ contract }: WitSide, { what }: WitWorldItem): WitScope | undefined {
  if (what.kind === "inline") return what.interface;
  return what.kind === "interface" ? contract.interfaces.get(what.id) : undefined;
}

/** A scope with one function, under the label of the import. */
function only({ name, at }: WitWorldItem, item: WitFunction): WitScope {
  const functions = new Map([[name, { ...item, name, at, docs: "", gate: {} }]]);
  return { id: "", types: new Map(), functions, uses: new Set() };
}

function compareForeignIncludes({ sides, changes }: State, subject: string, old: WitWorld, next: WitWorld): void {
  const before = new Map([...old.foreignIncludes].map(([id, place]) => [sides.old.key(id), place]));
  const after = new Map([...next.foreignIncludes].map(([id, place]) => [sides.next.key(id), place]));
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key), after.get(key)];
    if (was !== undefined && is !== undefined) continue;
    const about = { subject: `${subject}, include ${key}` };
    const places = { ...(was === undefined ? {} : { old: was }), ...(is === undefined ? {} : { next: is }) };
    const what = sentence(about, was === undefined ? "it is new" : "it is gone");
    const why = "What it imports and exports cannot be told, because its package was not given; give its files.";
    changes.mismatch({ ...about, ...places, rule: "wit/include-unknown", certainty: "unknown", what, why });
  }
}
