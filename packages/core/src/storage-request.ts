import type { FieldIssue } from "./app-error.ts";
import { coreError } from "./errors.ts";
import type { CommitRequest, Expectation, ListRequest, RecordKey, StorageChange } from "./ports/storage.ts";

/** The most records that one list answers. */
const LIST_LIMIT_MAX = 1000;
/** The most changes that one commit makes. */
const COMMIT_CHANGES_MAX = 100;

const NAME = /^[\x21-\x7e]{1,200}$/;
const NAME_RULE = "must be 1 to 200 printable ASCII characters without space";

/** Throws `storage/invalid` for a key that no adapter takes. Every adapter checks with these, so that all refuse alike. */
export function checkRecordKey(request: RecordKey): void {
  refuse(keyIssues(request, ""));
}

/** Throws `storage/invalid` for a list that no adapter answers. */
export function checkListRequest({ collection, after, limit }: ListRequest): void {
  const issues = nameIssues(collection, "/collection");
  if (after !== undefined) issues.push(...nameIssues(after, "/after"));
  if (!Number.isInteger(limit) || limit < 1 || limit > LIST_LIMIT_MAX) {
    issues.push({ pointer: "/limit", message: `must be a whole number from 1 to ${LIST_LIMIT_MAX}` });
  }
  refuse(issues);
}

/** Throws `storage/invalid` for a commit that no adapter makes. The values are the caller's promise and are not walked. */
export function checkCommitRequest({ changes }: CommitRequest): void {
  if (changes.length < 1 || changes.length > COMMIT_CHANGES_MAX) {
    refuse([{ pointer: "/changes", message: `must be 1 to ${COMMIT_CHANGES_MAX} changes` }]);
  }
  const issues = changes.flatMap((change, at) => changeIssues(change, `/changes/${at}`));
  if (changes.length > 1) issues.push(...repeatIssues(changes));
  refuse(issues);
}

function changeIssues(change: StorageChange, pointer: string): readonly FieldIssue[] {
  const issues = keyIssues(change, pointer);
  if (!isExpectation(change.expect)) {
    issues.push({ pointer: `${pointer}/expect`, message: 'must be "any", "absent" or a revision of 1 or more' });
  }
  if (change.kind === "put") {
    const { value } = change as { readonly value: unknown };
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      issues.push({ pointer: `${pointer}/value`, message: "must be an object" });
    }
  } else if (change.kind !== "delete") {
    issues.push({ pointer: `${pointer}/kind`, message: 'must be "put" or "delete"' });
  }
  return issues;
}

function isExpectation(expect: Expectation): boolean {
  if (expect === "any" || expect === "absent") return true;
  return typeof expect === "object" && Number.isSafeInteger(expect.revision) && expect.revision >= 1;
}

function repeatIssues(changes: readonly StorageChange[]): readonly FieldIssue[] {
  const seen = new Set<string>();
  return changes.flatMap(({ collection, key }, at) => {
    const name = `${collection} ${key}`;
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      { pointer: `/changes/${at}/key`, message: "must not name a record that another change of the commit names" },
    ];
  });
}

function keyIssues({ collection, key }: RecordKey, pointer: string): FieldIssue[] {
  return [...nameIssues(collection, `${pointer}/collection`), ...nameIssues(key, `${pointer}/key`)];
}

function nameIssues(name: unknown, pointer: string): FieldIssue[] {
  return typeof name === "string" && NAME.test(name) ? [] : [{ pointer, message: NAME_RULE }];
}

function refuse(issues: readonly FieldIssue[]): void {
  if (issues.length > 0) throw coreError("storage/invalid", { issues });
}
