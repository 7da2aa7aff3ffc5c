import type { FieldIssue } from "./app-error.ts";
import { pointerPart } from "./pointer-part.ts";

// A string of JSON with all of its escapes, or one of the characters that give a text its shape.
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],]/g;

/** A list or an object that is open. `next` is the key that comes, or the number of the item. */
type Frame =
  | { readonly kind: "list"; at: number }
  | { readonly kind: "object"; readonly keys: Set<string>; key: string; isKeyNext: boolean };

/**
 * Finds a key that an object of a JSON text has twice. Parsers differ in which of the two they keep, so one tool could show, or have signed,
 * what another does not run. The text must be valid JSON.
 */
export function findRepeatedKey(text: string): FieldIssue | undefined {
  const frames: Frame[] = [];
  for (const [token] of text.matchAll(TOKENS)) {
    const frame = frames.at(-1);
    if (token === "{") frames.push({ kind: "object", keys: new Set(), key: "", isKeyNext: true });
    else if (token === "[") frames.push({ kind: "list", at: 0 });
    else if (token === "}" || token === "]") frames.pop();
    else if (token === ",") advance(frame);
    else if (frame?.kind === "object" && frame.isKeyNext) {
      frame.key = JSON.parse(token) as string;
      frame.isKeyNext = false;
      if (frame.keys.has(frame.key)) return { pointer: pointerOf(frames), message: "is there twice" };
      frame.keys.add(frame.key);
    }
  }
  return undefined;
}

function advance(frame: Frame | undefined): void {
  if (frame?.kind === "list") frame.at += 1;
  else if (frame !== undefined) frame.isKeyNext = true;
}

function pointerOf(frames: readonly Frame[]): string {
  const parts = frames.slice(0, 100).map((frame) => pointerPart(frame.kind === "list" ? frame.at : frame.key));
  return parts.join("").toWellFormed();
}
