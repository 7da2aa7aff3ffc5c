/** A place in a tree of words: which characters go on from here, and whether a word ends here. */
export interface WordNode {
  readonly next: ReadonlyMap<number, WordNode>;
  readonly ends: boolean;
}

/** The words as a tree, so that a thousand excluded values cost one step for each character and not a thousand. */
export function wordTrie(words: Iterable<string>): WordNode {
  const root: GrowingNode = { next: new Map(), ends: false };
  for (const word of words) {
    let node = root;
    for (const char of word) {
      const code = char.codePointAt(0) ?? 0;
      const next: GrowingNode = node.next.get(code) ?? { next: new Map(), ends: false };
      node.next.set(code, next);
      node = next;
    }
    node.ends = true;
  }
  return root;
}

interface GrowingNode {
  readonly next: Map<number, GrowingNode>;
  ends: boolean;
}
