import type { ResolvedCompareOptions } from "../compare-options.ts";
import type { SchemaNode } from "../schema/schema-node.ts";
import { createValidator } from "../schema/create-validator.ts";
import { ContainmentEngine } from "./containment-engine.ts";
import type { Verdict } from "./verdict.ts";

/** Says whether each document of one schema is one of another, and shows one that is not. */
export function decideContainment(left: SchemaNode, right: SchemaNode, options: ResolvedCompareOptions): Verdict {
  const engine = new ContainmentEngine(options, createValidator({ formats: options.formats }));
  return engine.within(left, right);
}
