import { AppError, type JsonObject, type JsonValue } from "@cordon/core";
import { busError } from "../errors.ts";

/** What a payload may come to. */
export interface PayloadLimits {
  /** Values and characters of text together. Default 1,048,576. */
  readonly maxSize?: number;
  /** Default 64. */
  readonly maxDepth?: number;
}

interface Path {
  readonly parent: Path | undefined;
  readonly key: string | number;
}

interface Budget {
  left: number;
  readonly maxDepth: number;
}

/**
 * Copies a JSON value and freezes the copy, all in one pass: the sender cannot change it any more, and no receiver can. Throws
 * `bus/invalid-message` for anything else, naming the place below `pointer`.
 */
export function copyJson(value: unknown, pointer: string, limits: PayloadLimits): JsonValue {
  const { maxSize = 1_048_576, maxDepth = 64 } = limits;
  if (typeof value === "string" ? value.length <= maxSize : isPlain(value)) return value as JsonValue;
  const path = { parent: undefined, key: pointer };
  try {
    return copyValue(value, path, { left: maxSize, maxDepth }, 0);
  } catch (error) {
    // A getter or a proxy of the sender's.
    throw AppError.from(error, () => refusal(path, "cannot be read"));
  }
}

function copyValue(value: unknown, path: Path, budget: Budget, depth: number): JsonValue {
  budget.left -= typeof value === "string" ? value.length + 1 : 1;
  if (budget.left < 0) throw refusal(path, "is too large");
  if (typeof value === "string" || isPlain(value)) return value;
  if (typeof value !== "object" || value === null) throw refusal(path, "must be JSON");
  if (depth >= budget.maxDepth) throw refusal(path, `must not be nested deeper than ${budget.maxDepth}`);
  const copy = Array.isArray(value) ? copyList(value, path, budget, depth) : copyObject(value, path, budget, depth);
  return Object.freeze(copy) as JsonValue;
}

function copyList(list: readonly unknown[], path: Path, budget: Budget, depth: number): JsonValue[] {
  if (list.length > budget.left) throw refusal(path, "is too large");
  const copy: JsonValue[] = [];
  for (let at = 0; at < list.length; at += 1) {
    const value = list[at];
    copy.push(isLeaf(value, budget) ? value : copyValue(value, { parent: path, key: at }, budget, depth + 1));
  }
  return copy;
}

function copyObject(object: object, path: Path, budget: Budget, depth: number): JsonObject {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null)
    throw refusal(path, "must be JSON");
  // Reads each field once, whatever its getter would say the next time, and is much quicker than a field at a time.
  const copy: Record<string, unknown> = { ...object };
  for (const key of Object.keys(copy)) {
    budget.left -= key.length;
    const value = copy[key];
    // A field of the name __proto__ is there already, so this sets it and not the prototype.
    if (!isLeaf(value, budget)) copy[key] = copyValue(value, { parent: path, key }, budget, depth + 1);
  }
  if (budget.left < 0) throw refusal(path, "is too large");
  // They would not be seen as JSON, and could lead to what is not frozen.
  if (Object.getOwnPropertySymbols(copy).length > 0) throw refusal(path, "must not have symbols for names");
  return copy as JsonObject;
}

function isLeaf(value: unknown, budget: Budget): value is string | number | boolean | null {
  if (typeof value === "string") budget.left -= value.length + 1;
  else if (isPlain(value)) budget.left -= 1;
  else return false;
  return budget.left >= 0;
}

function isPlain(value: unknown): value is number | boolean | null {
  return value === null || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
}

function refusal(path: Path, message: string): AppError {
  let pointer = "";
  let each = path;
  // RFC 6901; a key of the sender's may be as long as it likes.
  for (; each.parent !== undefined; each = each.parent)
    pointer = `/${String(each.key).slice(0, 64).replaceAll("~", "~0").replaceAll("/", "~1")}${pointer}`;
  pointer = String(each.key) + pointer;
  return busError("bus/invalid-message", { issues: [{ pointer, message }] });
}
