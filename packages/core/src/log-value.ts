import { AppError } from "./app-error.ts";
import type { JsonObject, JsonValue } from "./json-value.ts";
import type { LogFields } from "./ports/logger.ts";
import { isSecretName, plainName, REDACTED, redactText } from "./redact-text.ts";

/** How a log value is made. */
export interface LogValueOptions {
  /** Whether errors keep their stacks, redacted as all text is. */
  readonly stacks: boolean;
  /** More names to redact, as `plainName` gives them. */
  readonly secretNames?: ReadonlySet<string>;
}

/** How large a record may become: levels, entries of one object or array, values in all, characters of a text and in all. */
export const LOG_LIMITS = {
  maxDepth: 6,
  maxEntries: 64,
  maxValues: 1000,
  maxTextChars: 4096,
  maxTotalChars: 65_536,
} as const;

// What a getter that threw is taken to have returned, so that the fields beside it are not lost with it.
const UNREADABLE: unique symbol = Symbol("unreadable");

interface Walk extends LogValueOptions {
  values: number;
  chars: number;
  readonly ancestors: object[];
}

/**
 * Turns the fields of a log record into plain JSON that is safe to write: secrets redacted by name and by shape, size and
 * depth bounded, cycles cut. Never throws, whatever getters and proxies are inside.
 */
export function toLogFields(fields: LogFields | undefined, options: LogValueOptions): JsonObject {
  const value = fields === undefined ? {} : walkSafely(fields, start(options));
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : { fields: value ?? null };
}

/** Redacts a text and bounds its length. */
export function toLogText(text: unknown): string {
  return typeof text === "string" ? boundedText(text, start({ stacks: false })) : "[not a text]";
}

const start = (options: LogValueOptions): Walk => ({ ...options, values: 0, chars: 0, ancestors: [] });

function walkSafely(value: unknown, walk: Walk): JsonValue | undefined {
  const depth = walk.ancestors.length;
  try {
    walk.values += 1;
    if (walk.values > LOG_LIMITS.maxValues || walk.chars > LOG_LIMITS.maxTotalChars) return "[too much]";
    return typeof value === "object" && value !== null ? walkObject(value, walk) : walkPrimitive(value, walk);
  } catch {
    // A getter or a trap threw. What it threw is as hostile as itself, and the rest of the record still matters.
    walk.ancestors.length = depth;
    return "[unreadable]";
  }
}

function walkPrimitive(value: unknown, walk: Walk): JsonValue | undefined {
  switch (typeof value) {
    case "string":
      return boundedText(value, walk);
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "boolean":
      return value;
    case "bigint":
      // The time to print one grows with the square of its digits.
      return BigInt.asIntN(128, value) === value ? String(value) : "[big integer]";
    case "undefined":
      return undefined;
    case "object":
      return null;
    case "symbol":
    case "function":
    default:
      return value === UNREADABLE ? "[unreadable]" : `[${typeof value}]`;
  }
}

function walkObject(value: object, walk: Walk): JsonValue {
  if (walk.ancestors.includes(value)) return "[circular]";
  if (walk.ancestors.length >= LOG_LIMITS.maxDepth) return "[too deep]";
  walk.ancestors.push(value);
  const walked = walkKind(value, walk);
  walk.ancestors.pop();
  return walked;
}

function walkKind(value: object, walk: Walk): JsonValue {
  if (Array.isArray(value)) return walkArray(value, walk);
  if (isError(value)) return walkError(value, walk);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "[invalid date]" : value.toISOString();
  if (value instanceof Map || value instanceof Set) return `[${value.size} entries]`;
  return walkEntries(value, walk);
}

function walkArray(items: readonly unknown[], walk: Walk): JsonValue {
  const walked: JsonValue[] = [];
  const count = Math.min(items.length, LOG_LIMITS.maxEntries);
  let hide = false;
  for (let at = 0; at < count; at += 1) {
    const item = readField(items, String(at));
    walked.push(hide ? REDACTED : (walkSafely(item, walk) ?? null));
    // Node lists raw headers as name, value, name, value.
    hide = !hide && typeof item === "string" && /^[\w-]{3,64}$/.test(item) && isHidden(item, walk);
  }
  if (items.length > count) walked.push(`[${items.length - count} more]`);
  return walked;
}

function walkEntries(value: object, walk: Walk): JsonObject {
  const names = Object.keys(value);
  const entries: [string, JsonValue][] = [];
  for (const name of names.slice(0, LOG_LIMITS.maxEntries)) {
    const walked = isHidden(name, walk) ? REDACTED : walkSafely(readField(value, name), walk);
    if (walked !== undefined) entries.push([boundedText(name, walk), walked]);
  }
  if (names.length > LOG_LIMITS.maxEntries) entries.push(["[more]", names.length - LOG_LIMITS.maxEntries]);
  // fromEntries defines where an assignment would set: a field named __proto__ stays a field.
  return Object.fromEntries(entries);
}

/** Of a foreign error only what is known to be harmless: a driver's error also carries rows and queries. */
function walkError(error: object, walk: Walk): JsonObject {
  const read = (name: string): JsonValue | undefined => walkSafely(readField(error, name), walk);
  const fields: Record<string, JsonValue | undefined> = { name: read("name"), message: read("message") };
  const code = readField(error, "code");
  if (typeof code === "string" || typeof code === "number") fields["code"] = walkSafely(code, walk);
  if (AppError.is(error)) {
    fields["kind"] = read("kind");
    fields["details"] = read("details");
  }
  if (walk.stacks) fields["stack"] = read("stack");
  fields["cause"] = read("cause");
  fields["errors"] = read("errors");
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}

// Errors of another realm are no instances of this one's Error.
function isError(value: object): boolean {
  return value instanceof Error || AppError.is(value) || Object.prototype.toString.call(value) === "[object Error]";
}

function readField(value: object, name: string): unknown {
  try {
    return (value as Record<string, unknown>)[name];
  } catch {
    return UNREADABLE;
  }
}

function isHidden(name: string, walk: Walk): boolean {
  return isSecretName(name) || (walk.secretNames?.has(plainName(name)) ?? false);
}

function boundedText(text: string, walk: Walk): string {
  const { maxTextChars } = LOG_LIMITS;
  const whole = text.length <= maxTextChars;
  const redacted = redactText(whole ? text : withoutCutWord(text.slice(0, maxTextChars)));
  walk.chars += redacted.length;
  return whole ? redacted : `${redacted}[${text.length} characters]`;
}

// Half a secret matches no pattern, so a word that the cut went through is left out altogether.
function withoutCutWord(text: string): string {
  let end = text.length;
  while (end > 0 && !/\s/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
