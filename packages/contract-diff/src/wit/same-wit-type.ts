import { isPromised, packageOf } from "./wit-contract.ts";
import type { WitSide, WitSides } from "./wit-sides.ts";
import type { WitLabel, WitType, WitTypeDef } from "./wit-type.ts";

/** Whether two types are the same for compiled components; `unknown` gives the reason. */
export type Sameness = "same" | "different" | { readonly unknown: string };

/** Compares types of the old version with types of the new one. */
export interface WitTypeComparer {
  types(old: WitType | undefined, next: WitType | undefined): Sameness;
  /** What two names stand for, whatever the names are. Types of the same name inside are taken as the same: they are compared where they are defined. */
  definitions(old: WitTypeDef, next: WitTypeDef): Sameness;
  /** The same for two ids, where one may be an alias and the other not. */
  named(old: string, next: string): Sameness;
}

/**
 * Types are compared by their structure, names aside, as the component model does; resources by where they are defined. A name that is
 * promised in both versions is taken as the same here, because its definition is compared by itself and reported once, where it stands.
 * May recurse as deep as `checkWitCycles` lets types be. Remembers what it compared, so shared types cost nothing.
 */
export function createWitTypeComparer({ old, next }: Pick<WitSides, "old" | "next">): WitTypeComparer {
  const known = new Map<WitTypeDef, Map<WitTypeDef, Sameness>>();
  const types = (a: WitType | undefined, b: WitType | undefined): Sameness => {
    if (a === undefined || b === undefined) return a === b ? "same" : "different";
    if (isNamed(a) && isNamed(b) && a.kind === b.kind && comparedElsewhere(a.ref, b.ref)) return "same";
    return behind(a, b);
  };
  const behind = (a: WitType, b: WitType): Sameness => {
    const [mine, theirs] = [followAliases(old, a), followAliases(next, b)];
    const foreign = foreignIn(old, mine) ?? foreignIn(next, theirs);
    if (isNamed(mine) && isNamed(theirs)) {
      if (mine.kind !== theirs.kind) return foreign ?? "different";
      const [left, right] = [old.contract.types.get(mine.ref), next.contract.types.get(theirs.ref)];
      if (left !== undefined && right !== undefined) return namedTypes(left, right, mine.ref, theirs.ref);
      const bothForeign = left === undefined && right === undefined;
      return bothForeign && old.key(mine.ref) === next.key(theirs.ref) ? "same" : (foreign ?? "different");
    }
    if (foreign !== undefined) return foreign;
    if (mine.kind === "primitive" && theirs.kind === "primitive")
      return mine.name === theirs.name ? "same" : "different";
    if (mine.kind !== "of" || theirs.kind !== "of" || mine.name !== theirs.name || mine.size !== theirs.size)
      return "different";
    if (mine.args.length !== theirs.args.length) return "different";
    return worst(mine.args.map((arg, index) => types(arg, theirs.args[index])));
  };
  const comparedElsewhere = (a: string, b: string): boolean => {
    const [mine, theirs] = [old.contract.types.get(a), next.contract.types.get(b)];
    return (
      mine !== undefined &&
      theirs !== undefined &&
      old.key(a) === next.key(b) &&
      isReported(old, a) &&
      isReported(next, b)
    );
  };
  const namedTypes = (left: WitTypeDef, right: WitTypeDef, leftId: string, rightId: string): Sameness => {
    if (left.body.kind === "resource" || right.body.kind === "resource")
      return left.body.kind === right.body.kind && old.key(leftId) === next.key(rightId) ? "same" : "different";
    const seen = known.get(left)?.get(right);
    if (seen !== undefined) return seen;
    const found = structure(left, right);
    known.set(left, (known.get(left) ?? new Map<WitTypeDef, Sameness>()).set(right, found));
    return found;
  };
  const structure = (left: WitTypeDef, right: WitTypeDef): Sameness => {
    const [mine, theirs] = [left.body, right.body];
    if (mine.kind === "alias" && theirs.kind === "alias") return types(mine.type, theirs.type);
    if (mine.kind === "alias" || theirs.kind === "alias" || mine.kind === "resource" || theirs.kind === "resource")
      return "different";
    if (mine.kind !== theirs.kind || mine.labels.length !== theirs.labels.length) return "different";
    return worst(mine.labels.map((label, index) => labels(label, theirs.labels[index])));
  };
  const labels = (a: WitLabel, b: WitLabel | undefined): Sameness =>
    a.name === b?.name ? types(a.type, b.type) : "different";
  const named = (a: string, b: string): Sameness => {
    const [mine, theirs] = [old.contract.types.get(a)?.body, next.contract.types.get(b)?.body];
    if (mine?.kind === "alias" && theirs?.kind === "alias") return types(mine.type, theirs.type);
    return behind({ kind: "ref", ref: a }, { kind: "ref", ref: b });
  };
  return { types, definitions: structure, named };
}

/** The type behind the names that only stand for others. */
function followAliases({ contract }: Pick<WitSide, "contract">, type: WitType): WitType {
  let at = type;
  while (isNamed(at)) {
    const body = contract.types.get(at.ref)?.body;
    if (body?.kind !== "alias") break;
    // A borrow stays one through all names of its resource.
    at = at.kind === "borrow" && isNamed(body.type) ? { kind: "borrow", ref: body.type.ref } : body.type;
  }
  return at;
}

/** Whether changes of a type are told where it is defined: not if it, or all that it stands in, is promised to nobody. */
function isReported({ contract }: WitSide, id: string): boolean {
  const def = contract.types.get(id);
  const scope = id.slice(0, id.indexOf("#"));
  const [worldId = "", side, label = ""] = scope.split("!");
  const owner = contract.interfaces.get(scope) ?? contract.worlds.get(worldId);
  const items = contract.worlds.get(worldId)?.[side === "import" ? "imports" : "exports"];
  const inner = side === undefined ? undefined : items?.get(label);
  return [def, owner, inner ?? def].every((each) => each !== undefined && isPromised(each));
}

const isNamed = (type: WitType): type is WitType & { kind: "ref" | "borrow"; ref: string } =>
  type.kind === "ref" || type.kind === "borrow";

function foreignIn({ contract }: WitSide, type: WitType): Sameness | undefined {
  if (!isNamed(type) || contract.types.has(type.ref)) return undefined;
  const [scope = "", name = ""] = type.ref.split("#");
  return {
    unknown: `what ${name} of ${scope} is cannot be told, because no file of package ${packageOf(scope)} was given`,
  };
}

function worst(all: readonly Sameness[]): Sameness {
  return all.find((each) => each === "different") ?? all.find((each) => each !== "same") ?? "same";
}
