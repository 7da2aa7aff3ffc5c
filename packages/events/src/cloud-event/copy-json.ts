import type { JsonValue } from "@cordon/core";
import type { IssueList } from "./issue-list.ts";
import { tooDeep } from "./parse-cloud-event.ts";

/**
 * Copies a JSON value and freezes the copy all through. What JSON cannot carry becomes an issue: `undefined`, functions, symbols, numbers that are not
 * finite, objects of a class, objects within themselves (they are deeper than any limit). Throws `events/too-large` for too deep a value.
 */
export function copyJson(value: unknown, maxDepth: number, issues: IssueList): JsonValue {
  return copy(value, maxDepth, maxDepth, issues);
}

function copy(value: unknown, levels: number, maxDepth: number, issues: IssueList): JsonValue {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      // Minus zero becomes zero, as it does when it is written.
      return Number.isFinite(value) ? value + 0 : refuse(issues);
    case "object":
      break;
    default:
      return refuse(issues);
  }
  if (value === null) return null;
  if (levels === 0) throw tooDeep(maxDepth);
  if (Array.isArray(value)) {
    const items: JsonValue[] = [];
    // By index, so that a hole is seen as the undefined that it would be.
    for (let at = 0; at < value.length; at += 1) items.push(copy(value[at], levels - 1, maxDepth, issues));
    return Object.freeze(items);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!isPlain(prototype)) return refuse(issues);
  const members: Record<string, JsonValue> = {};
  for (const name of Object.keys(value)) {
    const member = copy((value as Record<string, unknown>)[name], levels - 1, maxDepth, issues);
    if (name === "__proto__") Object.defineProperty(members, name, { value: member, enumerable: true });
    else members[name] = member;
  }
  return Object.freeze(members);
}

// An object of another realm has a prototype of its own, which has none.
function isPlain(prototype: unknown): boolean {
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

function refuse(issues: IssueList): null {
  issues.add("/data", "must be JSON all through");
  return null;
}
