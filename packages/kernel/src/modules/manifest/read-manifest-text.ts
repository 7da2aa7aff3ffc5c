import { findRepeatedKey } from "@cordon/core";
import { Buffer, isUtf8 } from "node:buffer";
import { types } from "node:util";
import { type CopiedJson, copyJson } from "../copy-json.ts";

/** How large a manifest may be, and how deeply its values may be nested. */
export const MANIFEST_LIMITS: { readonly maxBytes: number; readonly maxDepth: number } = Object.freeze({
  maxBytes: 65_536,
  maxDepth: 16,
});

const BYTE_ORDER_MARK = "\ufeff";
const POSITION = /at position (\d+)/;

/** Reads a manifest's text, or copies a value that was read already. Nothing that comes back is shared with anybody. */
export function readManifestText(source: unknown): CopiedJson {
  const { maxBytes, maxDepth } = MANIFEST_LIMITS;
  const limits = { maxSize: maxBytes, maxDepth };
  // Not instanceof, which would ask a proxy for its prototype.
  if (typeof source !== "string" && !types.isUint8Array(source)) return copyJson(source, limits);
  const size = typeof source === "string" ? Buffer.byteLength(source) : source.length;
  if (size > maxBytes) return refused(`is larger than ${maxBytes} bytes`);
  if (typeof source === "string" ? !source.isWellFormed() : !isUtf8(source)) return refused("is not UTF-8");
  const text = typeof source === "string" ? source : Buffer.from(source).toString();
  if (text.startsWith(BYTE_ORDER_MARK)) return refused("begins with a byte order mark; save it without");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The parser's message quotes the text, so only the place is taken from it.
    return refused(`is not JSON${placeOf(text, (error as Error).message)}`);
  }
  const repeated = findRepeatedKey(text);
  return repeated === undefined ? copyJson(value, limits) : { kind: "refused", issue: repeated };
}

function placeOf(text: string, problem: string): string {
  const position = POSITION.exec(problem)?.[1];
  if (position === undefined) return problem.startsWith("Unexpected end") ? "; it ends too early" : "";
  const before = text.slice(0, Number(position)).split("\n");
  return `: look at line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}

function refused(message: string): CopiedJson {
  return { kind: "refused", issue: { pointer: "", message } };
}
