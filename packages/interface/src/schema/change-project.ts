import * as z from "zod";
import type { ChangeProjectV1, ChangeProjectV2 } from "../dto/change-project.ts";
import { labelsField, nameField, revisionField } from "./fields.ts";

const NOTHING = "must change at least one field";

/** Version 1 of a change. */
export const changeProjectV1: z.ZodType<ChangeProjectV1> = z
  .strictObject({ expectedRevision: revisionField, name: nameField.optional(), archived: z.boolean().optional() })
  .refine(({ name, archived }) => name !== undefined || archived !== undefined, { error: NOTHING })
  .meta({ minProperties: 2 });

/** Version 2 of a change. */
export const changeProjectV2: z.ZodType<ChangeProjectV2> = z
  .strictObject({
    expectedRevision: revisionField,
    title: nameField.optional(),
    labels: labelsField.optional(),
    archived: z.boolean().optional(),
  })
  .refine(({ title, labels, archived }) => title !== undefined || labels !== undefined || archived !== undefined, {
    error: NOTHING,
  })
  .meta({ minProperties: 2 });

/** From version 1 to 2: the name is the title; labels are not named, and so stay. */
export function upCastChangeProject({ name, ...same }: ChangeProjectV1): ChangeProjectV2 {
  return name === undefined ? same : { ...same, title: name };
}
