import type { JsonValue } from "@cordon/core";
import { isObject } from "./json-kind.ts";
import type { SchemaNode } from "./schema-node.ts";
import { SchemaWriter } from "./schema-writer.ts";

/**
 * A JSON Schema 2020-12 that needs nothing around it: all that it refers to is under `$defs`, and it takes the documents that `node` takes.
 * Words that say nothing about documents are left out. `undefined` if it would have more than `maxSchemas` schemas, or if a reference leads
 * to different places depending on where validation began. Throws what the nodes throw.
 */
export function toStandalone(node: SchemaNode, maxSchemas = 20_000): JsonValue | undefined {
  const names = new Map<SchemaNode, string>();
  const open: (readonly [string, SchemaNode])[] = [];
  const writer = new SchemaWriter({
    maxSchemas,
    refer(target) {
      if (target === node) return { $ref: "#" };
      const name = names.get(target) ?? `n${names.size + 1}`;
      if (!names.has(target)) open.push([name, target]);
      names.set(target, name);
      return { $ref: `#/$defs/${name}` };
    },
  });
  const root = writer.write(node, false);
  const definitions: [string, JsonValue][] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [name, target] = next;
    definitions.push([name, writer.write(target, false)]);
  }
  if (writer.problem !== undefined) return undefined;
  const $defs = definitions.length === 0 ? {} : { $defs: Object.fromEntries(definitions) };
  return isObject(root) ? { $schema: "https://json-schema.org/draft/2020-12/schema", ...root, ...$defs } : root;
}
