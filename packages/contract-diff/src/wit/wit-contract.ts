import type { Place } from "../document.ts";
import type { WitFunction, WitItem, WitTypeDef } from "./wit-type.ts";

/**
 * A WIT contract with its names resolved. Things point to each other by ids, which are made of the package, the scope and the name:
 * `a:b@1.0.0`, `a:b@1.0.0/host`, `a:b@1.0.0/host#point`. The ids of interfaces and types of packages that were not given are made in the
 * same way and lead to nothing in these maps: they are foreign.
 */
export interface WitContract {
  /** By id. The first is the main package: that of the files whose folder is the highest. */
  readonly packages: ReadonlyMap<string, WitPackage>;
  readonly interfaces: ReadonlyMap<string, WitInterface>;
  readonly worlds: ReadonlyMap<string, WitWorld>;
  /** Of all interfaces, worlds and interfaces written inside of worlds. */
  readonly types: ReadonlyMap<string, WitTypeDef>;
  /** The ids of packages that are mentioned and were not given. */
  readonly foreign: ReadonlySet<string>;
}

/** A package, without what is in it. */
export interface WitPackage {
  readonly id: string;
  readonly name: string;
  readonly version?: string;
  readonly at: Place;
  readonly docs: string;
}

/** The named things of one namespace. Types are by their name here, and by their id in the contract. */
export interface WitScope {
  readonly id: string;
  readonly types: ReadonlyMap<string, WitTypeDef>;
  readonly functions: ReadonlyMap<string, WitFunction>;
  /** The interfaces whose types it uses, if not only in what is `@unstable`. */
  readonly uses: ReadonlySet<string>;
}

/** An interface; one that is written inside of a world has an id with the world's and its own label in it. */
export interface WitInterface extends WitItem, WitScope {}

/** A world with its includes expanded. Its `functions` are empty. */
export interface WitWorld extends WitItem, WitScope {
  /** By label, or by the interface's id where there is none. Interfaces that others need come with them, `implicit`. */
  readonly imports: ReadonlyMap<string, WitWorldItem>;
  readonly exports: ReadonlyMap<string, WitWorldItem>;
  /** Includes of worlds of packages that were not given, by their world's id. */
  readonly foreignIncludes: ReadonlyMap<string, Place>;
}

/** What a world imports or exports. */
export interface WitWorldItem extends WitItem {
  readonly implicit: boolean;
  readonly what:
    | { readonly kind: "function"; readonly function: WitFunction }
    | { readonly kind: "interface"; readonly id: string }
    | { readonly kind: "inline"; readonly interface: WitInterface };
}

/** `a:b@1.0.0`, or the name alone for a package without a version. */
export const packageId = ({ name, version }: Pick<WitPackage, "name" | "version">): string =>
  version === undefined ? name : `${name}@${version}`;

/** The package's id in the id of an interface, world or type. */
export const packageOf = (id: string): string => id.slice(0, id.lastIndexOf("/"));

/** Whether an item is promised to somebody: `@unstable` ones are not, whatever else is written at them. */
export const isPromised = ({ gate }: Pick<WitItem, "gate">): boolean => gate.unstable === undefined;
