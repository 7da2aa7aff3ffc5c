import type { JsonObject } from "@cordon/core";
import * as z from "zod";
import { changeProjectV1, changeProjectV2 } from "../schema/change-project.ts";
import { createProjectV1, createProjectV2 } from "../schema/create-project.ts";
import { problem } from "../schema/problem.ts";
import { projectListV1, projectListV2, projectV1, projectV2 } from "../schema/project.ts";

/** A DTO version that is published. */
export interface PublishedSchema {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly schema: z.ZodType;
}

/** Every DTO version that the public API reads or writes. Once published, a version only ever changes its description. */
export const PUBLISHED_SCHEMAS: readonly PublishedSchema[] = [
  { name: "project", version: 1, description: "A project.", schema: projectV1 },
  { name: "project", version: 2, description: "A project, with labels.", schema: projectV2 },
  { name: "project-list", version: 1, description: "A page of projects.", schema: projectListV1 },
  { name: "project-list", version: 2, description: "A page of projects, with labels.", schema: projectListV2 },
  { name: "create-project", version: 1, description: "Creates a project.", schema: createProjectV1 },
  { name: "create-project", version: 2, description: "Creates a project, with labels.", schema: createProjectV2 },
  {
    name: "change-project",
    version: 1,
    description: "Renames, archives or restores a project.",
    schema: changeProjectV1,
  },
  {
    name: "change-project",
    version: 2,
    description: "Changes a project's title, labels or archiving.",
    schema: changeProjectV2,
  },
  { name: "problem", version: 1, description: "An error (RFC 9457).", schema: problem },
];

/** The JSON Schema (2020-12) of a published version. */
export function jsonSchemaOf({ schema, description }: PublishedSchema): JsonObject {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: "draft-2020-12", unrepresentable: "throw" });
  return { $schema: String($schema), description, ...(rest as JsonObject) };
}
