import type { JsonObject, JsonValue } from "@cordon/core";
import { DIALECTS } from "./dialect.ts";
import { isList, isObject } from "./json-kind.ts";
import type { Location } from "./location.ts";
import { enter, idAnchor, type Entered, type Scope } from "./scope.ts";

/** The keys from the root of a file to a place in it. */
export type Keys = readonly string[];

/** The names that the schemas of one file gave themselves. */
export interface ResourceIndex {
  /** By address. */
  readonly resources: ReadonlyMap<string, Keys>;
  /** By `address#name`, with the dynamic ones among them. */
  readonly anchors: ReadonlyMap<string, Keys>;
  /** By name alone: a dynamic anchor may take the place of any other of its name. */
  readonly dynamic: ReadonlyMap<string, readonly Keys[]>;
  /** The resources with `$recursiveAnchor: true`, as 2019-09 has it. */
  readonly recursive: readonly Keys[];
}

/**
 * Goes through a whole file once and keeps what has a name. Costs time that most files need not spend, so ask only for a reference that is
 * no pointer. Goes into a value only once, though a YAML file may have it at many places.
 */
export function indexResources(root: Location): ResourceIndex {
  const index = {
    resources: new Map([[root.scope.base, NO_KEYS]]),
    anchors: new Map<string, Keys>(),
    dynamic: new Map<string, Keys[]>(),
    recursive: [] as Keys[],
  };
  const seen = new WeakSet<object>();
  const open: Frame[] = [{ value: root.value, scope: root.scope, above: undefined, key: "", holdsNames: false }];
  for (let frame = open.pop(); frame !== undefined; frame = open.pop()) {
    const { value, above, holdsNames } = frame;
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    const isRoot = above === undefined;
    const entered = isRoot || holdsNames ? { scope: frame.scope, begins: isRoot } : enter(value, frame.scope);
    if (!holdsNames && isObject(value)) keepNames(index, frame, value, entered);
    pushBelow(open, frame, entered.scope);
  }
  return index;
}

const NO_KEYS: Keys = [];
const NAME_HOLDERS: ReadonlySet<string> = new Set(
  "properties patternProperties $defs definitions dependentSchemas dependencies schemas".split(" "),
);
// What these hold are documents: one may look like a schema with a name, and is none.
const DOCUMENTS: ReadonlySet<string> = new Set(["enum", "const", "default", "example", "examples"]);

interface Frame {
  readonly value: JsonValue;
  readonly scope: Scope;
  readonly above: Frame | undefined;
  readonly key: string;
  /** The keys of this object are names that its author made up, and no keywords. */
  readonly holdsNames: boolean;
}

interface OpenIndex {
  readonly resources: Map<string, Keys>;
  readonly anchors: Map<string, Keys>;
  readonly dynamic: Map<string, Keys[]>;
  readonly recursive: Keys[];
}

function keepNames(index: OpenIndex, frame: Frame, value: JsonObject, { scope, begins }: Entered): void {
  const { anchorIds, id } = DIALECTS[scope.dialect];
  if (id === undefined) return;
  if (begins) keepFirst(index.resources, scope.base, frame);
  if (begins && value["$recursiveAnchor"] === true) index.recursive.push(keysOf(frame));
  const names = anchorIds ? [idAnchor(value[id])] : [value["$anchor"], value["$dynamicAnchor"]];
  for (const name of names) if (typeof name === "string") keepFirst(index.anchors, `${scope.base}#${name}`, frame);
  const dynamic = anchorIds ? undefined : value["$dynamicAnchor"];
  if (typeof dynamic !== "string") return;
  const others = index.dynamic.get(dynamic);
  if (others === undefined) index.dynamic.set(dynamic, [keysOf(frame)]);
  else others.push(keysOf(frame));
}

function keepFirst(map: Map<string, Keys>, name: string, frame: Frame): void {
  if (!map.has(name)) map.set(name, keysOf(frame));
}

function pushBelow(open: Frame[], frame: Frame, scope: Scope): void {
  const { value, holdsNames } = frame;
  if (isList(value)) {
    // Backwards, so that what stands first is seen first and keeps its name against a second one.
    for (let at = value.length - 1; at >= 0; at -= 1)
      open.push({ value: value[at] ?? null, scope, above: frame, key: String(at), holdsNames: false });
  } else if (isObject(value)) {
    for (const key of Object.keys(value).toReversed()) {
      if (!holdsNames && DOCUMENTS.has(key)) continue;
      const below = value[key] ?? null;
      open.push({
        value: below,
        scope,
        above: frame,
        key,
        holdsNames: !holdsNames && NAME_HOLDERS.has(key) && isObject(below),
      });
    }
  }
}

function keysOf(frame: Frame): Keys {
  const keys: string[] = [];
  for (let at: Frame = frame; at.above !== undefined; at = at.above) keys.push(at.key);
  return keys.toReversed();
}
