import type { WitTypeComparer } from "./same-wit-type.ts";
import type { WitChanges } from "./wit-changes.ts";
import type { WitScope } from "./wit-contract.ts";
import type { WitFlows } from "./wit-flows.ts";
import type { WitRole, WitSides } from "./wit-sides.ts";

/** The contents of an interface or a world in both versions. */
export interface ScopePair {
  readonly subject: string;
  readonly old: WitScope;
  readonly next: WitScope;
  readonly roles: ReadonlySet<WitRole>;
  /** Set where it is one function that a world imports or exports: its subject says already which. */
  readonly single?: true;
}

/** What the comparison of contents works with. */
export interface WitComparison {
  readonly sides: WitSides;
  readonly changes: WitChanges;
  readonly types: WitTypeComparer;
  readonly flows: WitFlows;
}

/** What to do where a type is of a package that was not given. */
export const GIVE_FILES = "Give the files of that package in both versions.";
