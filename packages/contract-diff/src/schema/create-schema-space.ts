import type { ContractDocument } from "../document.ts";
import { contractDiffError } from "../errors.ts";
import { ContractFiles } from "./contract-files.ts";
import type { Dialect } from "./dialect.ts";
import { isSchema } from "./json-kind.ts";
import type { Location } from "./location.ts";
import { PlacedNode, type NodeSurroundings } from "./placed-node.ts";
import { pointerKeys } from "./pointer.ts";
import type { View } from "./read-schema.ts";
import type { SchemaNode } from "./schema-node.ts";

/** How the schemas of one contract are read. */
export interface SchemaSpaceOptions {
  readonly document: ContractDocument;
  /** What the file is written in, whatever its `$schema` says. Default: its `$schema`, or 2020-12 without one. */
  readonly dialect?: Dialect;
  /** Default `any`: nothing is left out. */
  readonly view?: View;
  /** Gives the files that relative references lead to. Without it there are none. */
  readonly load?: (file: string) => ContractDocument | undefined;
}

/** The schemas of one file and of those that it refers to. */
export interface SchemaSpace {
  /**
   * The schema at a pointer of the file, the same object each time. Throws `contract-diff/invalid-contract` if nothing is there that can be
   * a schema. Nothing is read before somebody asks, so a fault of a schema shows when its keywords are looked at.
   */
  at(pointer: string): SchemaNode;
}

/** Makes the schemas of a file ready to be walked. Costs nothing yet, however big the file is. */
export function createSchemaSpace({ document, dialect, view = "any", load }: SchemaSpaceOptions): SchemaSpace {
  const files = new ContractFiles({
    document,
    ...(dialect === undefined ? {} : { dialect }),
    ...(load === undefined ? {} : { load }),
  });
  const nodes = new Map<Location, PlacedNode>();
  const around: NodeSurroundings = {
    files,
    view,
    nodeOf(at) {
      const known = nodes.get(at);
      if (known !== undefined) return known;
      const node = new PlacedNode(nodes.size, at, around);
      nodes.set(at, node);
      return node;
    },
  };
  return {
    at(pointer) {
      const keys = pointerKeys(pointer);
      const at = keys === undefined ? undefined : files.main.at(keys);
      if (at !== undefined && isSchema(at.value)) return around.nodeOf(at);
      const message = "must be a schema: an object, true or false";
      throw contractDiffError("contract-diff/invalid-contract", {
        file: document.file,
        issues: [{ pointer, message }],
      });
    },
  };
}
