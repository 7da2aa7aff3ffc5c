import * as z from "zod";
import type { ProjectListV1, ProjectListV2 } from "../dto/project-list.ts";
import type { ProjectV1, ProjectV2 } from "../dto/project.ts";
import { idField, labelsField, nameField, revisionField, timeField } from "./fields.ts";

/** Version 1 of a project. */
export const projectV1: z.ZodType<ProjectV1> = z.strictObject({
  id: idField,
  name: nameField,
  archived: z.boolean(),
  createdAt: timeField,
  updatedAt: timeField,
  revision: revisionField,
});

/** Version 2 of a project. */
export const projectV2: z.ZodType<ProjectV2> = z.strictObject({
  id: idField,
  title: nameField,
  labels: labelsField,
  archivedAt: timeField.nullable(),
  createdAt: timeField,
  updatedAt: timeField,
  revision: revisionField,
});

/** Version 1 of a page of projects. */
export const projectListV1: z.ZodType<ProjectListV1> = z.strictObject({
  items: z.array(projectV1),
  next: idField.nullable(),
});

/** Version 2 of a page of projects. */
export const projectListV2: z.ZodType<ProjectListV2> = z.strictObject({
  items: z.array(projectV2),
  next: idField.nullable(),
});
