import type { ByteCursor } from "./byte-cursor.ts";
import { readConstant } from "./constant.ts";
import type { ElementCount } from "./module-shape.ts";
import { readReferenceType } from "./value-types.ts";

// The three bits of a segment's kind.
const PASSIVE_OR_DECLARED = 1;
const EXPLICIT_TABLE = 2;
const EXPRESSIONS = 4;

/**
 * Tells of each function that an element segment refers to: what can be in a table can be called by any caller. Returns how many
 * segments there are, and how many entries they have together.
 */
export function markElements(cursor: ByteCursor, refersTo: (functionIndex: number) => void): ElementCount {
  if (cursor.at === cursor.end) return { segments: 0, entries: 0 };
  let entries = 0;
  const count = cursor.u32();
  for (let left = count; left > 0; left -= 1) {
    const kind = cursor.u32();
    const isActive = (kind & PASSIVE_OR_DECLARED) === 0;
    if (isActive && (kind & EXPLICIT_TABLE) !== 0) cursor.u32();
    if (isActive) readConstant(cursor, refersTo);
    if ((kind & (PASSIVE_OR_DECLARED | EXPLICIT_TABLE)) !== 0) readElementKind(cursor, kind);
    const listed = cursor.u32();
    entries += listed;
    for (let at = 0; at < listed; at += 1) {
      if ((kind & EXPRESSIONS) === 0) refersTo(cursor.u32());
      else readConstant(cursor, refersTo);
    }
  }
  return { segments: count, entries };
}

function readElementKind(cursor: ByteCursor, kind: number): void {
  if ((kind & EXPRESSIONS) === 0) cursor.skip(1);
  else readReferenceType(cursor);
}
