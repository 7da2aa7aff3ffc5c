import type { AppError, JsonValue } from "@cordon/core";
import { explainValue } from "./explain-value.ts";
import { serdeError } from "./errors.ts";
import type { SerdeLimits } from "./limits.ts";

const FAILED = -1;

/**
 * Throws unless a value is one that all formats carry alike and that keeps to the limits. The walk that decides is as lean as
 * it can be, since every encode pays for it; what is wrong, and where, is found by a second walk, which only failures pay for.
 * Whether text is well-formed is not looked at here: bytes show that faster (`checkText`).
 */
export function checkValue(value: unknown, limits: SerdeLimits): asserts value is JsonValue {
  if (spend(value, limits.maxDepth, limits.maxItems) < 0) throw faultOf(value, limits);
}

/** Throws where encoding met half a surrogate pair. Call it when the bytes give reason to look. */
export function checkText(value: unknown, limits: SerdeLimits): void {
  const fault = explainValue(value, limits);
  if (fault.kind === "unsupported") throw faultOf(value, limits);
}

/** What is left of `items` after this value, or less than 0. */
function spend(value: unknown, depth: number, items: number): number {
  switch (typeof value) {
    case "string":
    case "boolean":
      return items - 1;
    case "number":
      // Also false for NaN; and every double beyond this bound is a whole number that the formats write differently.
      return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? items - 1 : FAILED;
    case "object":
      if (value === null) return items - 1;
      if (depth === 0) return FAILED;
      return Array.isArray(value) ? spendList(value, depth, items) : spendObject(value, depth, items);
    default:
      return FAILED;
  }
}

// Strings, which are most of what there is, cost no call.
function spendList(list: readonly unknown[], depth: number, items: number): number {
  let left = items - 1;
  for (let at = 0; at < list.length; at += 1) {
    const value = list[at];
    left = typeof value === "string" ? left - 1 : spend(value, depth - 1, left);
    if (left < 0) return FAILED;
  }
  return left;
}

function spendObject(object: object, depth: number, items: number): number {
  if (object.constructor !== Object && !isPlain(object)) return FAILED;
  let left = items - 1;
  for (const key in object) {
    if (key === "__proto__") return FAILED;
    const value = (object as Readonly<Record<string, unknown>>)[key];
    left = typeof value === "string" ? left - 1 : spend(value, depth - 1, left);
    if (left < 0) return FAILED;
  }
  return left;
}

/** For objects with no prototype, and those with a property of their own that is called constructor. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

function faultOf(value: unknown, limits: SerdeLimits): AppError {
  const fault = explainValue(value, limits);
  switch (fault.kind) {
    case "too-deep":
      return serdeError("serde/too-deep", { maxDepth: limits.maxDepth });
    case "forbidden-key":
      return serdeError("serde/forbidden-key", {});
    case "unsupported":
      return serdeError("serde/unsupported-value", { issues: [{ pointer: fault.pointer, message: fault.message }] });
    default:
      return serdeError("serde/too-many-items", { maxItems: limits.maxItems });
  }
}
