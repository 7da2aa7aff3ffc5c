import type { JsonValue, Project, ProjectService } from "@cordon/core";
import {
  changeProjectRequest,
  createProjectRequest,
  dtoToChange,
  dtoToCreate,
  pageToDto,
  projectListResponse,
  projectResponse,
  projectToDto,
  readRequest,
  writeResponse,
} from "@cordon/interface";
import type { Operation, OperationResult } from "./operation.ts";
import { checkParams, readProjectId, readWholeNumber } from "./read-params.ts";

const DEFAULT_PAGE = 50;

/** Creates a project. A repeat with the same idempotency key is answered again, and says that it was. */
export function createProjectOperation(projects: ProjectService): Operation {
  return {
    access: "token",
    body: "required",
    async run({ params, body, bodyVersion, version, principal, metadata }, signal) {
      checkParams(params, []);
      const asked = dtoToCreate(readRequest(createProjectRequest, bodyVersion, body));
      const key = metadata["idempotency-key"];
      const request = key === undefined ? { ...asked, principal } : { ...asked, principal, idempotencyKey: key };
      const { project, replayed } = await projects.create(request, signal);
      const created = { location: `/v1/projects/${project.id}`, etag: etagOf(project) };
      return {
        outcome: "created",
        metadata: replayed ? { ...created, "idempotency-replayed": "true" } : created,
        body: written(project, version),
      };
    },
  };
}

/** Reads a project. */
export function getProjectOperation(projects: ProjectService): Operation {
  return {
    access: "token",
    body: "none",
    async run({ params, version }, signal) {
      checkParams(params, ["id"]);
      return answered(await projects.get(readProjectId(params), signal), version);
    },
  };
}

/** Lists projects, page by page. */
export function listProjectsOperation(projects: ProjectService): Operation {
  return {
    access: "token",
    body: "none",
    async run({ params, version }, signal) {
      checkParams(params, ["limit", "cursor"]);
      const limit = readWholeNumber(params, "limit") ?? DEFAULT_PAGE;
      const { cursor } = params;
      const page = await projects.list(cursor === undefined ? { limit } : { limit, cursor }, signal);
      return { outcome: "ok", body: writeResponse(projectListResponse, version, pageToDto(page)) };
    },
  };
}

/** Changes a project that is still at the expected revision. */
export function changeProjectOperation(projects: ProjectService): Operation {
  return {
    access: "token",
    body: "required",
    async run({ params, body, bodyVersion, version }, signal) {
      checkParams(params, ["id"]);
      const id = readProjectId(params);
      const change = dtoToChange(readRequest(changeProjectRequest, bodyVersion, body));
      return answered(await projects.change({ id, ...change }, signal), version);
    },
  };
}

/** Deletes a project. */
export function deleteProjectOperation(projects: ProjectService): Operation {
  return {
    access: "token",
    body: "none",
    async run({ params }, signal) {
      checkParams(params, ["id", "expectedRevision"]);
      const id = readProjectId(params);
      const expectedRevision = readWholeNumber(params, "expectedRevision");
      await projects.delete(expectedRevision === undefined ? { id } : { id, expectedRevision }, signal);
      return { outcome: "empty" };
    },
  };
}

function answered(project: Project, version: number): OperationResult {
  return { outcome: "ok", metadata: { etag: etagOf(project) }, body: written(project, version) };
}

function written(project: Project, version: number): JsonValue {
  return writeResponse(projectResponse, version, projectToDto(project));
}

function etagOf({ revision }: Project): string {
  return `"${revision}"`;
}
