import type { SerdeLimits } from "./limits.ts";

/** The first thing wrong with a value. `too-many-items` when nothing else is. */
export type ValueFault =
  | { readonly kind: "too-deep" | "forbidden-key" | "too-many-items" }
  | { readonly kind: "unsupported"; readonly pointer: string; readonly message: string };

const HALF_A_PAIR = "is text with half a surrogate pair";

/** Finds what is wrong with a value that was refused. Messages name types, never contents. */
export function explainValue(value: unknown, { maxDepth }: Pick<SerdeLimits, "maxDepth">): ValueFault {
  return find(value, "", maxDepth) ?? { kind: "too-many-items" };
}

function find(value: unknown, pointer: string, depth: number): ValueFault | undefined {
  const unsupported = (message: string): ValueFault => ({ kind: "unsupported", pointer, message });
  switch (typeof value) {
    case "string":
      return value.isWellFormed() ? undefined : unsupported(HALF_A_PAIR);
    case "boolean":
      return undefined;
    case "number":
      if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return undefined;
      return unsupported(Number.isFinite(value) ? "is a number past 2^53 - 1" : "is NaN or infinite");
    case "object":
      if (value === null) return undefined;
      return depth === 0 ? { kind: "too-deep" } : findInside(value, pointer, depth - 1);
    default:
      return unsupported(`is a ${typeof value}`.replace("a undefined", "undefined"));
  }
}

function findInside(value: object, pointer: string, depth: number): ValueFault | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
    return { kind: "unsupported", pointer, message: "is neither a plain object nor a list" };
  }
  // Not Object.entries: it passes over the holes of a list.
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const key of keys) {
    if (key === "__proto__") return { kind: "forbidden-key" };
    const at = `${pointer}/${escaped(String(key)).toWellFormed()}`;
    if (typeof key === "string" && !key.isWellFormed())
      return { kind: "unsupported", pointer: at, message: HALF_A_PAIR };
    const fault = find((value as Readonly<Record<string, unknown>>)[key], at, depth);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
