import type { Labels } from "../domain/labels.ts";
import type { ProjectId } from "../domain/project-id.ts";
import type { Project } from "../domain/project.ts";
import type { Principal } from "../ports/authenticator.ts";
import type { Clock } from "../ports/clock.ts";
import type { IdSource } from "../ports/id-source.ts";
import type { Storage } from "../ports/storage.ts";

/** A project to create. With a key, a repeat by the same principal within 24 hours gets the first answer again. */
export interface CreateProject {
  readonly name: string;
  readonly labels: Labels;
  readonly principal: Principal;
  readonly idempotencyKey?: string;
}

/** The project, and whether an earlier request with the same key made it. */
export interface CreatedProject {
  readonly project: Project;
  readonly replayed: boolean;
}

/** Which page of the list: `limit` is 1 to 200; `cursor` comes from the page before. */
export interface ListProjects {
  readonly limit: number;
  readonly cursor?: string;
}

/** Projects in order of creation. `next` is there when more may follow. */
export interface ProjectPage {
  readonly projects: readonly Project[];
  readonly next?: string;
}

/** A change to a project that must still be at `expectedRevision`. What is left out stays as it is. */
export interface ChangeProject {
  readonly id: ProjectId;
  readonly expectedRevision: number;
  readonly name?: string;
  readonly labels?: Labels;
  readonly archived?: boolean;
}

/** A project to delete; with `expectedRevision`, only if it is still at it. */
export interface DeleteProject {
  readonly id: ProjectId;
  readonly expectedRevision?: number;
}

/**
 * What can be done with projects.
 *
 * - Rejects with `project/invalid`, naming each field at fault, before anything is written.
 * - Of concurrent changes that expect the same revision, exactly one succeeds and the others reject with `project/conflict`.
 * - A create is durable when it resolves; with an idempotency key it happens at most once. The same key with another
 *   content rejects with `project/key-reused`.
 */
export interface ProjectService {
  create(request: CreateProject, signal: AbortSignal): Promise<CreatedProject>;
  get(id: ProjectId, signal: AbortSignal): Promise<Project>;
  list(request: ListProjects, signal: AbortSignal): Promise<ProjectPage>;
  change(request: ChangeProject, signal: AbortSignal): Promise<Project>;
  delete(request: DeleteProject, signal: AbortSignal): Promise<void>;
}

/** What a project service works with. */
export interface ProjectServiceOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: IdSource;
}
