import type { ResolvedCompareOptions } from "../compare-options.ts";
import { isPromised, packageOf, type WitContract, type WitPackage } from "./wit-contract.ts";
import { versionTrack } from "./version-track.ts";

/**
 * Whose contract a WIT package is. `host`: a host defines the world and others write the guests, as plugins are. `guest`: one component
 * publishes what it is, and others host it.
 */
export type WitOwner = "host" | "guest";

/** What the owner has to do with an interface: it answers the calls, or it makes them and others answer. */
export type WitRole = "offered" | "required";

/** One of the two versions, with ids that are the same in both. */
export interface WitSide {
  readonly contract: WitContract;
  /** The id of the same thing in the other version: package versions on one track are one, and so are packages that were matched. */
  key(id: string): string;
}

/** The two versions. */
export interface WitSides {
  readonly old: WitSide;
  readonly next: WitSide;
  readonly owner: WitOwner;
  readonly onProgress: ResolvedCompareOptions["onProgress"];
  readonly packages: readonly PackagePair[];
  /** How reports call a package: by its name, with its version where there are several of that name. */
  packageName(id: string): string;
  /** How reports call an interface or a world: those of other packages than the main one have their package before them. */
  nameOf(id: string): string;
  /** Whether the package of an interface or world is in both versions. Those that came or went are reported as a whole. */
  isKept(id: string): boolean;
}

/** A package of both versions, or of one. */
export type PackagePair = Pair<WitPackage>;

/** The same thing in both versions; one is missing where it was added or removed. */
export interface Pair<Thing> {
  readonly key: string;
  readonly old?: Thing;
  readonly next?: Thing;
  /** Set if the version without it has it as `@unstable`. */
  readonly gated?: true;
}

/**
 * Finds for each package its counterpart: the one with the same name on the same version track, else the only one of that name that is
 * left on both sides, so that a package is still compared when it moves to a new major version.
 */
export function createWitSides(
  old: WitContract,
  next: WitContract,
  owner: WitOwner,
  onProgress: ResolvedCompareOptions["onProgress"],
): WitSides {
  const packages = matchPackages([...old.packages.values()], [...next.packages.values()]);
  const side = (contract: WitContract, which: "old" | "next"): WitSide => {
    const keys = new Map<string, string>();
    for (const pair of packages) if (pair[which] !== undefined) keys.set(pair[which].id, pair.key);
    return {
      contract,
      key: (id) => {
        const of = packageOf(id);
        return (keys.get(of) ?? versionTrack(of)) + id.slice(of.length);
      },
    };
  };
  const sides = { old: side(old, "old"), next: side(next, "next") };
  const kept = packages.filter((pair) => pair.old !== undefined && pair.next !== undefined);
  const keptIds = new Set(kept.flatMap((pair) => [pair.old?.id, pair.next?.id]));
  const [main] = packages;
  const names = packageNames(packages);
  const packageName = (id: string): string => names.get(id) ?? id.split("@")[0] ?? id;
  const nameOf = (id: string): string => {
    const name = id.slice(id.lastIndexOf("/") + 1);
    const of = packageOf(id);
    if (of === main?.old?.id || of === main?.next?.id) return name;
    return `${packageName(of)}/${name}`;
  };
  return { ...sides, owner, onProgress, packages, packageName, nameOf, isKept: (id) => keptIds.has(packageOf(id)) };
}

/** The keys of ids in both versions, for `pairUp`. */
export function byKey({ old, next }: Pick<WitSides, "old" | "next">): PairKeys {
  return { old: (id) => old.key(id), next: (id) => next.key(id) };
}

/** How the two versions' own names become names that both share. */
export interface PairKeys {
  readonly old: (id: string) => string;
  readonly next: (id: string) => string;
}

/** The promised things of two maps by key, those of the old version first. */
export function pairUp<Thing extends Parameters<typeof isPromised>[0]>(
  old: ReadonlyMap<string, Thing>,
  next: ReadonlyMap<string, Thing>,
  keys: PairKeys = { old: String, next: String },
): readonly Pair<Thing>[] {
  const pairs = new Map<string, Pair<Thing>>();
  for (const [id, thing] of old) if (isPromised(thing)) pairs.set(keys.old(id), { key: keys.old(id), old: thing });
  for (const [id, thing] of next) {
    if (!isPromised(thing)) continue;
    const key = keys.next(id);
    pairs.set(key, { ...pairs.get(key), key, next: thing });
  }
  const gatedIn = (map: ReadonlyMap<string, Thing>, key: (id: string) => string): ReadonlySet<string> =>
    new Set([...map].filter(([, thing]) => !isPromised(thing)).map(([id]) => key(id)));
  const gated = { old: gatedIn(old, keys.old), next: gatedIn(next, keys.next) };
  return [...pairs.values()].map((pair) =>
    (pair.old === undefined && gated.old.has(pair.key)) || (pair.next === undefined && gated.next.has(pair.key))
      ? { ...pair, gated: true }
      : pair,
  );
}

function packageNames(packages: readonly PackagePair[]): ReadonlyMap<string, string> {
  const many = new Set<string>();
  for (const side of ["old", "next"] as const) {
    const groups = Map.groupBy(packages, (pair) => pair[side]?.name ?? "");
    for (const [name, group] of groups) if (group.length > 1) many.add(name);
  }
  return new Map(
    packages.flatMap(({ key, old, next }) =>
      [old, next]
        .filter((each) => each !== undefined)
        .map(({ id, name }): [string, string] => [id, many.has(name) ? key : name]),
    ),
  );
}

function matchPackages(old: readonly WitPackage[], next: readonly WitPackage[]): readonly PackagePair[] {
  const partners = new Map<WitPackage, WitPackage>();
  const left = { old: new Set(old), next: new Set(next) };
  const match = (groupOf: (each: WitPackage) => string): void => {
    const [mine, theirs] = [Map.groupBy(left.old, groupOf), Map.groupBy(left.next, groupOf)];
    for (const [group, [first, ...others]] of mine) {
      const [other, ...more] = theirs.get(group) ?? [];
      // Where several could be meant, none is.
      if (first === undefined || other === undefined || others.length + more.length > 0) continue;
      partners.set(first, other);
      left.old.delete(first);
      left.next.delete(other);
    }
  };
  match(({ id }) => id);
  match(({ id }) => versionTrack(id));
  match(({ name }) => name);
  const taken = new Set<string>();
  // Two versions on one track in one contract would share a key; the second goes by its full id.
  const keyFor = ({ id }: WitPackage): string => {
    const key = taken.has(versionTrack(id)) ? id : versionTrack(id);
    taken.add(key);
    return key;
  };
  return [
    ...old.map((mine): PackagePair => {
      const theirs = partners.get(mine);
      return { key: keyFor(mine), old: mine, ...(theirs === undefined ? {} : { next: theirs }) };
    }),
    ...[...left.next].map((theirs): PackagePair => ({ key: keyFor(theirs), next: theirs })),
  ];
}
