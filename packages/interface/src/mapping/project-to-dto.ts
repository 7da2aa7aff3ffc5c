import type { Project, ProjectPage } from "@cordon/core";
import type { ProjectListV2 } from "../dto/project-list.ts";
import type { ProjectV2 } from "../dto/project.ts";

/** The newest DTO of a project. */
export function projectToDto(project: Project): ProjectV2 {
  const { id, name, labels, archivedAt, createdAt, updatedAt, revision } = project;
  return {
    id,
    title: name,
    labels,
    archivedAt: archivedAt === undefined ? null : timeOf(archivedAt),
    createdAt: timeOf(createdAt),
    updatedAt: timeOf(updatedAt),
    revision,
  };
}

/** The newest DTO of a page of projects. */
export function pageToDto({ projects, next }: ProjectPage): ProjectListV2 {
  return { items: projects.map(projectToDto), next: next ?? null };
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
