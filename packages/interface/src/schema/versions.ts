import type { JsonValue } from "@cordon/core";
import type { ChangeProjectV2 } from "../dto/change-project.ts";
import type { CreateProjectV2 } from "../dto/create-project.ts";
import type { ProjectListV2 } from "../dto/project-list.ts";
import type { ProjectV2 } from "../dto/project.ts";
import { interfaceError } from "../errors.ts";
import { changeProjectV1, changeProjectV2, upCastChangeProject } from "./change-project.ts";
import { checkDocument } from "./check-document.ts";
import { createProjectV1, createProjectV2, upCastCreateProject } from "./create-project.ts";
import { downCastProject, downCastProjectList } from "./down-cast.ts";

/** Reads one version of a request: checks it and casts it up to the newest. */
export type RequestReader<Newest> = (value: unknown) => Newest;
/** Writes one version of an answer: casts it down from the newest. */
export type ResponseWriter<Newest> = (newest: Newest) => JsonValue;

/** A request's versions. A new version adds an entry, and a cast to the readers before it. */
export type VersionedRequest<Newest> = ReadonlyMap<number, RequestReader<Newest>>;
/** An answer's versions. */
export type VersionedResponse<Newest> = ReadonlyMap<number, ResponseWriter<Newest>>;

/** The version that the domain is mapped from and to. */
export const NEWEST_VERSION = 2;

/** What creates a project. */
export const createProjectRequest: VersionedRequest<CreateProjectV2> = new Map([
  [1, (value: unknown) => upCastCreateProject(checkDocument(createProjectV1, value))],
  [2, (value: unknown) => checkDocument(createProjectV2, value)],
]);

/** What changes a project. */
export const changeProjectRequest: VersionedRequest<ChangeProjectV2> = new Map([
  [1, (value: unknown) => upCastChangeProject(checkDocument(changeProjectV1, value))],
  [2, (value: unknown) => checkDocument(changeProjectV2, value)],
]);

/** A project. */
export const projectResponse: VersionedResponse<ProjectV2> = new Map<number, ResponseWriter<ProjectV2>>([
  [1, (newest) => ({ ...downCastProject(newest) })],
  [2, (newest) => ({ ...newest })],
]);

/** A page of projects. */
export const projectListResponse: VersionedResponse<ProjectListV2> = new Map<number, ResponseWriter<ProjectListV2>>([
  [1, (newest) => plain(downCastProjectList(newest))],
  [2, (newest) => plain(newest)],
]);

/** Reads a request of some version; throws `interface/invalid`, naming every field at fault, or `interface/unknown-version`. */
export function readRequest<Newest>(versions: VersionedRequest<Newest>, version: number, value: unknown): Newest {
  return pick(versions, version)(value);
}

/** Writes an answer in some version; throws `interface/unknown-version`. */
export function writeResponse<Newest>(versions: VersionedResponse<Newest>, version: number, newest: Newest): JsonValue {
  return pick(versions, version)(newest);
}

function pick<Step>(versions: ReadonlyMap<number, Step>, version: number): Step {
  const step = versions.get(version);
  if (step === undefined) throw interfaceError("interface/unknown-version", { version, known: [...versions.keys()] });
  return step;
}

// DTOs are interfaces of plain values, which TypeScript does not see as JSON without an index signature.
function plain(list: { readonly items: readonly object[]; readonly next: string | null }): JsonValue {
  return { items: list.items as readonly { readonly [key: string]: JsonValue }[], next: list.next };
}
