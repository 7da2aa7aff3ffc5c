import type { ContractDocument, LoadDocument } from "../document.ts";
import type { Change } from "../finding.ts";
import type { SchemaComparer } from "../rules/compare-schemas.ts";
import { createSchemaSpace, type SchemaSpace } from "../schema/create-schema-space.ts";
import type { SchemaNode } from "../schema/schema-node.ts";
import type { CheckSchemas, SchemaQuestion } from "./diff-context.ts";
import { type OpenApiSide, refOf } from "./open-api-side.ts";
import { isObject, placeOf, type Spot } from "./spot.ts";

type View = SchemaQuestion["view"];

/** Answers questions about schemas with the comparer of schemas. The documents are read as schemas from the first question on. */
export function checkSchemasWith(
  comparer: SchemaComparer,
  sides: { readonly old: OpenApiSide; readonly next: OpenApiSide },
  load: LoadDocument | undefined,
): CheckSchemas {
  const nodes = { old: nodesOf(sides.old, load), next: nodesOf(sides.next, load) };
  return ({ old, next, flow, view, subject, owners }) => {
    const changes = comparer.compare(nodes.old(old, view, owners[0]), nodes.next(next, view, owners[1]), flow, subject);
    return changes.map((change) => ({
      ...change,
      ...(old === undefined && change.old !== undefined ? { old: placeOf(owners[0]) } : {}),
      ...(next === undefined && change.new !== undefined ? { new: placeOf(owners[1]) } : {}),
    })) satisfies readonly Change[];
  };
}

type NodeOf = (schema: Spot | undefined, view: View, owner: Spot) => SchemaNode;

function nodesOf(side: OpenApiSide, load: LoadDocument | undefined): NodeOf {
  const spaces = new Map<string, SchemaSpace>();
  const spaceOf = (document: ContractDocument, view: View, kind: string): SchemaSpace => {
    const key = `${kind} ${view} ${document.file}`;
    const options = { document, dialect: side.dialect, view, ...(load === undefined ? {} : { load }) };
    const space = spaces.get(key) ?? createSchemaSpace(options);
    spaces.set(key, space);
    return space;
  };
  return (schema, view, owner) => {
    // Where there is no schema, everything is allowed.
    if (schema === undefined) return spaceOf({ ...owner.source.document, value: true }, view, "any").at("");
    const { source, pointer } = behindRefs(side, schema);
    return spaceOf(source.document, view, "file").at(pointer);
  };
}

// A reference that says nothing more stands for what it leads to: the comparer then sees one question where a hundred operations ask it.
function behindRefs(side: OpenApiSide, schema: Spot): Spot {
  const ref = refOf(schema.value);
  const isAlone = isObject(schema.value) && (side.dialect === "openapi-3.0" || Object.keys(schema.value).length === 1);
  return ref === undefined || !isAlone ? schema : (side.target(schema, ref) ?? schema);
}
