import { isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import { composeYaml } from "./compose-yaml.ts";
import { createPointerTree, linesIn, type PointerTree } from "./pointer-tree.ts";

/** What a part of a pointer leads to: where it begins, and what it is. */
interface Step {
  readonly start: number;
  readonly value: unknown;
}

/**
 * The lines of what pointers name in a YAML text that was parsed before. What comes of an alias or a merge has the line of the
 * alias, or of the object that merges: that is where it is written.
 */
export function yamlLines(text: string, pointers: readonly string[]): readonly (number | undefined)[] {
  const composed = composeYaml(text, "");
  const { contents } = composed;
  const root = createPointerTree(pointers);
  const waiting: { readonly tree: PointerTree; readonly step: Step }[] = [
    { tree: root, step: { start: contents?.range[0] ?? 0, value: contents } },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { tree, step } = next;
    tree.line = composed.lineOf(step.start).line;
    if (tree.below.size === 0) continue;
    for (const [part, following] of stepsBelow(step.value)) {
      const below = tree.below.get(part);
      if (below !== undefined) waiting.push({ tree: below, step: following });
    }
  }
  return linesIn(root, pointers);
}

function stepsBelow(node: unknown): readonly (readonly [string, Step])[] {
  if (isSeq(node)) return node.items.map((value, at) => [String(at), { start: startOf(value), value }]);
  if (!isMap(node)) return [];
  return (node.items as readonly Pair[]).map(({ key, value }) => [
    isScalar(key) ? String(key.value) : "",
    { start: startOf(key), value },
  ]);
}

function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
