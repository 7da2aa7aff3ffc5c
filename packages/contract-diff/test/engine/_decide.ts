import type { JsonValue } from "@cordon/core";
import { resolveCompareOptions } from "../../src/compare-options.ts";
import type { CompareOptions } from "../../src/compare-options.ts";
import { decideContainment } from "../../src/engine/decide-containment.ts";
import type { Verdict } from "../../src/engine/verdict.ts";
import { createSchemaSpace } from "../../src/schema/create-schema-space.ts";
import type { SchemaNode } from "../../src/schema/schema-node.ts";

export function nodeOf(value: JsonValue, file = "a.json"): SchemaNode {
  return createSchemaSpace({ document: { file, value, linesOf: () => [] } }).at("");
}

export function decide(left: JsonValue, right: JsonValue, options: CompareOptions = { content: "open" }): Verdict {
  return decideContainment(nodeOf(left, "left.json"), nodeOf(right, "right.json"), resolveCompareOptions(options));
}
