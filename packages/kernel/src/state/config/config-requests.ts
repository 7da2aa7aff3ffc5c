import { type FieldIssue, isSecretName, type JsonValue } from "@cordon/core";
import { fieldsOf, nameIssues, readJson, refuse, revisionIssues, wholeIssues } from "../field-checks.ts";

/** What to set. */
export interface SetConfig {
  /** Words of `A-Za-z0-9_-` with dots between them, at most 128 characters. */
  readonly key: string;
  /** At most 64 KiB of JSON, 64 levels. */
  readonly value: JsonValue;
  /**
   * Whether it is encrypted. Default `false`; but for a text under a key that sounds like a secret's it must be said. Once secret, an entry stays so until
   * it is deleted.
   */
  readonly secret?: boolean;
  /** The revision it must be at; 0 where it must not be there. Without one it is set whatever is there. */
  readonly expectRevision?: number;
}

/** Which record to read. */
export interface KeyRequest {
  readonly key: string;
}

/** Which record to delete, and at which revision, if that matters. */
export interface DeleteRequest extends KeyRequest {
  readonly expectRevision?: number;
}

/** Which page of records to list, in ascending order of keys: those after a key. */
export interface PageRequest {
  /** From 1 to 100. */
  readonly limit: number;
  readonly after?: string;
}

const LIMIT_MAX = 100;

/** Checks and copies a request to set. Throws `state/invalid`; no issue holds anything of the value. */
export function checkSet(request: SetConfig): SetConfig & { readonly secret: boolean } {
  const { key, value, secret, expectRevision } = fieldsOf(request, ["key", "value", "secret", "expectRevision"]);
  const read = readJson(value, "/value");
  refuse([
    ...nameIssues(key, "/key"),
    // The pointer into a secret would show its names.
    ...read.issues.map((issue) => (secret === false ? issue : { ...issue, pointer: "/value" })),
    ...secretIssues(key, read.value, secret),
    ...revisionIssues(expectRevision),
  ]);
  const expected = expectRevision === undefined ? {} : { expectRevision: expectRevision as number };
  return { key: key as string, value: read.value, secret: secret === true, ...expected };
}

/** Checks a request to read one. */
export function checkKey(request: KeyRequest): string {
  const { key } = fieldsOf(request, ["key"]);
  refuse(nameIssues(key, "/key"));
  return key as string;
}

/** Checks a request to delete one. */
export function checkDelete(request: DeleteRequest): DeleteRequest {
  const fields = fieldsOf(request, ["key", "expectRevision"]);
  refuse([...nameIssues(fields["key"], "/key"), ...revisionIssues(fields["expectRevision"])]);
  return fields as unknown as DeleteRequest;
}

/** Checks a request to list. */
export function checkPage(request: PageRequest): PageRequest {
  const fields = fieldsOf(request, ["limit", "after"]);
  const after = fields["after"];
  refuse([
    ...wholeIssues(fields["limit"], "/limit", 1, LIMIT_MAX),
    ...(after === undefined ? [] : nameIssues(after, "/after")),
  ]);
  return fields as unknown as PageRequest;
}

function secretIssues(key: unknown, value: JsonValue, secret: unknown): readonly FieldIssue[] {
  if (typeof secret === "boolean") return [];
  const pointer = "/secret";
  if (secret !== undefined) return [{ pointer, message: "must be true or false" }];
  const isNamedSo = typeof key === "string" && isSecretName(key.slice(key.lastIndexOf(".") + 1));
  if (!isNamedSo || typeof value !== "string") return [];
  return [{ pointer, message: "must be said, as the key sounds like that of a secret" }];
}
