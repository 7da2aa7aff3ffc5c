import type { JsonObject } from "@cordon/core";
import type { Place } from "../document.ts";

/**
 * One schema, in the words of JSON Schema 2020-12 whatever it was written in, and how to go on from it. Equal nodes are one object:
 * the same place of the same document, seen the same way, always gives the same node.
 */
export interface SchemaNode {
  /** Tells nodes apart within one run: the document and the pointer. */
  readonly id: string;
  /** The keywords. Subschemas in them may still be in old words: go to them with `child`. */
  readonly keywords: boolean | JsonObject;
  /** Where it stands, in the words it was written in. */
  readonly place: Place;
  /** The subschema below a path of 2020-12: `child("properties", "name")`, `child("prefixItems", 0)`. */
  child(...path: readonly (string | number)[]): SchemaNode;
  /** Where a keyword of this schema, or something in it, stands in the file. */
  placeOf(...path: readonly (string | number)[]): Place;
  /**
   * What `$ref` or `$dynamicRef` of this schema leads to; `undefined` where that depends on where validation began. Throws
   * `contract-diff/unresolved-ref` with place and target.
   */
  target(keyword: "$ref" | "$dynamicRef"): SchemaNode | undefined;
}
