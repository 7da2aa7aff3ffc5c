import type { OpenApiSide } from "./open-api-side.ts";
import { refOf } from "./open-api-side.ts";
import { METHODS } from "./raw-shapes.ts";
import { entriesOf, namedEntriesOf, objectAt, type Spot } from "./spot.ts";

/** A path of the document, or a webhook or the address of a callback, with its operations. */
export interface PathItem {
  /** As it is written: `/pets/{id}`. */
  readonly name: string;
  readonly spot: Spot;
  /** By method, in lower case. */
  readonly operations: ReadonlyMap<string, Spot>;
  /** All fields of the item but the operations. */
  readonly shared: ReadonlyMap<string, Spot>;
}

/** Reads a map of path items, each with its `$ref` followed. Fields beside a `$ref` win over those behind it. */
export function readPathItems(side: OpenApiSide, container: Spot | undefined, what: string): readonly PathItem[] {
  return namedEntriesOf(container, what).map(([name, spot]) => readPathItem(side, name, spot));
}

function readPathItem(side: OpenApiSide, name: string, spot: Spot): PathItem {
  const fields = new Map<string, Spot>();
  if (refOf(spot.value) !== undefined) {
    for (const [key, field] of entriesOf(side.settle(spot), "A path item")) fields.set(key, field);
  }
  for (const [key, field] of entriesOf(spot, "A path item")) fields.set(key, field);
  const operations = new Map<string, Spot>();
  for (const method of METHODS) {
    const operation = fields.get(method);
    if (operation === undefined) continue;
    objectAt(operation, "An operation");
    operations.set(method, operation);
    fields.delete(method);
  }
  return { name, spot, operations, shared: fields };
}
