import type { Labels } from "./labels.ts";
import type { ProjectId } from "./project-id.ts";

/** What a user keeps plugins, channels and cells in. Times are milliseconds since 1970. */
export interface Project {
  readonly id: ProjectId;
  readonly name: string;
  readonly labels: Labels;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When the project was archived; an archived project is kept and listed, and can be renamed or restored. */
  readonly archivedAt: number | undefined;
  /** 1 when created, and 1 more after each change. */
  readonly revision: number;
}
