import type { JsonValue } from "@cordon/core";
import { templateNames } from "./match-path-items.ts";
import type { OpenApiSide } from "./open-api-side.ts";
import type { PathItem } from "./read-path-items.ts";
import { below, invalidAt, isObject, itemsOf, objectAt, ownValue, type Spot, textAt } from "./spot.ts";

/** A parameter of an operation, its `$ref` followed. */
export interface Parameter {
  readonly where: "query" | "header" | "path" | "cookie";
  readonly name: string;
  /** The same for parameters that are the same thing: the place in the path, the header in lower case. */
  readonly key: string;
  readonly required: boolean;
  readonly spot: Spot;
}

// What these say is said elsewhere in a document, and the specification has a parameter of such a name ignored.
const IGNORED_HEADERS: ReadonlySet<string> = new Set(["accept", "content-type", "authorization"]);

const WHERE: ReadonlySet<string> = new Set(["query", "header", "path", "cookie"]);

/** The parameters of an operation with those of its path that it does not replace, by their keys. */
export function readParameters(side: OpenApiSide, item: PathItem, operation: Spot): ReadonlyMap<string, Parameter> {
  const found = new Map<string, Parameter>();
  const names = templateNames(item.name);
  for (const list of [item.shared.get("parameters"), below(operation, "parameters")]) {
    for (const entry of itemsOf(list, "parameters")) {
      const parameter = readParameter(side.settle(entry), names);
      if (parameter.where !== "header" || !IGNORED_HEADERS.has(parameter.key.slice("header ".length)))
        found.set(parameter.key, parameter);
    }
  }
  return found;
}

/** How a parameter or a header is written on the wire. */
export interface Serialization {
  readonly style: string;
  /** `undefined` where it makes no difference. */
  readonly explode: boolean | undefined;
  /** The media type, for one that is written by `content`. */
  readonly media: string | undefined;
}

/** Reads it with its defaults, which depend on where the parameter is. Headers of responses are written as those of requests. */
export function serializationOf(side: OpenApiSide, spot: Spot, where: Parameter["where"]): Serialization {
  const media = Object.keys((ownValue(spot.value, "content") ?? {}) as object)[0];
  if (media !== undefined) return { style: "content", explode: undefined, media };
  const byDefault = where === "query" || where === "cookie" ? "form" : "simple";
  const style = textAt(below(spot, "style"), "style") ?? byDefault;
  const explode = ownValue(spot.value, "explode") ?? style === "form";
  const matters = style !== "deepObject" && !isPrimitive(side, below(spot, "schema"));
  return { style, explode: matters ? explode === true : undefined, media: undefined };
}

/** The schema of a parameter or a header, in whichever of the two forms it is given. */
export function schemaOfParameter(spot: Spot): Spot | undefined {
  const content = below(spot, "content");
  if (content === undefined) return below(spot, "schema");
  const [media] = Object.keys(objectAt(content, "content"));
  return media === undefined ? undefined : below(below(content, media), "schema");
}

function readParameter(spot: Spot, names: readonly string[]): Parameter {
  const value = objectAt(spot, "A parameter");
  const where = ownValue(value, "in");
  const name = ownValue(value, "name");
  if (typeof name !== "string") throw invalidAt(spot, "A parameter must have a name, a string.");
  if (!isWhere(where)) {
    const at = { ...spot, pointer: `${spot.pointer}/in` };
    throw invalidAt(at, "in must be query, header, path or cookie.");
  }
  const place = where === "path" ? names.indexOf(name) : -1;
  const key = place === -1 ? `${where} ${where === "header" ? name.toLowerCase() : name}` : `path {${place}}`;
  return { where, name, key, required: where === "path" || ownValue(value, "required") === true, spot };
}

function isWhere(value: JsonValue | undefined): value is Parameter["where"] {
  return typeof value === "string" && WHERE.has(value);
}

// Of one value alone, `explode` changes nothing.
function isPrimitive(side: OpenApiSide, schema: Spot | undefined): boolean {
  const ref = ownValue(schema?.value, "$ref");
  const settled = schema === undefined || typeof ref !== "string" ? schema : side.target(schema, ref);
  if (settled === undefined || !isObject(settled.value)) return false;
  const type = ownValue(settled.value, "type");
  const types: readonly JsonValue[] = Array.isArray(type) ? (type as readonly JsonValue[]) : [type ?? null];
  return types.every((name) => typeof name === "string" && !["array", "object"].includes(name));
}
