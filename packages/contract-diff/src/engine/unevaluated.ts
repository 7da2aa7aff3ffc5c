import type { JsonObject, JsonValue } from "@cordon/core";
import type { SchemaNode } from "../schema/schema-node.ts";
import type { KeywordContext } from "./keyword-context.ts";
import { FALSE, TRUE, TYPE } from "./term.ts";
import type { Literal } from "./term.ts";
import { isList, keysOf } from "../schema/json-kind.ts";

/** What subschemas have looked at, if `when` holds. The alternatives of a schema exclude each other and leave nothing out. */
interface Evaluated {
  readonly when: readonly Literal[];
  readonly names: ReadonlySet<string>;
  readonly patterns: ReadonlySet<string>;
  readonly allProperties: boolean;
  /** How many items from the first on. */
  readonly prefix: number;
  /** Items that fulfil one of these were looked at, too. */
  readonly containing: readonly Literal[];
}

const NOTHING: Evaluated = {
  when: [],
  names: new Set(),
  patterns: new Set(),
  allProperties: false,
  prefix: 0,
  containing: [],
};

// Each combination of branches that may hold is a case of its own.
const MAX_CASES = 128;

/** `unevaluatedProperties`, as `additionalProperties` in each case of which branches hold. */
export function unevaluatedProperties(context: KeywordContext): Literal {
  const is = context.below("unevaluatedProperties");
  const { store } = context;
  return overCases(context, ({ names, patterns, allProperties }) =>
    allProperties
      ? TRUE
      : store.plain({ kind: "additional", names: [...names].toSorted(), patterns: [...patterns].toSorted(), is }),
  );
}

/** `unevaluatedItems`, as what the rest of the items must be in each case of which branches hold. */
export function unevaluatedItems(context: KeywordContext): Literal {
  const is = context.below("unevaluatedItems");
  const { store } = context;
  return overCases(context, ({ prefix, containing }) =>
    prefix === Infinity ? TRUE : store.plain({ kind: "rest", from: prefix, is: store.or([...containing, is]) }),
  );
}

function overCases(context: KeywordContext, inCase: (evaluated: Evaluated) => Literal): Literal {
  const { store } = context;
  const own = new Set(["unevaluatedProperties", "unevaluatedItems"]);
  const cases = casesOf(context, context.node, context.keywords, own);
  if (cases === undefined)
    return store.plain({
      kind: "opaque",
      why: `unevaluated properties or items depend on more than ${MAX_CASES} combinations of branches`,
    });
  return store.and(cases.map((one) => store.or([store.not(store.and(one.when)), inCase(one)])));
}

/** The cases of a schema; `undefined` if there are too many of them. */
function casesOf(
  context: KeywordContext,
  node: SchemaNode,
  keywords: JsonObject,
  without: ReadonlySet<string>,
): readonly Evaluated[] | undefined {
  let cases: readonly Evaluated[] | undefined = [ownEvaluation(context, node, keywords, without)];
  for (const more of applicators(context, node, keywords)) {
    cases = more === undefined || cases === undefined ? undefined : combined(cases, more);
  }
  return cases;
}

function ownEvaluation(
  context: KeywordContext,
  node: SchemaNode,
  keywords: JsonObject,
  without: ReadonlySet<string>,
): Evaluated {
  const has = (keyword: string): boolean => keywords[keyword] !== undefined && !without.has(keyword);
  const prefixItems = keywords["prefixItems"];
  const allItems = has("items") || has("unevaluatedItems");
  return {
    ...NOTHING,
    names: new Set(keysOf(keywords["properties"])),
    patterns: new Set(keysOf(keywords["patternProperties"])),
    allProperties: has("additionalProperties") || has("unevaluatedProperties"),
    prefix: allItems ? Infinity : isList(prefixItems) ? prefixItems.length : 0,
    containing: has("contains") ? [context.subschema(node, "contains")] : [],
  };
}

/** The cases that each keyword with subschemas for the same value brings. */
function* applicators(
  context: KeywordContext,
  node: SchemaNode,
  keywords: JsonObject,
): Iterable<readonly Evaluated[] | undefined> {
  const { store } = context;
  const cases = (child: SchemaNode): readonly Evaluated[] | undefined =>
    typeof child.keywords === "boolean" ? [NOTHING] : casesOf(context, child, child.keywords, new Set());
  const holds = (child: SchemaNode): Literal => context.subschema(child);
  for (const keyword of ["$ref", "$dynamicRef"] as const) {
    if (keywords[keyword] === undefined) continue;
    const target = node.target(keyword);
    yield target === undefined ? undefined : cases(target);
  }
  for (const child of branchesOf(node, "allOf", keywords["allOf"])) yield cases(child);
  // A branch that fails leaves no trace, so each is looked at alone.
  for (const child of branchesOf(node, "anyOf", keywords["anyOf"])) {
    yield either(store, holds(child), cases(child), [NOTHING]);
  }
  const oneOf = branchesOf(node, "oneOf", keywords["oneOf"]);
  // The document is refused where not exactly one holds, so there are no other cases.
  if (oneOf.length > 0) yield allOrNothing(oneOf.map((child) => either(store, holds(child), cases(child), [])));
  if (keywords["if"] !== undefined) {
    const condition = node.child("if");
    const ifCases = cases(condition);
    const thenCases = keywords["then"] === undefined ? [NOTHING] : cases(node.child("then"));
    const elseCases = keywords["else"] === undefined ? [NOTHING] : cases(node.child("else"));
    const both = ifCases === undefined || thenCases === undefined ? undefined : combined(ifCases, thenCases);
    yield either(store, holds(condition), both, elseCases);
  }
  for (const name of keysOf(keywords["dependentSchemas"])) {
    const present = store.and([store.types(TYPE.object), store.plain({ kind: "required", name })]);
    yield either(store, present, cases(node.child("dependentSchemas", name)), [NOTHING]);
  }
}

function either(
  store: KeywordContext["store"],
  condition: Literal,
  then: readonly Evaluated[] | undefined,
  otherwise: readonly Evaluated[] | undefined,
): readonly Evaluated[] | undefined {
  if (then === undefined || otherwise === undefined) return undefined;
  const not = store.not(condition);
  return [
    ...then.map((one) => ({ ...one, when: [...one.when, condition] })),
    ...otherwise.map((one) => ({ ...one, when: [...one.when, not] })),
  ].filter(({ when }) => !when.includes(FALSE));
}

function allOrNothing(lists: readonly (readonly Evaluated[] | undefined)[]): readonly Evaluated[] | undefined {
  const known = lists.filter((list) => list !== undefined);
  const all = known.flat();
  return known.length < lists.length || all.length > MAX_CASES ? undefined : all;
}

function combined(some: readonly Evaluated[], others: readonly Evaluated[]): readonly Evaluated[] | undefined {
  if (some.length * others.length > MAX_CASES) return undefined;
  return some.flatMap((one) =>
    others.map((other) => ({
      when: [...one.when, ...other.when],
      names: new Set([...one.names, ...other.names]),
      patterns: new Set([...one.patterns, ...other.patterns]),
      allProperties: one.allProperties || other.allProperties,
      prefix: Math.max(one.prefix, other.prefix),
      containing: [...one.containing, ...other.containing],
    })),
  );
}

function branchesOf(node: SchemaNode, keyword: string, value: JsonValue | undefined): readonly SchemaNode[] {
  return isList(value) ? value.map((_, index) => node.child(keyword, index)) : [];
}
