import { AppError } from "../app-error.ts";
import type { ProjectId } from "../domain/project-id.ts";
import type { Project } from "../domain/project.ts";
import { coreError } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Storage, StorageChange } from "../ports/storage.ts";
import { PROJECTS, projectOf, projectValue } from "./project-records.ts";
import type { ChangeProject, DeleteProject, ProjectServiceOptions } from "./project-service.ts";

// A delete without a revision follows a project that others keep changing, but not for ever.
const MAX_TRIES = 8;

/** Reads a project, or rejects with `project/not-found`. */
export async function readProject(storage: Storage, id: ProjectId, signal: AbortSignal): Promise<Project> {
  const record = await storage.get({ collection: PROJECTS, key: id }, signal);
  if (record === undefined) throw coreError("project/not-found", { id });
  return projectOf(record);
}

/** Changes a project that is still at the expected revision. */
export async function changeProject(
  { storage, clock }: ProjectServiceOptions,
  request: ChangeProject,
  signal: AbortSignal,
): Promise<Project> {
  const { id, expectedRevision: expected } = request;
  const current = await readProject(storage, id, signal);
  if (current.revision !== expected) throw coreError("project/conflict", { id, expected, actual: current.revision });
  const changed = applied(current, request, clock);
  const put: StorageChange = {
    kind: "put",
    collection: PROJECTS,
    key: id,
    value: projectValue(changed),
    expect: { revision: expected },
  };
  try {
    await storage.commit({ changes: [put] }, signal);
    return changed;
  } catch (error) {
    if (!isConflict(error)) throw error;
    const { revision: actual } = await readProject(storage, id, signal);
    throw coreError("project/conflict", { id, expected, actual }, { cause: error });
  }
}

/** Deletes a project. Without an expected revision, whatever its revision is. */
export async function deleteProject(storage: Storage, request: DeleteProject, signal: AbortSignal): Promise<void> {
  const { id, expectedRevision: expected } = request;
  for (let tries = 1; ; tries += 1) {
    const { revision } = await readProject(storage, id, signal);
    if (expected !== undefined && expected !== revision) {
      throw coreError("project/conflict", { id, expected, actual: revision });
    }
    try {
      await storage.commit(
        { changes: [{ kind: "delete", collection: PROJECTS, key: id, expect: { revision } }] },
        signal,
      );
      return;
    } catch (error) {
      if (!isConflict(error) || tries === MAX_TRIES) throw error;
    }
  }
}

function applied(current: Project, { name, labels, archived }: ChangeProject, clock: Clock): Project {
  // Wall time may jump back; a project is still never older than it was.
  const updatedAt = Math.max(clock.now(), current.updatedAt);
  return {
    ...current,
    name: name ?? current.name,
    labels: labels ?? current.labels,
    archivedAt: archived === undefined ? current.archivedAt : archived ? (current.archivedAt ?? updatedAt) : undefined,
    updatedAt,
    revision: current.revision + 1,
  };
}

function isConflict(error: unknown): boolean {
  return AppError.is(error) && error.code === "storage/conflict";
}
