import type { Place } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import { placed, resolveScope, resolveWorldFunction, type ScopeSite } from "./resolve-scope.ts";
import { isPromised, type WitContract, type WitScope, type WitWorld, type WitWorldItem } from "./wit-contract.ts";
import { invalidWit, nameTwice, type NamedPart, type WitNames } from "./wit-names.ts";
import type { WitRename, WorldItemSyntax, WorldSyntax } from "./wit-syntax.ts";
import type { WitTypeDef } from "./wit-type.ts";

/** How many imports or exports one world may come to. Two includes with renames in each of forty worlds would fill any memory. */
const MAX_WORLD_ITEMS = 10_000;

/** How many all worlds of a contract may come to: each of many worlds may include one large one. */
const MAX_ALL_WORLD_ITEMS = 100_000;

/** How many worlds may include each other in a row. */
const MAX_INCLUDES = 100;

/** Resolves all worlds: `include` is replaced by what it stands for, and interfaces that others need are imported with them. */
export function expandWorlds(
  parts: readonly NamedPart[],
  names: WitNames,
  contract: Pick<WitContract, "packages" | "interfaces"> & { readonly types: Map<string, WitTypeDef> },
): ReadonlyMap<string, WitWorld> {
  const done = new Map<string, WitWorld>();
  let all = 0;
  const expand = (id: string, above: readonly string[]): WitWorld | undefined => {
    const found = names.world(id);
    if (found === undefined || done.has(id)) return done.get(id);
    const { part, syntax } = found;
    const where = { file: part.file, line: syntax.at.line };
    if (above.includes(id))
      throw invalidWit(where, `the world ${syntax.name} includes itself; take one of the includes out`);
    if (above.length > MAX_INCLUDES) {
      const what = "worlds include each other too deeply";
      throw contractDiffError("contract-diff/too-large", { ...where, what, limit: MAX_INCLUDES });
    }
    const home = contract.packages.get(part.id)?.at.pointer ?? "";
    const pointer = `${home}/world/${syntax.name}`;
    const site: ScopeSite = { part, names, types: contract.types, id, pointer };
    const draft = ownItems(site, syntax);
    for (const { path, renames, gate, at } of syntax.includes) {
      const target = names.find(part, path, "world");
      const included = expand(target, [...above, id]);
      const here: Place = { file: part.file, pointer: `${pointer}/include/${path.name}`, line: at.line };
      if (gate.unstable !== undefined) continue;
      if (included === undefined) draft.foreignIncludes.set(target, here);
      else mergeWorld(draft, included, renames, { ...where, line: at.line });
    }
    addImplicit(draft, contract);
    all += draft.imports.size + draft.exports.size;
    if (all > MAX_ALL_WORLD_ITEMS) {
      const what = "the worlds have too many imports and exports together";
      throw contractDiffError("contract-diff/too-large", { ...where, what, limit: MAX_ALL_WORLD_ITEMS });
    }
    const world: WitWorld = { ...placed({ part, pointer: `${home}/world` }, syntax), ...draft };
    done.set(id, world);
    return world;
  };
  for (const part of parts) for (const { name } of part.worlds) expand(`${part.id}/${name}`, []);
  return done;
}

interface Draft extends WitScope {
  readonly uses: Set<string>;
  readonly imports: Map<string, WitWorldItem>;
  readonly exports: Map<string, WitWorldItem>;
  readonly foreignIncludes: Map<string, Place>;
}

function ownItems(site: ScopeSite, syntax: WorldSyntax): Draft {
  const scope = resolveScope(site, syntax);
  const draft: Draft = {
    ...scope,
    uses: new Set(scope.uses),
    imports: new Map(),
    exports: new Map(),
    foreignIncludes: new Map(),
  };
  for (const item of syntax.items) {
    const pointer = `${site.pointer}/${item.side}`;
    const side = item.side === "import" ? draft.imports : draft.exports;
    const what = resolveItem({ ...site, pointer }, scope, item);
    const plain = what.kind !== "interface" || (item.what.kind === "path" && item.what.labelled);
    const key = plain ? item.name : what.id;
    if (side.has(key)) throw invalidWit({ file: site.part.file, line: item.at.line }, nameTwice(item.name));
    side.set(key, { ...placed({ part: site.part, pointer }, item), implicit: false, what });
  }
  return draft;
}

function resolveItem(site: ScopeSite, world: WitScope, item: WorldItemSyntax): WitWorldItem["what"] {
  const { what, name, side } = item;
  if (what.kind === "path") return { kind: "interface", id: site.names.find(site.part, what.path, "interface") };
  if (what.kind === "function") return { kind: "function", function: resolveWorldFunction(site, world, what.function) };
  const pointer = `${site.pointer}/${name}`;
  const scope = resolveScope({ ...site, pointer, id: `${site.id}!${side}!${name}` }, what.scope);
  return { kind: "inline", interface: { ...placed(site, item), ...scope } };
}

/** Adds what an included world has. The same interface twice is one; the same label twice is a mistake. */
function mergeWorld(
  draft: Draft,
  included: WitWorld,
  renames: readonly WitRename[],
  where: { file: string; line: number },
): void {
  const labels = new Map(renames.map(({ from, to }) => [from, to]));
  for (const from of labels.keys())
    if (!included.imports.has(from) && !included.exports.has(from))
      throw invalidWit(where, `the included world has no import or export ${from} to rename`);
  for (const side of ["imports", "exports"] as const) {
    for (const [key, item] of included[side]) {
      const label = labels.get(key) ?? key;
      const known = draft[side].get(label);
      if (known === undefined || (known.implicit && label.includes("/")))
        draft[side].set(label, { ...item, name: key === label ? item.name : label });
      else if (!label.includes("/"))
        throw invalidWit(where, `${nameTwice(label)} with include … with { ${label} as … }`);
    }
    if (draft[side].size > MAX_WORLD_ITEMS) {
      const what = "a world has too many imports or exports";
      throw contractDiffError("contract-diff/too-large", { ...where, what, limit: MAX_WORLD_ITEMS });
    }
  }
  for (const [id, place] of included.foreignIncludes) draft.foreignIncludes.set(id, place);
  for (const id of included.uses) draft.uses.add(id);
}

/** An interface's types come from where they are defined, so whoever has the one has the other: exported if the world says so, else imported. */
function addImplicit(draft: Draft, { interfaces }: Pick<WitContract, "interfaces">): void {
  const waiting: { id: string; for: WitWorldItem | undefined; exported: boolean }[] = [];
  const needs = (uses: ReadonlySet<string>, item: WitWorldItem | undefined, exported: boolean): void => {
    for (const id of uses) waiting.push({ id, for: item, exported });
  };
  const needsOf = (item: WitWorldItem, exported: boolean): void => {
    if (!isPromised(item)) return;
    if (item.what.kind === "inline") needs(item.what.interface.uses, item, exported);
    if (item.what.kind === "interface") needs(interfaces.get(item.what.id)?.uses ?? new Set(), item, exported);
  };
  needs(draft.uses, undefined, false);
  for (const item of draft.imports.values()) needsOf(item, false);
  for (const item of draft.exports.values()) needsOf(item, true);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { id, exported } = next;
    if (draft.imports.has(id) || (exported && draft.exports.has(id))) continue;
    const known = interfaces.get(id);
    const at = next.for?.at ?? known?.at;
    if (at === undefined) continue;
    const name = id.slice(id.lastIndexOf("/") + 1);
    draft.imports.set(id, { name, at, gate: {}, docs: "", implicit: true, what: { kind: "interface", id } });
    needs(known?.uses ?? new Set(), next.for, false);
  }
}
