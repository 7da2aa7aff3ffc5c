import type { ProjectV1, ProjectV2 } from "./project.ts";

/** A page of projects, and the cursor of the next one where there is one. */
export interface ProjectListV1 {
  readonly items: readonly ProjectV1[];
  readonly next: string | null;
}

/** The same, with projects of version 2. */
export interface ProjectListV2 {
  readonly items: readonly ProjectV2[];
  readonly next: string | null;
}
