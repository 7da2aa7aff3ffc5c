import type { JsonValue } from "@cordon/core";
import type { ContractDocument, LoadDocument } from "../document.ts";
import { createSchemaSpace, type SchemaSpace } from "../schema/create-schema-space.ts";
import type { Dialect } from "../schema/dialect.ts";
import type { SchemaNode } from "../schema/schema-node.ts";
import { createSpotReader, type SpotReader } from "./create-spot-reader.ts";
import { fieldsOf, type Fields } from "./fields-of.ts";
import { objectAt } from "./read-shape.ts";
import type { Spot } from "./spot.ts";
import { fileBeside } from "../schema/file-beside.ts";

/** One of the two versions: its document, and how to go on from there. */
export interface Side {
  readonly root: Spot;
  readonly reader: SpotReader;
  /** A message or an operation behind its references, with its traits. The same place is always the same object. */
  fields(spot: Spot): Fields;
  /** The schema at a spot. */
  node(spot: Spot, dialect: Dialect): SchemaNode;
  /** A schema that is not written anywhere: what holds where a field is missing. Its places lead nowhere. */
  stand(value: JsonValue): SchemaNode;
}

/** Makes a side. Spaces and fields are kept as long as it is. */
export function createSide(document: ContractDocument, load: LoadDocument | undefined): Side {
  const files = new Map<string, ContractDocument | undefined>([[document.file, document]]);
  const reader = createSpotReader((from, relative) => {
    const file = fileBeside(from.file, relative);
    if (!files.has(file)) files.set(file, load?.(file));
    return files.get(file);
  });
  const spaces = new Map<ContractDocument, Map<Dialect, SchemaSpace>>();
  const stands = new Map<string, ContractDocument>();
  const known = new Map<ContractDocument, Map<string, Fields>>();
  const node = (spot: Spot, dialect: Dialect): SchemaNode => {
    const byDialect = spaces.get(spot.document) ?? new Map<Dialect, SchemaSpace>();
    spaces.set(spot.document, byDialect);
    const space =
      byDialect.get(dialect) ??
      createSchemaSpace({ document: spot.document, dialect, ...(load === undefined ? {} : { load }) });
    byDialect.set(dialect, space);
    return space.at(spot.pointer);
  };
  return {
    root: { document, pointer: "", value: document.value },
    reader,
    fields(spot) {
      const target = objectAt(reader.follow(spot));
      const byPointer = known.get(target.document) ?? new Map<string, Fields>();
      known.set(target.document, byPointer);
      const fields = byPointer.get(target.pointer) ?? fieldsOf(target, reader);
      byPointer.set(target.pointer, fields);
      return fields;
    },
    node,
    stand(value) {
      const text = JSON.stringify(value);
      const standing = stands.get(text) ?? { file: `${document.file} ${text}`, value, linesOf: () => [] };
      stands.set(text, standing);
      return node({ document: standing, pointer: "", value }, "2020-12");
    },
  };
}
