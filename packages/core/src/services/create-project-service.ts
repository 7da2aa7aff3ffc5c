import type { Storage } from "../ports/storage.ts";
import { changeProject, deleteProject, readProject } from "./change-project.ts";
import { createProject } from "./create-project.ts";
import { PROJECTS, projectOf } from "./project-records.ts";
import { checkChange, checkCreate, checkDelete, checkList } from "./project-requests.ts";
import type { ListProjects, ProjectPage, ProjectService, ProjectServiceOptions } from "./project-service.ts";

/** Makes the project service. It keeps no state of its own: any number of servers may share one storage. */
export function createProjectService(options: ProjectServiceOptions): ProjectService {
  const { storage } = options;
  return {
    async create(request, signal) {
      checkCreate(request);
      return createProject(options, request, signal);
    },
    async get(id, signal) {
      return readProject(storage, id, signal);
    },
    async list(request, signal) {
      checkList(request);
      return listProjects(storage, request, signal);
    },
    async change(request, signal) {
      checkChange(request);
      return changeProject(options, request, signal);
    },
    async delete(request, signal) {
      checkDelete(request);
      return deleteProject(storage, request, signal);
    },
  };
}

async function listProjects(
  storage: Storage,
  { limit, cursor }: ListProjects,
  signal: AbortSignal,
): Promise<ProjectPage> {
  // One more than asked for tells whether another page follows.
  const request = { collection: PROJECTS, limit: limit + 1 };
  const records = await storage.list(cursor === undefined ? request : { ...request, after: cursor }, signal);
  const projects = records.slice(0, limit).map(projectOf);
  const last = projects.at(-1);
  return records.length > limit && last !== undefined ? { projects, next: last.id } : { projects };
}
