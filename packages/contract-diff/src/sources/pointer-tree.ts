/** The pointers that are asked for, as a tree by their parts. */
export interface PointerTree {
  readonly below: ReadonlyMap<string, PointerTree>;
  /** Where it stands, once it was met. */
  line?: number;
}

/** The parts of an RFC 6901 pointer. */
function partsOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Makes a tree of pointers, for one pass over a text. */
export function createPointerTree(pointers: readonly string[]): PointerTree {
  const root = { below: new Map<string, PointerTree>() };
  for (const pointer of pointers) {
    let { below } = root;
    for (const part of partsOf(pointer)) {
      const next = (below.get(part) as typeof root | undefined) ?? { below: new Map<string, PointerTree>() };
      below.set(part, next);
      ({ below } = next);
    }
  }
  return root;
}

/** The line of what each pointer names, or of the nearest thing above that was met. */
export function linesIn(tree: PointerTree, pointers: readonly string[]): readonly (number | undefined)[] {
  return pointers.map((pointer) => {
    let node: PointerTree | undefined = tree;
    let { line } = tree;
    for (const part of partsOf(pointer)) {
      node = node.below.get(part);
      if (node?.line === undefined) break;
      ({ line } = node);
    }
    return line;
  });
}
