import { AppError, coreError, type FieldIssue, type JsonObject, type JsonValue } from "@cordon/core";
import { canonicalJson, JSON_LIMITS, type JsonLimits } from "./canonical-json.ts";
import { stateError } from "./state-errors.ts";

/** Names of modules, config keys and logs: words of `A-Za-z0-9_-` with dots between them, at most 128 characters. */
const STATE_NAME_PATTERN: RegExp = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;

const NAME_MAX = 128;

/** The fields of a request, each read once. */
export type Fields = Readonly<Record<string, unknown>>;

/** Takes a request apart. Throws `state/invalid` for what is no object, and for a field that is not known: it would be lost. */
export function fieldsOf(request: unknown, known: readonly string[]): Fields {
  if (typeof request !== "object" || request === null || Array.isArray(request))
    throw stateError("state/invalid", { issues: [{ pointer: "", message: "must be an object" }] });
  try {
    const fields: Fields = { ...request };
    const unknown = Object.keys(fields).filter((name) => !known.includes(name));
    refuse(unknown.slice(0, 10).map((name) => ({ pointer: `/${name.slice(0, 64)}`, message: "is not known" })));
    return fields;
  } catch (error) {
    // A getter or a trap threw; what it threw is as hostile as the request.
    if (AppError.is(error) && error.code === "state/invalid") throw error;
    throw stateError("state/invalid", { issues: [{ pointer: "", message: "must be readable" }] });
  }
}

/** What is wrong with a name of ours. */
export function nameIssues(value: unknown, pointer: string): readonly FieldIssue[] {
  if (typeof value === "string" && value.length <= NAME_MAX && STATE_NAME_PATTERN.test(value)) return [];
  const message = `must be words of A-Za-z0-9_- with dots between them, at most ${NAME_MAX} characters`;
  return [{ pointer, message }];
}

/** What is wrong with a text: it must have at least one character, be well-formed, and take no more bytes. */
export function textIssues(value: unknown, pointer: string, maxBytes: number): readonly FieldIssue[] {
  if (typeof value !== "string" || value === "") return [{ pointer, message: "must be a text that is not empty" }];
  if (value.length > maxBytes || Buffer.byteLength(value) > maxBytes)
    return [{ pointer, message: `must take at most ${maxBytes} bytes` }];
  // Half a surrogate pair would become another text in UTF-8, and so the same for two different ones.
  return value.isWellFormed() ? [] : [{ pointer, message: "must be well-formed Unicode" }];
}

/** What is wrong with a whole number. */
export function wholeIssues(value: unknown, pointer: string, min: number, max: number): readonly FieldIssue[] {
  if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) return [];
  return [{ pointer, message: `must be a whole number from ${min} to ${max}` }];
}

/** What is wrong with the revision that a record must be at: 0 where it must not be there. */
export function revisionIssues(value: unknown): readonly FieldIssue[] {
  return value === undefined ? [] : wholeIssues(value, "/expectRevision", 0, Number.MAX_SAFE_INTEGER);
}

/** A copy of a JSON value, with its size, or what is wrong with it. */
export function readJson(
  value: unknown,
  pointer: string,
  limits: JsonLimits = JSON_LIMITS,
): { readonly value: JsonValue; readonly bytes: number; readonly issues: readonly FieldIssue[] } {
  const json = canonicalJson(value, limits, pointer);
  if (!json.ok) return { value: null, bytes: 0, issues: [json.issue] };
  return { value: JSON.parse(json.text) as JsonValue, bytes: Buffer.byteLength(json.text), issues: [] };
}

/** As `readJson`, for what must be an object. */
export function readJsonObject(
  value: unknown,
  pointer: string,
): { readonly value: JsonObject; readonly issues: readonly FieldIssue[] } {
  const read = readJson(value, pointer);
  if (read.issues.length > 0) return { value: {}, issues: read.issues };
  if (typeof read.value === "object" && read.value !== null && !Array.isArray(read.value))
    return { value: read.value as JsonObject, issues: [] };
  return { value: {}, issues: [{ pointer, message: "must be an object" }] };
}

/** Throws `state/invalid` if there are any issues. */
export function refuse(issues: readonly FieldIssue[]): void {
  if (issues.length > 0) throw stateError("state/invalid", { issues });
}

/** Throws `core/aborted` if the signal is. */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw coreError("core/aborted", {});
}
