import * as z from "zod";
import type { CreateProjectV1, CreateProjectV2 } from "../dto/create-project.ts";
import { labelsField, nameField } from "./fields.ts";

/** Version 1 of what creates a project. */
export const createProjectV1: z.ZodType<CreateProjectV1> = z.strictObject({ name: nameField });

/** Version 2 of it. */
export const createProjectV2: z.ZodType<CreateProjectV2> = z.strictObject({
  title: nameField,
  labels: labelsField.optional(),
});

/** From version 1 to 2: the name is the title, and there are no labels. */
export function upCastCreateProject({ name }: CreateProjectV1): CreateProjectV2 {
  return { title: name };
}
