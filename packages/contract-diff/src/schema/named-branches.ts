import type { JsonObject, JsonValue } from "@cordon/core";
import { isList, isObject, ownValue } from "./json-kind.ts";
import type { KeywordIssue } from "./keyword-issues.ts";
import type { Location } from "./location.ts";
import { percentDecoded, pointerKeys } from "./pointer.ts";

/** A branch that a discriminator holds to its names. */
export interface NamedBranch {
  /** The keyword and the number of the branch: `["oneOf", "0"]`. */
  readonly path: readonly [string, string];
  /** What its documents fulfil beside it: the property is there, and has one of the names. */
  readonly names: JsonObject;
}

/** What is wrong with a `discriminator` of OpenAPI 3. */
export function discriminatorIssues(discriminator: JsonValue | undefined): readonly KeywordIssue[] {
  if (discriminator === undefined) return [];
  const path = ["discriminator"];
  if (!isObject(discriminator)) return [{ path, message: "must be an object with a propertyName" }];
  const { propertyName, mapping } = discriminator;
  const isMapping =
    mapping === undefined || (isObject(mapping) && Object.values(mapping).every((to) => typeof to === "string"));
  return [
    ...(typeof propertyName === "string" ? [] : [{ path: [...path, "propertyName"], message: "must be a string" }]),
    ...(isMapping ? [] : [{ path: [...path, "mapping"], message: "must be an object of strings" }]),
  ];
}

/**
 * The branches of `oneOf` and `anyOf` that a discriminator tells apart, with what it asks of each: a name of the mapping that leads to the
 * branch or, if none does, the name of its component. A branch that is written in place has no name, and is not among them.
 */
export function namedBranches(
  discriminator: JsonValue | undefined,
  keywords: JsonObject,
  follow: Follow,
): readonly NamedBranch[] {
  const propertyName = ownValue(discriminator, "propertyName");
  if (typeof propertyName !== "string") return [];
  const mapped = mappedNames(ownValue(discriminator, "mapping"), follow);
  return ["oneOf", "anyOf"].flatMap((keyword) => {
    const branches = keywords[keyword];
    if (!isList(branches)) return [];
    return branches.flatMap((branch, index): readonly NamedBranch[] => {
      const reference = ownValue(branch, "$ref");
      if (typeof reference !== "string") return [];
      const names = mapped.get(follow(reference)) ?? componentName(reference);
      if (names.length === 0) return [];
      // fromEntries and not a literal: the property may be called __proto__.
      const properties = Object.fromEntries([[propertyName, { enum: names }]]);
      return [{ path: [keyword, String(index)], names: { properties, required: [propertyName] } }];
    });
  });
}

type Follow = (reference: string) => Location | undefined;

function mappedNames(
  mapping: JsonValue | undefined,
  follow: Follow,
): ReadonlyMap<Location | undefined, readonly string[]> {
  const names = new Map<Location | undefined, string[]>();
  for (const [name, to] of isObject(mapping) ? Object.entries(mapping) : []) {
    const schema = typeof to === "string" ? followMapping(to, follow) : undefined;
    if (schema === undefined) continue;
    const others = names.get(schema);
    if (others === undefined) names.set(schema, [name]);
    else others.push(name);
  }
  return names;
}

/** A value of a mapping is the name of a component if it can be one, and a reference otherwise. With a dot in it, it may be either. */
function followMapping(to: string, follow: Follow): Location | undefined {
  const component = /^[\w.-]+$/.test(to) ? follow(`#/components/schemas/${to}`) : undefined;
  return component ?? (/^[\w-]+$/.test(to) ? undefined : follow(to));
}

function componentName(reference: string): readonly string[] {
  const hash = reference.indexOf("#");
  const last = hash === -1 ? undefined : pointerKeys(percentDecoded(reference.slice(hash + 1)) ?? "")?.at(-1);
  return last === undefined ? [] : [last];
}
