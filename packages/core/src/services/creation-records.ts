import type { Project } from "../domain/project.ts";
import type { Clock } from "../ports/clock.ts";
import type { Storage, StorageChange, StoredRecord } from "../ports/storage.ts";
import { projectFrom, projectValue } from "./project-records.ts";
import type { CreateProject } from "./project-service.ts";

/** How long an idempotency key is remembered. */
export const IDEMPOTENCY_WINDOW_MS = 86_400_000;
/** What an idempotency key looks like: 1 to 64 printable ASCII characters without space. */
export const IDEMPOTENCY_KEY_PATTERN: RegExp = /^[\x21-\x7e]{1,64}$/;

const CREATIONS = "project-creations";
const SWEEP_PAGE = 100;

/** Where the creation with this key by this principal is remembered. */
export function creationKey({ principal, idempotencyKey }: CreateProject): string {
  // Encoding both parts keeps `a/b` + `c` apart from `a` + `b/c`.
  return `${encodeURIComponent(principal.id)}/${idempotencyKey}`;
}

/** Reads what is remembered of a creation, even when it is too old to count. */
export function readCreation(storage: Storage, key: string, signal: AbortSignal): Promise<StoredRecord | undefined> {
  return storage.get({ collection: CREATIONS, key }, signal);
}

/** The change that remembers a creation, in place of an expired one where there is one. */
export function rememberCreation(key: string, project: Project, expired: StoredRecord | undefined): StorageChange {
  const value = { id: project.id, at: project.createdAt, project: projectValue(project) };
  const expect = expired === undefined ? "absent" : { revision: expired.revision };
  return { kind: "put", collection: CREATIONS, key, value, expect };
}

/** True when a creation is too old to be answered again. */
export function isExpired(creation: StoredRecord, now: number): boolean {
  return Number(creation.value["at"]) + IDEMPOTENCY_WINDOW_MS <= now;
}

/** The project as it was when it was created. */
export function createdProject(creation: StoredRecord): Project {
  return projectFrom(creation.value["id"], 1, creation.value["project"]);
}

/** True when the remembered creation asked for the same thing. */
export function isSameRequest(created: Project, request: CreateProject): boolean {
  const asked = Object.entries(request.labels);
  return (
    created.name === request.name &&
    asked.length === Object.keys(created.labels).length &&
    asked.every(([key, value]) => Object.hasOwn(created.labels, key) && created.labels[key] === value)
  );
}

/**
 * Forgets the idempotency keys that are past their window, and resolves with how many. Safe to run on several servers at
 * once, and to abort: what was not reached is found by the next sweep.
 */
export async function sweepCreations(storage: Storage, clock: Clock, signal: AbortSignal): Promise<number> {
  let forgotten = 0;
  let after: string | undefined;
  for (;;) {
    const request = { collection: CREATIONS, limit: SWEEP_PAGE };
    const page = await storage.list(after === undefined ? request : { ...request, after }, signal);
    const expired = page.filter((creation) => isExpired(creation, clock.now()));
    if (expired.length > 0) await storage.commit({ changes: expired.map(forget) }, signal);
    forgotten += expired.length;
    after = page.at(-1)?.key;
    if (page.length < SWEEP_PAGE) return forgotten;
  }
}

function forget({ collection, key }: StoredRecord): StorageChange {
  return { kind: "delete", collection, key, expect: "any" };
}
