import type { JsonObject } from "@cordon/core";
import type { SchemaNode } from "../schema/schema-node.ts";
import type { Literal, Reading } from "./term.ts";
import type { TermStore } from "./term-store.ts";

/** What terms of keywords are made with. */
export interface KeywordContext {
  readonly node: SchemaNode;
  readonly keywords: JsonObject;
  readonly store: TermStore;
  readonly reading: Reading;
  readonly holdsFormats: boolean;
  /** The literal of a subschema that applies to the same value. */
  readonly inPlace: (...path: readonly (string | number)[]) => Literal;
  /**
   * The same, with open objects. Where a schema is a condition, or must not hold, one that allows less would let more through: there it is
   * read as it is written.
   */
  readonly asWritten: (...path: readonly (string | number)[]) => Literal;
  /** The literal of a subschema that applies to an item, a property or a name. */
  readonly below: (...path: readonly (string | number)[]) => Literal;
  /** The same, with open objects. */
  readonly belowAsWritten: (...path: readonly (string | number)[]) => Literal;
  /** Of any schema below, or of one that a reference led to, with open objects; or of what is at `keyword` in it. */
  readonly subschema: (node: SchemaNode, keyword?: string) => Literal;
  /** The literal of what a reference leads to. */
  readonly referred: (keyword: "$ref" | "$dynamicRef") => Literal;
}
