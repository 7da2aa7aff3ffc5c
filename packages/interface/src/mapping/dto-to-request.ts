import type { ChangeProject, CreateProject } from "@cordon/core";
import type { ChangeProjectV2 } from "../dto/change-project.ts";
import type { CreateProjectV2 } from "../dto/create-project.ts";

/** The part of a creation that its body says. Who creates, and under which key, is not the body's to say. */
export function dtoToCreate({ title, labels }: CreateProjectV2): Pick<CreateProject, "name" | "labels"> {
  return { name: title, labels: labels ?? {} };
}

/** The part of a change that its body says. */
export function dtoToChange({ expectedRevision, title, labels, archived }: ChangeProjectV2): Omit<ChangeProject, "id"> {
  return {
    expectedRevision,
    ...(title === undefined ? {} : { name: title }),
    ...(labels === undefined ? {} : { labels }),
    ...(archived === undefined ? {} : { archived }),
  };
}
