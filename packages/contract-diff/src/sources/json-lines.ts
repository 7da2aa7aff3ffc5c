import { visit } from "jsonc-parser";
import { createPointerTree, linesIn, type PointerTree } from "./pointer-tree.ts";

/** A list or an object that is open. Only a list counts its items. */
interface Frame {
  readonly node: PointerTree | undefined;
  at: number | undefined;
}

/**
 * The lines of what pointers name in a valid JSON text: of a property its key's, of an item its first one. One pass, which
 * goes into nothing that no pointer leads through.
 */
export function jsonLines(text: string, pointers: readonly string[]): readonly (number | undefined)[] {
  const root = createPointerTree(pointers);
  const frames: Frame[] = [];
  let next: PointerTree | undefined = root;
  const meet = (line: number): PointerTree | undefined => {
    const frame = frames.at(-1);
    if (frame?.at !== undefined) {
      next = frame.node?.below.get(String(frame.at));
      frame.at += 1;
    }
    // A property has the line of its key already.
    if (next !== undefined) next.line ??= line + 1;
    return next;
  };
  const begin = (line: number, at: number | undefined): boolean => {
    const node = meet(line);
    frames.push({ node, at });
    return node !== undefined && node.below.size > 0;
  };
  const end = (): void => {
    frames.pop();
  };
  visit(text, {
    onObjectBegin: (_offset, _length, line) => begin(line, undefined),
    onArrayBegin: (_offset, _length, line) => begin(line, 0),
    onObjectEnd: end,
    onArrayEnd: end,
    onObjectProperty: (key, _offset, _length, line) => {
      next = frames.at(-1)?.node?.below.get(key);
      if (next !== undefined) next.line ??= line + 1;
    },
    onLiteralValue: (_value, _offset, _length, line) => {
      meet(line);
    },
  });
  return linesIn(root, pointers);
}
