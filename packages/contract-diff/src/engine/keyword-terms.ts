import type { JsonValue } from "@cordon/core";
import type { KeywordContext } from "./keyword-context.ts";
import { ANY_TYPE, TRUE, TYPE } from "./term.ts";
import type { Literal, TypeName } from "./term.ts";
import { unevaluatedItems, unevaluatedProperties } from "./unevaluated.ts";
import { isList, isObject, keysOf, stringsOf } from "../schema/json-kind.ts";

/** What one keyword asks of a value. Keywords that only say something about others, or about nothing, ask for nothing. */
export function keywordTerm(context: KeywordContext, keyword: string): Literal {
  const make = TERMS.get(keyword);
  const value = context.keywords[keyword];
  return make === undefined || value === undefined ? TRUE : make(context, value);
}

type Make = (context: KeywordContext, value: JsonValue) => Literal;

/** The keywords that say something about a document. The others of a schema are words. */
const TERMS: ReadonlyMap<string, Make> = new Map<string, Make>([
  ["$ref", (context) => context.referred("$ref")],
  ["$dynamicRef", (context) => context.referred("$dynamicRef")],
  ["type", ({ store }, value) => typeTerm(store, isList(value) ? stringsOf(value) : stringsOf([value]))],
  ["enum", ({ store }, value) => store.oneOfValues(isList(value) ? value : [])],
  ["const", ({ store }, value) => store.oneOfValues([value])],
  ["minimum", ({ store }, value) => store.plain({ kind: "minimum", value: Number(value), exclusive: false })],
  ["exclusiveMinimum", ({ store }, value) => store.plain({ kind: "minimum", value: Number(value), exclusive: true })],
  ["maximum", ({ store }, value) => store.plain({ kind: "maximum", value: Number(value), exclusive: false })],
  ["exclusiveMaximum", ({ store }, value) => store.plain({ kind: "maximum", value: Number(value), exclusive: true })],
  ["multipleOf", ({ store }, value) => store.plain({ kind: "multipleOf", value: Number(value) })],
  ["minLength", ({ store }, value) => store.plain({ kind: "minLength", value: Number(value) })],
  ["maxLength", ({ store }, value) => store.plain({ kind: "maxLength", value: Number(value) })],
  ["pattern", ({ store }, value) => store.plain({ kind: "pattern", pattern: textOf(value) })],
  [
    "format",
    ({ store, holdsFormats }, value) => (holdsFormats ? store.plain({ kind: "format", format: textOf(value) }) : TRUE),
  ],
  ["minItems", ({ store }, value) => store.plain({ kind: "minItems", value: Number(value) })],
  ["maxItems", ({ store }, value) => store.plain({ kind: "maxItems", value: Number(value) })],
  ["uniqueItems", ({ store }, value) => (value === true ? store.plain({ kind: "unique" }) : TRUE)],
  ["prefixItems", prefixItems],
  ["items", items],
  ["contains", contains],
  ["minProperties", ({ store }, value) => store.plain({ kind: "minProperties", value: Number(value) })],
  ["maxProperties", ({ store }, value) => store.plain({ kind: "maxProperties", value: Number(value) })],
  ["required", required],
  ["properties", properties],
  ["patternProperties", patternProperties],
  ["additionalProperties", additionalProperties],
  ["propertyNames", (context) => context.store.plain({ kind: "propertyNames", is: context.below("propertyNames") })],
  ["dependentRequired", dependentRequired],
  ["dependentSchemas", dependentSchemas],
  ["allOf", (context, value) => context.store.and(branches(context, "allOf", value))],
  ["anyOf", (context, value) => context.store.or(branches(context, "anyOf", value))],
  ["oneOf", oneOf],
  ["not", (context) => context.store.not(context.asWritten("not"))],
  ["if", ifThenElse],
  ["unevaluatedProperties", unevaluatedProperties],
  ["unevaluatedItems", unevaluatedItems],
]);

function typeTerm(store: KeywordContext["store"], names: readonly string[]): Literal {
  let types = 0;
  for (const name of names) types |= name === "integer" ? TYPE.number : (TYPE[name as TypeName] ?? 0);
  const whole = names.includes("integer") && !names.includes("number");
  return store.and([store.types(types), whole ? store.plain({ kind: "multipleOf", value: 1 }) : TRUE]);
}

function branches(context: KeywordContext, keyword: string, value: JsonValue): readonly Literal[] {
  return isList(value) ? value.map((_, index) => context.inPlace(keyword, index)) : [];
}

function prefixItems({ store, below }: KeywordContext, value: JsonValue): Literal {
  const places = isList(value) ? value : [];
  return store.and(places.map((_, index) => store.plain({ kind: "item", index, is: below("prefixItems", index) })));
}

function items({ store, below, keywords }: KeywordContext): Literal {
  const prefix = keywords["prefixItems"];
  return store.plain({ kind: "rest", from: isList(prefix) ? prefix.length : 0, is: below("items") });
}

function contains({ store, below, belowAsWritten, keywords }: KeywordContext): Literal {
  const { minContains = 1, maxContains = Infinity } = keywords as { minContains?: number; maxContains?: number };
  return store.and([
    store.plain({ kind: "contains", is: below("contains"), min: minContains, max: Infinity }),
    store.plain({ kind: "contains", is: belowAsWritten("contains"), min: 0, max: maxContains }),
  ]);
}

function oneOf(context: KeywordContext, value: JsonValue): Literal {
  const { store, asWritten } = context;
  const written = isList(value) ? value.map((_, index) => asWritten("oneOf", index)) : [];
  return store.and([store.or(branches(context, "oneOf", value)), store.atMostOne(written)]);
}

function required({ store, keywords, reading }: KeywordContext, value: JsonValue): Literal {
  const declared = keywords["properties"];
  const names = stringsOf(value);
  const needed = reading.filled ? names.filter((name) => !hasDefault(declared, name)) : names;
  return store.and(needed.map((name) => store.plain({ kind: "required", name })));
}

function hasDefault(declared: JsonValue | undefined, name: string): boolean {
  const schema = isObject(declared) && Object.hasOwn(declared, name) ? declared[name] : undefined;
  return isObject(schema) && Object.hasOwn(schema, "default");
}

function properties({ store, below }: KeywordContext, value: JsonValue): Literal {
  return store.and(keysOf(value).map((name) => store.plain({ kind: "property", name, is: below("properties", name) })));
}

function patternProperties({ store, below }: KeywordContext, value: JsonValue): Literal {
  return store.and(
    keysOf(value).map((pattern) =>
      store.plain({ kind: "patternProperty", pattern, is: below("patternProperties", pattern) }),
    ),
  );
}

function additionalProperties({ store, below, keywords }: KeywordContext): Literal {
  return store.plain({
    kind: "additional",
    names: keysOf(keywords["properties"]).toSorted(),
    patterns: keysOf(keywords["patternProperties"]).toSorted(),
    is: below("additionalProperties"),
  });
}

function dependentRequired({ store }: KeywordContext, value: JsonValue): Literal {
  const rules = isObject(value) ? Object.entries(value) : [];
  return store.and(
    rules.flatMap(([name, needs]) =>
      stringsOf(needs).map((needed) =>
        store.or([store.not(store.plain({ kind: "required", name })), store.plain({ kind: "required", name: needed })]),
      ),
    ),
  );
}

function dependentSchemas({ store, inPlace }: KeywordContext, value: JsonValue): Literal {
  return store.and(
    keysOf(value).map((name) =>
      store.or([
        store.types(ANY_TYPE ^ TYPE.object),
        store.not(store.plain({ kind: "required", name })),
        inPlace("dependentSchemas", name),
      ]),
    ),
  );
}

function ifThenElse({ store, inPlace, asWritten, keywords }: KeywordContext): Literal {
  const condition = asWritten("if");
  const then = keywords["then"] === undefined ? TRUE : inPlace("then");
  const otherwise = keywords["else"] === undefined ? TRUE : inPlace("else");
  return store.and([store.or([store.not(condition), then]), store.or([condition, otherwise])]);
}

function textOf(value: JsonValue): string {
  return typeof value === "string" ? value : "";
}
