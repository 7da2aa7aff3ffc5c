import { contractDiffError } from "../errors.ts";
import type { WitContract } from "./wit-contract.ts";
import { invalidWit } from "./wit-names.ts";
import { refsOf, type WitTypeDef } from "./wit-type.ts";

/** How deep a type may be once all names in it are replaced by what they stand for. What follows types may recurse this far. */
const MAX_TYPE_DEPTH = 500;

/**
 * Refuses types that contain themselves (`contract-diff/invalid-contract`) and types that are too deep once their names are replaced
 * (`contract-diff/too-large`). Resources end a type: a method may take its own resource. Without recursion, because the depth is not known yet.
 */
export function checkWitCycles({ types }: WitContract): void {
  const depths = new Map<string, number>();
  const open = new Set<string>();
  for (const root of types.keys()) {
    const stack = [root];
    for (let id = stack.at(-1); id !== undefined; id = stack.at(-1)) {
      const def = types.get(id);
      if (def === undefined || depths.has(id)) {
        stack.pop();
        continue;
      }
      const inside = contents(def).filter(({ ref }) => types.has(ref));
      const missing = inside.filter(({ ref }) => !depths.has(ref));
      if (missing.length === 0) {
        open.delete(id);
        depths.set(id, Math.max(0, ...inside.map(({ ref, level }) => 1 + level + (depths.get(ref) ?? 0))));
        checkDepth(def, depths.get(id) ?? 0);
        continue;
      }
      open.add(id);
      const circle = missing.find(({ ref }) => open.has(ref));
      if (circle !== undefined) {
        const { file, line = 1 } = def.at;
        throw invalidWit(
          { file, line },
          `the type ${def.name} contains itself through ${circle.ref}; put a resource between`,
        );
      }
      for (const { ref } of missing) stack.push(ref);
    }
  }
}

function contents({ body }: WitTypeDef): { ref: string; level: number }[] {
  if (body.kind === "resource") return [];
  if (body.kind === "alias") return [...refsOf(body.type)];
  return body.labels.flatMap(({ type }) => [...refsOf(type)]);
}

function checkDepth({ name, at }: WitTypeDef, depth: number): void {
  if (depth <= MAX_TYPE_DEPTH) return;
  const { file, line = 1 } = at;
  const what = `the type ${name} is too deep once its names are replaced`;
  throw contractDiffError("contract-diff/too-large", { file, line, what, limit: MAX_TYPE_DEPTH });
}
