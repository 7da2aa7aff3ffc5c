import type { Place } from "../document.ts";
import type { WitScope } from "./wit-contract.ts";
import { invalidWit, nameTwice, type NamedPart, type WitNames } from "./wit-names.ts";
import type { ScopeSyntax, WitName, WitPosition } from "./wit-syntax.ts";
import {
  mapRefs,
  type WitBody,
  type WitFunction,
  type WitItem,
  type WitLabel,
  type WitType,
  type WitTypeDef,
} from "./wit-type.ts";

/** Where a scope is resolved. `types` gets what it defines, by id. */
export interface ScopeSite {
  readonly part: NamedPart;
  readonly names: WitNames;
  readonly types: Map<string, WitTypeDef>;
  readonly id: string;
  readonly pointer: string;
}

/** Resolves the names of an interface's or a world's types and functions. */
export function resolveScope(site: ScopeSite, syntax: ScopeSyntax): WitScope {
  const taken = new Set<string>();
  const declare = (name: string, { line }: WitPosition): void => {
    // The component model compares names without case.
    const key = name.toLowerCase();
    if (taken.has(key)) throw invalidWit({ file: site.part.file, line }, nameTwice(name));
    taken.add(key);
  };
  const uses = new Set<string>();
  const types = new Map<string, WitTypeDef>();
  for (const { path, names, ...head } of syntax.uses) {
    const target = site.names.find(site.part, path, "interface");
    if (head.gate.unstable === undefined) uses.add(target);
    for (const { from, to, at } of names) {
      declare(to, at);
      checkUse(site, target, from, at);
      const type: WitType = { kind: "ref", ref: `${target}#${from}` };
      types.set(to, { ...placed(site, { ...head, at, name: to }), used: true, body: { kind: "alias", type } });
    }
  }
  const local = new Set([...types.keys(), ...syntax.types.map(({ name }) => name)]);
  const refer: Refer = ({ name, at }) => {
    if (local.has(name)) return `${site.id}#${name}`;
    throw invalidWit({ file: site.part.file, line: at.line }, unknownType(name));
  };
  for (const type of syntax.types) {
    declare(type.name, type.at);
    types.set(type.name, { ...placed(site, type), body: resolveBody(site, type.name, type.body, refer) });
  }
  const functions = new Map<string, WitFunction>();
  for (const item of syntax.functions) {
    declare(item.name, item.at);
    functions.set(item.name, resolveFunction(site, item, refer));
  }
  for (const [name, type] of types) site.types.set(`${site.id}#${name}`, type);
  return { id: site.id, types, functions, uses };
}

/** Resolves a function that stands in a world, where the types are the world's. An inline interface sees none of them. */
export function resolveWorldFunction(
  site: ScopeSite,
  world: WitScope,
  syntax: WitFunction<WitName, WitPosition>,
): WitFunction {
  return resolveFunction(site, syntax, ({ name, at }) => {
    if (world.types.has(name)) return `${world.id}#${name}`;
    throw invalidWit({ file: site.part.file, line: at.line }, unknownType(name));
  });
}

/** The item with the place that reports point at. */
export function placed(site: Pick<ScopeSite, "part" | "pointer">, item: WitItem<WitPosition>): WitItem {
  const { name, gate, docs, externalId } = item;
  const at: Place = { file: site.part.file, pointer: `${site.pointer}/${name}`, line: item.at.line };
  return { name, gate, docs, at, ...(externalId === undefined ? {} : { externalId }) };
}

type Refer = (name: WitName) => string;

const unknownType = (name: string): string => `there is no type ${name}; declare it, or bring it in with use`;

function checkUse(site: ScopeSite, target: string, name: string, { line }: WitPosition): void {
  if (site.names.typesOf(target)?.has(name) === false)
    throw invalidWit({ file: site.part.file, line }, `the interface ${target} has no type ${name}`);
}

function resolveBody(site: ScopeSite, owner: string, body: WitBody<WitName, WitPosition>, refer: Refer): WitBody {
  if (body.kind === "alias") return { kind: "alias", type: mapRefs(body.type, refer) };
  if (body.kind !== "resource") return { kind: body.kind, labels: resolveLabels(site, body.labels, refer) };
  const inside = { ...site, pointer: `${site.pointer}/${owner}` };
  const taken = new Set<string>();
  const functions = body.functions.map((item) => {
    if (taken.has(item.name.toLowerCase()))
      throw invalidWit({ file: site.part.file, line: item.at.line }, nameTwice(item.name));
    taken.add(item.name.toLowerCase());
    return resolveFunction(inside, item, refer);
  });
  return { kind: "resource", functions };
}

function resolveFunction(site: ScopeSite, syntax: WitFunction<WitName, WitPosition>, refer: Refer): WitFunction {
  const { role, async, params, result } = syntax;
  return {
    ...placed(site, syntax),
    role,
    async,
    params: resolveLabels(site, params, refer),
    ...(result === undefined ? {} : { result: mapRefs(result, refer) }),
  };
}

function resolveLabels(site: ScopeSite, labels: readonly WitLabel<WitName>[], refer: Refer): readonly WitLabel[] {
  const taken = new Set<string>();
  return labels.map(({ name, line, type }) => {
    if (taken.has(name.toLowerCase())) throw invalidWit({ file: site.part.file, line }, nameTwice(name));
    taken.add(name.toLowerCase());
    return { name, line, ...(type === undefined ? {} : { type: mapRefs(type, refer) }) };
  });
}
