import { type FieldIssue, type JsonValue, pointerPart } from "@cordon/core";

/** How large and how deep a value may be. `maxSize` counts values and characters, so it never exceeds the bytes of the value's JSON. */
export interface CopyLimits {
  readonly maxSize: number;
  readonly maxDepth: number;
}

/** A copy that shares nothing with its original, or what is in the original that JSON cannot say. */
export type CopiedJson =
  | { readonly kind: "copied"; readonly value: JsonValue }
  | { readonly kind: "refused"; readonly issues: readonly FieldIssue[] };

interface Copying {
  readonly limits: CopyLimits;
  readonly issues: FieldIssue[];
  sizeLeft: number;
}

const MAX_ISSUES = 20;

/**
 * Copies a value of anybody's making. Everything is read once, so a getter that answers differently the second time has no second
 * time. Refuses what JSON has no word for, text that is no Unicode, and keys called `__proto__`, which other software may not survive.
 */
export function copyJson(value: unknown, limits: CopyLimits): CopiedJson {
  const copying: Copying = { limits, issues: [], sizeLeft: limits.maxSize };
  try {
    const copy = copyOf(value, "", 0, copying);
    return copying.issues.length === 0
      ? { kind: "copied", value: copy }
      : { kind: "refused", issues: copying.issues.slice(0, MAX_ISSUES) };
  } catch {
    // A getter or a proxy threw. What it threw is its own affair.
    return refused("", "cannot be read");
  }
}

function refused(pointer: string, message: string): CopiedJson {
  return { kind: "refused", issues: [{ pointer, message }] };
}

function copyOf(value: unknown, pointer: string, depth: number, copying: Copying): JsonValue {
  spend(copying, 1);
  if (isOver(copying)) return null;
  switch (typeof value) {
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : report(copying, pointer, "must be a finite number");
    case "string":
      spend(copying, value.length);
      return value.isWellFormed() ? value : report(copying, pointer, "has half of a surrogate pair, which is no text");
    case "object":
      if (value === null) return null;
      if (depth === copying.limits.maxDepth)
        return report(copying, pointer, `is nested deeper than ${copying.limits.maxDepth} levels`);
      if (Array.isArray(value)) return listOf(value, pointer, depth, copying);
      return isPlain(value) ? objectOf(value, pointer, depth, copying) : report(copying, pointer, NOT_JSON);
    default:
      return report(copying, pointer, NOT_JSON);
  }
}

const NOT_JSON = "must be text, a number, true, false, null, a list or a plain object";

function listOf(list: readonly unknown[], pointer: string, depth: number, copying: Copying): JsonValue {
  const copy: JsonValue[] = [];
  for (let at = 0; at < list.length && !isOver(copying); at += 1)
    copy.push(copyOf(list[at], `${pointer}/${at}`, depth + 1, copying));
  return copy;
}

function objectOf(object: object, pointer: string, depth: number, copying: Copying): JsonValue {
  const copy: Record<string, JsonValue> = {};
  for (const key of Object.keys(object)) {
    spend(copying, key.length);
    if (isOver(copying)) return copy;
    const at = `${pointer}${pointerPart(key)}`.toWellFormed();
    if (key === "__proto__" || !key.isWellFormed())
      report(copying, at, key === "__proto__" ? "is a name that no field may have" : "has a name that is no text");
    else copy[key] = copyOf((object as Readonly<Record<string, unknown>>)[key], at, depth + 1, copying);
  }
  return copy;
}

/** Also for objects of another realm, whose `Object.prototype` is not ours. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function spend(copying: Copying, size: number): void {
  const before = copying.sizeLeft;
  copying.sizeLeft -= size;
  if (before >= 0 && copying.sizeLeft < 0)
    copying.issues.push({ pointer: "", message: `is larger than ${copying.limits.maxSize} bytes` });
}

function isOver({ sizeLeft, issues }: Copying): boolean {
  return sizeLeft < 0 || issues.length >= MAX_ISSUES;
}

function report({ issues }: Copying, pointer: string, message: string): null {
  issues.push({ pointer, message });
  return null;
}
