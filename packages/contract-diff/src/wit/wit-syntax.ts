import type { WitFunction, WitItem, WitTypeDef } from "./wit-type.ts";

/** Where something is written. Both count from 1; columns are UTF-16 units. */
export interface WitPosition {
  readonly line: number;
  readonly column: number;
}

/** A name as it is written. */
export interface WitName {
  readonly name: string;
  readonly at: WitPosition;
}

/** `host`, or `wasi:http/types@0.2.0` with its package. */
export interface WitPath extends WitName {
  readonly package?: WitPackageName;
}

/** `wasi:http@0.2.0`, in its parts. */
export interface WitPackageName {
  readonly name: string;
  readonly version?: string;
}

/** `a as b`; both are the same where nothing is renamed. */
export interface WitRename {
  readonly from: string;
  readonly to: string;
  readonly at: WitPosition;
}

/** `use path.{names};` inside of an interface or a world. */
export interface UseSyntax extends Omit<WitItem<WitPosition>, "name"> {
  readonly path: WitPath;
  readonly names: readonly WitRename[];
}

/** `include path with {names};`. */
export interface IncludeSyntax extends Omit<WitItem<WitPosition>, "name"> {
  readonly path: WitPath;
  readonly renames: readonly WitRename[];
}

/** The types and functions between the braces of an interface. */
export interface ScopeSyntax {
  readonly types: readonly WitTypeDef<WitName, WitPosition>[];
  readonly functions: readonly WitFunction<WitName, WitPosition>[];
  readonly uses: readonly UseSyntax[];
}

/** An interface by itself, or one that is written inside of a world. */
export interface InterfaceSyntax extends WitItem<WitPosition>, ScopeSyntax {}

/** `import …` or `export …`. An interface that is named without a label has the path's name here. */
export interface WorldItemSyntax extends WitItem<WitPosition> {
  readonly side: "import" | "export";
  readonly what:
    | { readonly kind: "function"; readonly function: WitFunction<WitName, WitPosition> }
    | { readonly kind: "inline"; readonly scope: ScopeSyntax }
    | { readonly kind: "path"; readonly path: WitPath; readonly labelled: boolean };
}

/** A world. Its `functions` are empty: what it has of them are imports and exports. */
export interface WorldSyntax extends WitItem<WitPosition>, ScopeSyntax {
  readonly items: readonly WorldItemSyntax[];
  readonly includes: readonly IncludeSyntax[];
}

/** What one file says of one package. A package may be spread over files. */
export interface PackageSyntax {
  readonly file: string;
  /** Missing where the file leaves it to its neighbours. */
  readonly name?: WitPackageName;
  readonly at: WitPosition;
  readonly docs: string;
  /** Written in braces inside of a file. */
  readonly nested: boolean;
  /** Top-level `use`: names of interfaces that hold in this file only. */
  readonly uses: readonly { readonly path: WitPath; readonly as: string }[];
  readonly interfaces: readonly InterfaceSyntax[];
  readonly worlds: readonly WorldSyntax[];
}
