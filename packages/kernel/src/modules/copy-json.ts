import { type FieldIssue, type JsonValue, pointerPart } from "@cordon/core";

/** How large and how deep a value may be. `maxSize` counts values and characters, so it never exceeds the bytes of the value's JSON. */
export interface CopyLimits {
  readonly maxSize: number;
  readonly maxDepth: number;
}

/** What a module's call may be given, and may answer. */
const CALL_LIMITS: CopyLimits = Object.freeze({ maxSize: 1_048_576, maxDepth: 64 });

/** A frozen copy that shares nothing with its original, or what keeps the original from being JSON. */
export type CopiedJson =
  | { readonly kind: "copied"; readonly value: JsonValue }
  | { readonly kind: "refused"; readonly issue: FieldIssue };

const MAX_POINTER = 200;
const NOT_JSON = "must be text, a number, true, false, null, a list or a plain object";

/** Thrown at the first thing that is wrong: none of what has been copied is of use. */
class Refused extends Error {
  readonly pointer: string;

  constructor(pointer: string, message: string) {
    super(message);
    this.pointer = pointer;
  }
}

/** Copies a value of anybody's making. Everything is read once, so a getter that answers differently the second time has no second time. */
export function copyJson(value: unknown, { maxSize, maxDepth }: CopyLimits = CALL_LIMITS): CopiedJson {
  let sizeLeft = maxSize;
  const spend = (size: number): void => {
    sizeLeft -= size;
    if (sizeLeft < 0) throw new Refused("", `is larger than ${maxSize} bytes`);
  };
  const copy = (from: unknown, pointer: string, depth: number): JsonValue => {
    spend(1);
    if (typeof from === "string") spend(from.length);
    if (typeof from !== "object" || from === null) return scalar(from, pointer);
    if (depth === maxDepth) throw new Refused(pointer, `is nested deeper than ${maxDepth} levels`);
    if (Array.isArray(from)) {
      const { length } = from as readonly unknown[];
      const list: JsonValue[] = [];
      for (let at = 0; at < length; at += 1) list.push(copy(from[at], `${pointer}/${at}`, depth + 1));
      return Object.freeze(list);
    }
    if (!isPlain(from)) throw new Refused(pointer, NOT_JSON);
    const object: Record<string, JsonValue> = {};
    for (const key of Object.keys(from)) {
      spend(key.length);
      const at = `${pointer}${pointerPart(key)}`;
      if (key === "__proto__" || !key.isWellFormed()) throw new Refused(at, "is a name that no field may have");
      object[key] = copy((from as Readonly<Record<string, unknown>>)[key], at, depth + 1);
    }
    return Object.freeze(object);
  };
  try {
    return { kind: "copied", value: copy(value, "", 0) };
  } catch (error) {
    // A getter or a proxy that threw is its own affair.
    const { pointer, message } = error instanceof Refused ? error : new Refused("", "cannot be read");
    return { kind: "refused", issue: { pointer: pointer.slice(0, MAX_POINTER).toWellFormed(), message } };
  }
}

function scalar(value: unknown, pointer: string): JsonValue {
  switch (typeof value) {
    case "boolean":
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      throw new Refused(pointer, "must be a finite number");
    case "string":
      if (value.isWellFormed()) return value;
      throw new Refused(pointer, "has half of a surrogate pair, which is no text");
    default:
      if (value === null) return null;
      throw new Refused(pointer, NOT_JSON);
  }
}

/** Also for objects of another realm, whose `Object.prototype` is not ours. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
