import { parseProjectId } from "../domain/project-id.ts";
import type { Project } from "../domain/project.ts";
import { coreError } from "../errors.ts";
import type { JsonObject, JsonValue } from "../json-value.ts";
import type { StoredRecord } from "../ports/storage.ts";

/** Where projects are kept, under their ids. */
export const PROJECTS = "projects";

/** What storage keeps of a project. The id is the record's key and the revision the record's revision. */
export function projectValue(project: Project): JsonObject {
  const { name, labels, createdAt, updatedAt, archivedAt } = project;
  return { name, labels, createdAt, updatedAt, archivedAt: archivedAt ?? null };
}

/** The project that a record holds. */
export function projectOf({ key, revision, value }: StoredRecord): Project {
  return projectFrom(key, revision, value);
}

/** The project made of a key, a revision and a kept value; rejects what this version of Cordon did not write. */
export function projectFrom(key: JsonValue | undefined, revision: number, value: JsonValue | undefined): Project {
  const id = typeof key === "string" ? parseProjectId(key) : undefined;
  if (id === undefined || !isProjectValue(value)) throw unreadable();
  const { name, labels, createdAt, updatedAt, archivedAt } = value;
  return { id, name, labels, createdAt, updatedAt, archivedAt: archivedAt ?? undefined, revision };
}

interface ProjectValue extends JsonObject {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archivedAt: number | null;
}

function isProjectValue(value: JsonValue | undefined): value is ProjectValue {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { name, labels, createdAt, updatedAt, archivedAt } = value as Partial<ProjectValue>;
  return (
    typeof name === "string" &&
    typeof labels === "object" &&
    labels !== null &&
    typeof createdAt === "number" &&
    typeof updatedAt === "number" &&
    (archivedAt === null || typeof archivedAt === "number")
  );
}

/** Ids are checked before a record is looked up, so this means that something else wrote to the database. */
function unreadable(): Error {
  return coreError("core/internal", {}, { cause: new Error("A record does not hold the project that it should.") });
}
