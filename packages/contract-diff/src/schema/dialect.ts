/** The words a schema is written in. */
export type Dialect = "2020-12" | "draft-7" | "openapi-3.0" | "openapi-3.1";

/** The words that a file may ask for itself, which are a few more: nobody has to ask for old drafts by name. */
export type WrittenDialect = Dialect | "2019-09" | "draft-4";

/** What sets a dialect apart from 2020-12. */
export interface DialectTraits {
  /** `$ref` stands alone: what is beside it means nothing. */
  readonly refAlone?: true;
  /** `items` may be a list, and `additionalItems` speaks of the rest. */
  readonly listItems?: true;
  /** `dependencies` holds both lists of names and schemas. */
  readonly dependencies?: true;
  /** `exclusiveMinimum: true` says something about `minimum`. */
  readonly booleanBounds?: true;
  readonly nullable?: true;
  readonly discriminator?: true;
  /** The keyword that gives a schema an address; none in OpenAPI 3.0. */
  readonly id?: "$id" | "id";
  /** An id that is only a fragment is an anchor. */
  readonly anchorIds?: true;
  /** Keywords of 2020-12 that mean nothing here. */
  readonly without: ReadonlySet<string>;
}

const NEWER_THAN_2019: readonly string[] = ["prefixItems", "$dynamicRef"];
const NEWER_THAN_7: readonly string[] = [
  ...NEWER_THAN_2019,
  "$defs",
  "dependentRequired",
  "dependentSchemas",
  "unevaluatedItems",
  "unevaluatedProperties",
  "minContains",
  "maxContains",
];
const NEWER_THAN_4: readonly string[] = [...NEWER_THAN_7, "const", "contains", "propertyNames", "if", "then", "else"];

/**
 * The traits of each dialect. OpenAPI 3.0 knows fewer words than 2020-12, but a `const` or `patternProperties` in it is held all the same:
 * it has no other meaning there, and its author meant it.
 */
export const DIALECTS: Readonly<Record<WrittenDialect, DialectTraits>> = {
  "2020-12": { id: "$id", without: new Set() },
  "2019-09": { listItems: true, id: "$id", without: new Set(NEWER_THAN_2019) },
  "draft-7": {
    refAlone: true,
    listItems: true,
    dependencies: true,
    id: "$id",
    anchorIds: true,
    without: new Set(NEWER_THAN_7),
  },
  "draft-4": {
    refAlone: true,
    listItems: true,
    dependencies: true,
    booleanBounds: true,
    id: "id",
    anchorIds: true,
    without: new Set(NEWER_THAN_4),
  },
  "openapi-3.0": { refAlone: true, booleanBounds: true, nullable: true, discriminator: true, without: new Set() },
  "openapi-3.1": { discriminator: true, id: "$id", without: new Set() },
};

const ADDRESSES: ReadonlyMap<string, WrittenDialect> = new Map([
  ["json-schema.org/schema", "2020-12"],
  ["json-schema.org/draft/2020-12/schema", "2020-12"],
  ["json-schema.org/draft/2019-09/schema", "2019-09"],
  ["json-schema.org/draft-07/schema", "draft-7"],
  ["json-schema.org/draft-06/schema", "draft-7"],
  ["json-schema.org/draft-04/schema", "draft-4"],
  ["spec.openapis.org/oas/3.1/dialect/base", "openapi-3.1"],
]);

/** The dialect that a `$schema` names, with http or https and with or without the `#` behind it; `undefined` for one that is not known. */
export function dialectAt(address: string): WrittenDialect | undefined {
  return ADDRESSES.get(address.replace(/^https?:\/\//, "").replace(/#$/, ""));
}
