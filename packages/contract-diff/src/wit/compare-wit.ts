import type { ResolvedCompareOptions } from "../compare-options.ts";
import type { ContractDocument } from "../document.ts";
import type { Changes } from "../finding.ts";
import { compareWitPackages } from "./compare-wit-packages.ts";
import { compareWitScope, markFlows } from "./compare-wit-scope.ts";
import type { ScopePair } from "./wit-comparison.ts";
import { compareWitWorlds } from "./compare-wit-worlds.ts";
import { compareWitInterfaces } from "./compare-wit-interfaces.ts";
import { parseWit } from "./parse-wit.ts";
import { createWitTypeComparer } from "./same-wit-type.ts";
import { createWitChanges } from "./wit-changes.ts";
import { createWitFlows } from "./wit-flows.ts";
import { createWitSides, type WitOwner } from "./wit-sides.ts";

/** How a WIT contract is read. */
export interface WitCompareOptions {
  /** Whose contract it is: of the host that defines a world for guests, or of the guest that says what it is. Default `host`. */
  readonly owner?: WitOwner;
}

/**
 * Compares two versions of a WIT contract. What is judged is whether components that are compiled and linked already go on working.
 *
 * Who calls whom. Let the owner be the host (`owner` turns the table round for a guest's own contract):
 *
 * ```text
 *                                  role of the owner   added              removed
 *  import of a world, or what is   offered: it         forward, minor     backward, major
 *  in an imported interface        answers calls
 *  export of a world, or what is   required: it        backward, major    forward, minor
 *  in an exported interface        makes calls
 *  interface that no world names   offered
 *  world                           -                   forward, minor     backward, major
 * ```
 *
 * An interface that is both imported and exported has both roles. Interfaces whose types others use are imported with them. An interface
 * with no function and no resource has nothing to link, so it may come and go (breaks none).
 *
 * What must be the same. The component model is to have subtyping one day (fields left out, cases added), and runtimes and the
 * validators of compositions ask for equal types until then. So each of these breaks both ways; where the design would let it
 * pass, the message says so:
 *
 * ```text
 *  field, case, flag: added, removed, renamed, moved, other type     names and order are part of the type
 *  parameter: added, removed, renamed, moved, other type             names are part of a function's type: composition refuses another
 *                                                                    name, and so do sources; hosts that look only at types take it
 *  result, async                                                     part of a function's type
 *  static function <-> method, function <-> interface                another kind of thing
 *  own <-> borrow                                                    another type
 *  resource that is defined elsewhere now                            another type: resources have no structure
 *  resource that an export takes from an export, not an import       the same
 *  version of the package on another track (1 to 2, 0.1 to 0.2)      names of interfaces have it in them
 * ```
 *
 * What is no break. The order of functions, types and interfaces; aliases and names of types, because compiled types have a structure and
 * no name (a name is in sources, so minor); versions on one track; docs, `@since` and `@deprecated` (patch). `@unstable` items are
 * promised to nobody: they are left out of both versions, so that an item that loses the gate is added.
 *
 * What cannot be told. Types and worlds of packages that were not given are compared by name; where they differ the answer is `unknown`.
 */
export function compareWit(
  old: readonly ContractDocument[],
  next: readonly ContractDocument[],
  { onProgress }: Pick<ResolvedCompareOptions, "onProgress">,
  { owner = "host" }: WitCompareOptions = {},
): Changes {
  if (owner !== "host" && owner !== "guest") throw new RangeError(`owner must be host or guest, not ${String(owner)}.`);
  const sides = createWitSides(parseWit(old), parseWit(next), owner, onProgress);
  const changes = createWitChanges(owner);
  const types = createWitTypeComparer(sides);
  const flows = createWitFlows();
  compareWitPackages(sides, changes);
  const worlds = compareWitWorlds(sides, changes);
  const scopes: readonly ScopePair[] = [...worlds.scopes, ...compareWitInterfaces(sides, changes, worlds)];
  // Messages about a type say how its values travel, so all functions are looked at before the first type is.
  for (const scope of scopes) markFlows(sides, flows, scope);
  for (const scope of scopes) {
    onProgress?.(scope.subject);
    compareWitScope({ sides, changes, types, flows }, scope);
  }
  return changes.found;
}
