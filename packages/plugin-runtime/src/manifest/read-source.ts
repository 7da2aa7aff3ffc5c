import { Buffer, isUtf8 } from "node:buffer";
import { types } from "node:util";
import { type JsonValue, findRepeatedKey } from "@cordon/core";
import { parse as parseToml, TomlError } from "smol-toml";
import { type CopiedJson, copyJson } from "../schema/copy-json.ts";

/** How large a manifest may be, and how deeply its values may be nested. */
export const MANIFEST_LIMITS: { readonly maxBytes: number; readonly maxDepth: number } = {
  maxBytes: 262_144,
  maxDepth: 100,
};

/** The languages that manifests are written in. */
export type ManifestFormat = "json" | "toml";

const BYTE_ORDER_MARK = "\ufeff";
const POSITION = /at position (\d+)/;

/** Reads a manifest's text, or copies a value that was read already. Nothing that comes back is shared with anybody. */
export function readSource(source: string | Uint8Array | JsonValue, format: ManifestFormat): CopiedJson {
  if (format !== "json" && format !== "toml")
    throw new RangeError(`The format of a manifest is "json" or "toml", and not ${JSON.stringify(format)}.`);
  const { maxBytes: maxSize } = MANIFEST_LIMITS;
  // Not instanceof, which would ask a proxy for its prototype.
  if (typeof source !== "string" && !types.isUint8Array(source)) return copyJson(source, limits());
  const size = typeof source === "string" ? Buffer.byteLength(source) : source.length;
  if (size > maxSize) return refused(`is larger than ${maxSize} bytes`);
  if (typeof source === "string" ? !source.isWellFormed() : !isUtf8(source)) return refused("is not UTF-8");
  const text = typeof source === "string" ? source : Buffer.from(source).toString();
  if (text.startsWith(BYTE_ORDER_MARK)) return refused("begins with a byte order mark; save it without");
  return format === "json" ? readJson(text) : readToml(text);
}

function readJson(text: string): CopiedJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The parser's message quotes the text, so only the place is taken from it.
    const position = POSITION.exec((error as Error).message)?.[1];
    return refused(`is not JSON${position === undefined ? "; it ends too early" : placeOf(text, Number(position))}`);
  }
  const repeated = findRepeatedKey(text);
  return repeated === undefined ? copyJson(value, limits()) : { kind: "refused", issues: [repeated] };
}

function readToml(text: string): CopiedJson {
  try {
    return copyJson(parseToml(text, { maxDepth: MANIFEST_LIMITS.maxDepth }), limits());
  } catch (error) {
    const place = error instanceof TomlError ? `: look at line ${error.line}, column ${error.column}` : "";
    return refused(`is not TOML${place}`);
  }
}

function limits(): { readonly maxSize: number; readonly maxDepth: number } {
  return { maxSize: MANIFEST_LIMITS.maxBytes, maxDepth: MANIFEST_LIMITS.maxDepth };
}

function placeOf(text: string, position: number): string {
  const before = text.slice(0, position).split("\n");
  return `: look at line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}

function refused(message: string): CopiedJson {
  return { kind: "refused", issues: [{ pointer: "", message }] };
}
