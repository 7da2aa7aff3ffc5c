import type { FieldIssue } from "../app-error.ts";
import { labelIssues } from "../domain/labels.ts";
import { parseProjectId } from "../domain/project-id.ts";
import { projectNameIssue } from "../domain/project-name.ts";
import { coreError } from "../errors.ts";
import { IDEMPOTENCY_KEY_PATTERN } from "./creation-records.ts";
import type { ChangeProject, CreateProject, DeleteProject, ListProjects } from "./project-service.ts";

/** The most projects on one page. */
export const PROJECT_PAGE_MAX = 200;

/** Rejects a creation that breaks a rule, naming every field at fault. */
export function checkCreate({ name, labels, idempotencyKey }: CreateProject): void {
  const issues = [...nameIssues(name), ...labelIssues(labels, "/labels")];
  if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY_PATTERN.test(idempotencyKey)) {
    issues.push({ pointer: "/idempotencyKey", message: "must be 1 to 64 printable ASCII characters without spaces" });
  }
  refuse(issues);
}

/** Rejects a change that breaks a rule or changes nothing. */
export function checkChange({ name, labels, archived, expectedRevision }: ChangeProject): void {
  const issues = revisionIssues(expectedRevision);
  if (name !== undefined) issues.push(...nameIssues(name));
  if (labels !== undefined) issues.push(...labelIssues(labels, "/labels"));
  if (name === undefined && labels === undefined && archived === undefined) {
    issues.push({ pointer: "", message: "must change at least one field" });
  }
  refuse(issues);
}

/** Rejects a deletion whose revision could never be. */
export function checkDelete({ expectedRevision }: DeleteProject): void {
  if (expectedRevision !== undefined) refuse(revisionIssues(expectedRevision));
}

/** Rejects a page size out of bounds, or a cursor that no page gave out. */
export function checkList({ limit, cursor }: ListProjects): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > PROJECT_PAGE_MAX) {
    refuse([{ pointer: "/limit", message: `must be a whole number from 1 to ${PROJECT_PAGE_MAX}` }]);
  }
  if (cursor !== undefined && parseProjectId(cursor) === undefined) throw coreError("project/invalid-cursor", {});
}

function nameIssues(name: string): FieldIssue[] {
  const issue = projectNameIssue(name, "/name");
  return issue === undefined ? [] : [issue];
}

function revisionIssues(revision: number): FieldIssue[] {
  if (Number.isSafeInteger(revision) && revision >= 1) return [];
  return [{ pointer: "/expectedRevision", message: "must be a whole number of 1 or more" }];
}

function refuse(issues: readonly FieldIssue[]): void {
  if (issues.length > 0) throw coreError("project/invalid", { issues });
}
