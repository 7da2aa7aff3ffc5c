import type { ProjectListV1, ProjectListV2 } from "../dto/project-list.ts";
import type { ProjectV1, ProjectV2 } from "../dto/project.ts";

/** From version 2 to 1: labels are left out, and of the time of archiving only whether there is one. */
export function downCastProject({ id, title, archivedAt, createdAt, updatedAt, revision }: ProjectV2): ProjectV1 {
  return { id, name: title, archived: archivedAt !== null, createdAt, updatedAt, revision };
}

/** From version 2 to 1, project by project. */
export function downCastProjectList({ items, next }: ProjectListV2): ProjectListV1 {
  return { items: items.map(downCastProject), next };
}
