import { AppError } from "../app-error.ts";
import type { ProjectId } from "../domain/project-id.ts";
import type { Project } from "../domain/project.ts";
import { coreError } from "../errors.ts";
import type { StorageChange, StoredRecord } from "../ports/storage.ts";
import {
  createdProject,
  creationKey,
  isExpired,
  isSameRequest,
  readCreation,
  rememberCreation,
} from "./creation-records.ts";
import { PROJECTS, projectValue } from "./project-records.ts";
import type { CreatedProject, CreateProject, ProjectServiceOptions } from "./project-service.ts";

// Each further try needs another server to forget or renew the same expired key in between.
const MAX_TRIES = 4;

/**
 * Creates a project. The key is written in the same commit as the project, so that a repeat, at once or after a crash,
 * finds either both or neither:
 *
 *   commit [project absent, key absent] -> conflict on the key -> read it -> same request? answer again : refuse
 */
export async function createProject(
  options: ProjectServiceOptions,
  request: CreateProject,
  signal: AbortSignal,
): Promise<CreatedProject> {
  const { storage, clock } = options;
  const project = newProject(options, request);
  const put: StorageChange = {
    kind: "put",
    collection: PROJECTS,
    key: project.id,
    value: projectValue(project),
    expect: "absent",
  };
  if (request.idempotencyKey === undefined) {
    await storage.commit({ changes: [put] }, signal);
    return { project, replayed: false };
  }
  const key = creationKey(request);
  let expired: StoredRecord | undefined;
  for (let tries = 1; ; tries += 1) {
    try {
      await storage.commit({ changes: [put, rememberCreation(key, project, expired)] }, signal);
      return { project, replayed: false };
    } catch (error) {
      if (!isKeyConflict(error) || tries === MAX_TRIES) throw error;
    }
    const earlier = await readCreation(storage, key, signal);
    if (earlier !== undefined && !isExpired(earlier, clock.now())) return replay(earlier, request);
    expired = earlier;
  }
}

function newProject({ clock, ids }: ProjectServiceOptions, { name, labels }: CreateProject): Project {
  const now = clock.now();
  const id = `prj_${ids.next()}` as ProjectId;
  return { id, name, labels, createdAt: now, updatedAt: now, archivedAt: undefined, revision: 1 };
}

function isKeyConflict(error: unknown): boolean {
  return AppError.is(error) && error.code === "storage/conflict" && error.details["index"] === 1;
}

function replay(earlier: StoredRecord, request: CreateProject): CreatedProject {
  const project = createdProject(earlier);
  if (!isSameRequest(project, request)) throw coreError("project/key-reused", {});
  return { project, replayed: true };
}
