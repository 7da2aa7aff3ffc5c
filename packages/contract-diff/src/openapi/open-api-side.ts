import type { JsonValue } from "@cordon/core";
import type { ContractDocument, LoadDocument } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import { percentDecoded, pointerKeys, pointerStep } from "../schema/pointer.ts";
import { invalidAt, isObject, ownValue, placeKey, type Source, type Spot } from "./spot.ts";
import { fileBeside } from "../schema/file-beside.ts";

/** One of the two documents, and how its `$ref`s are followed. */
export interface OpenApiSide {
  readonly root: Spot;
  readonly dialect: "openapi-3.0" | "openapi-3.1";
  /** Follows `$ref`s until there is none. Throws `contract-diff/unresolved-ref` where one leads nowhere or round. */
  settle(spot: Spot): Spot;
  /** One step of the same; `undefined` where it leads nowhere, or to a name that only those who know JSON Schema can find. */
  target(spot: Spot, ref: string): Spot | undefined;
}

/** Reads the head of a document. Refuses what is no OpenAPI 3.0 or 3.1. */
export function createOpenApiSide(document: ContractDocument, load: LoadDocument = () => undefined): OpenApiSide {
  const sources = new Map<string, Source>();
  const sourceOf = (found: ContractDocument): Source => {
    const source = sources.get(found.file) ?? { document: found, targets: new Map<string, Spot | string>() };
    sources.set(found.file, source);
    return source;
  };
  const root: Spot = { source: sourceOf(document), pointer: "", value: document.value };
  const dialect = dialectOf(root);

  const find = (spot: Spot, ref: string): Spot | string => {
    const hash = ref.indexOf("#");
    const path = percentDecoded(hash === -1 ? ref : ref.slice(0, hash));
    const keys = pointerKeys(percentDecoded(hash === -1 ? "" : ref.slice(hash + 1)) ?? "broken");
    if (path !== undefined && /^(?:[a-z][a-z\d+.-]*:|\/\/)/iu.test(path))
      return "which is not in the documents at hand, and nothing is fetched from the network";
    if (path === undefined || keys === undefined) return "which is no JSON pointer";
    let source = spot.source;
    if (path !== "") {
      const file = fileBeside(source.document.file, path);
      const loaded = sources.get(file)?.document ?? load(file);
      if (loaded === undefined) return "a file that is not at hand";
      source = sourceOf(loaded);
    }
    const value = valueAt(source.document.value, keys);
    if (value === undefined) return "which is not there";
    return { source, pointer: keys.map(pointerStep).join(""), value };
  };
  const kept = (spot: Spot, ref: string): Spot | string => {
    const known = spot.source.targets.get(ref);
    if (known !== undefined) return known;
    const found = find(spot, ref);
    spot.source.targets.set(ref, found);
    return found;
  };
  const target = (spot: Spot, ref: string): Spot | undefined => {
    const found = kept(spot, ref);
    return typeof found === "string" ? undefined : found;
  };
  const settle = (spot: Spot): Spot => {
    const first = refOf(spot.value);
    if (first === undefined) return spot;
    // Nearly always it is one step, which needs no memory of the way.
    const direct = kept(spot, first);
    if (typeof direct !== "string" && refOf(direct.value) === undefined) return direct;
    const passed = new Set<string>();
    let here = spot;
    for (let ref: string | undefined = first; ref !== undefined; ref = refOf(here.value)) {
      if (passed.has(placeKey(here))) throw unresolved(spot, first, "which leads back to itself");
      passed.add(placeKey(here));
      const next = kept(here, ref);
      if (typeof next === "string") throw unresolved(here, ref, next);
      here = next;
    }
    return here;
  };
  return { root, dialect, settle, target };
}

/** The `$ref` of an object, if it is a text. */
export function refOf(value: JsonValue): string | undefined {
  const ref = ownValue(value, "$ref");
  return typeof ref === "string" ? ref : undefined;
}

function dialectOf(root: Spot): OpenApiSide["dialect"] {
  if (!isObject(root.value)) throw invalidAt(root, "An OpenAPI document must be an object.");
  const version = ownValue(root.value, "openapi");
  if (typeof version === "string" && /^3\.0(?:\.|$)/u.test(version)) return "openapi-3.0";
  if (typeof version === "string" && /^3\.1(?:\.|$)/u.test(version)) return "openapi-3.1";
  const at = { source: root.source, pointer: "/openapi", value: version ?? null };
  if (ownValue(root.value, "swagger") !== undefined)
    throw invalidAt(at, "This is Swagger 2. Only OpenAPI 3.0 and 3.1 are compared: convert it first.");
  throw invalidAt(at, "openapi must be a version of 3.0 or 3.1, such as 3.1.0: no other is compared.");
}

function unresolved(spot: Spot, target: string, problem: string): Error {
  const file = spot.source.document.file;
  return contractDiffError("contract-diff/unresolved-ref", { file, pointer: spot.pointer, target, problem });
}

function valueAt(root: JsonValue, keys: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const key of keys) {
    if (!Array.isArray(value)) value = ownValue(value, key);
    else value = /^(?:0|[1-9]\d*)$/u.test(key) ? (value as readonly JsonValue[])[Number(key)] : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}
